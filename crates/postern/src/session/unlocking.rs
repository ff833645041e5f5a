//! Switches, locks and unlocks accounts.

use super::app::{ActiveAccount, App, Status};
use crate::config::ProfileId;
use crate::problem::Problem;

impl App {
    /// Closes the account in use and unlocks another.
    ///
    /// # Errors
    /// The account doesn't exist or can't be unlocked. The state has the reason as well.
    pub async fn switch_account(&self, profile: ProfileId) -> Result<(), Problem> {
        let profile = self.core.vault.profile(profile)?;
        let is_verified = self.core.is_verified();
        let activation = self.core.activate_profile(&profile);
        self.core.remember_last(Some(profile.id)).await;
        let unlocked = self.core.unlock(activation, profile, is_verified).await;
        self.core.closed().await;
        unlocked
    }

    /// Locks the account in use: drops its key and inventory from memory and stops showing it. The answer to a
    /// change in flight is still awaited, so that it ends in a known state. Session-only and unsaved keys are
    /// dropped as well. If the demo is in use, it stays open and the account behind it is locked.
    ///
    /// # Errors
    /// None.
    pub async fn lock(&self) -> Result<(), Problem> {
        self.core.lock();
        self.core.closed().await;
        Ok(())
    }

    /// Unlocks the account in use by reading its key from the keyring. If the service has refused the key, tries that
    /// key again.
    ///
    /// # Errors
    /// No account is in use, or its key can't be read. The state has the reason as well.
    pub async fn unlock(&self) -> Result<(), Problem> {
        let core = &self.core;
        let id = core.with_active(|active| match active {
            Some(ActiveAccount {
                profile: Some(id),
                status: Status::Locked(_) | Status::NeedsKey(_),
                ..
            }) => Some(*id),
            _ => None,
        });
        let Some(id) = id else {
            let open = core.current().ok_or_else(Problem::locked)?;
            return core.try_again(&open).await;
        };
        let profile = core.vault.profile(id)?;
        let activation = core.activate_profile(&profile);
        core.unlock(activation, profile, false).await
    }
}
