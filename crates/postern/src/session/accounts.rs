//! Adds, renames, marks and removes accounts, and replaces their keys.

use std::sync::Arc;

use aeon::ids::ProjectId;
use aeon::wire;
use uuid::Uuid;

use super::app::App;
use super::tried_keys::TriedKeyEntry;
use super::{AppEvent, ConsentPlace, ConsentRequest, NewAccount, VerifiedPurpose};
use crate::config::{Environment, KeyStore, Profile, ProfileId};
use crate::journal::Whose;
use crate::problem::{Problem, ProblemCode};

impl App {
    /// The user's name for an account.
    pub fn account_name(&self, profile: ProfileId) -> Option<String> {
        let profile = self.core.vault.profile(profile).ok()?;
        Some(profile.name)
    }

    /// Adds an account for each of these projects of a tested key, and switches to the first.
    ///
    /// # Errors
    /// The tested key is gone, a name or project is invalid, or the key can't be saved. No account is added then, and
    /// the tested key stays in memory for another attempt.
    pub async fn add_accounts(
        &self,
        draft: String,
        accounts: Vec<NewAccount>,
        store: KeyStore,
    ) -> Result<ProfileId, Problem> {
        let core = &self.core;
        let tried = core.tried_keys.get(&draft)?;
        let shared_key = (accounts.len() > 1).then(Uuid::new_v4);
        let mut added: Vec<Profile> = Vec::new();
        for account in accounts {
            let result = self.add_to_vault(&tried, account, store, shared_key).await;
            tokio::spawn(Arc::clone(core).probe_keyring());
            match result {
                Ok(profile) => added.push(profile),
                Err(problem) => {
                    for profile in added {
                        if let Err(error) = core.vault.remove(profile.id).await {
                            tracing::warn!(%error, "an account that was added with another one remains");
                        }
                    }
                    core.emit(AppEvent::StateChanged);
                    return Err(problem);
                }
            }
        }
        let Some(profile) = added.into_iter().next() else {
            return Err(Problem::new(
                ProblemCode::Invalid,
                "No project was chosen.",
                "Choose at least one.",
            ));
        };
        core.tried_keys.remove(&draft);
        let activation = core.activate_profile(&profile);
        core.remember_last(Some(profile.id)).await;
        let id = profile.id;
        core.open(activation, profile, tried.key, Some(tried.account))
            .await?;
        core.closed().await;
        Ok(id)
    }

    async fn add_to_vault(
        &self,
        tried: &TriedKeyEntry,
        account: NewAccount,
        store: KeyStore,
        shared_key: Option<Uuid>,
    ) -> Result<Profile, Problem> {
        let project = project_of(&tried.account, &account.project_id)?;
        let profile = Profile {
            id: ProfileId(Uuid::new_v4()),
            name: account.name.trim().to_owned(),
            host: tried.host.clone(),
            account_id: tried.account.info.id.clone(),
            account_name: tried.account.spec.name.clone(),
            project_name: project.name.clone(),
            project_id: account.project_id,
            key_expires: tried.key.expires(),
            key_store: store,
            environment: Environment::default(),
            read_only: false,
            shared_key,
        };
        self.core.vault.add(profile.clone(), &tried.key).await?;
        Ok(profile)
    }

    /// Replaces an account's key with a tested one, saved in `store` from now on, also in the accounts that were added
    /// with the same key, if the new one sees their projects. If one of them is in use, it continues with the new key.
    ///
    /// # Errors
    /// The tested key is gone, it belongs to another account, or it can't be saved. The tested key stays in
    /// memory for another attempt.
    pub async fn replace_key(
        &self,
        profile: ProfileId,
        draft: String,
        store: KeyStore,
    ) -> Result<(), Problem> {
        let core = &self.core;
        let tried = core.tried_keys.get(&draft)?;
        let before = core.vault.profile(profile)?;
        if tried.host != before.host || tried.account.info.id != before.account_id {
            return Err(Problem::new(
                ProblemCode::Invalid,
                format!(
                    "This key belongs to the account “{}”.",
                    tried.account.spec.name
                ),
                format!(
                    "Use a key from “{}”, or add this one as a separate account.",
                    before.account_name
                ),
            ));
        }
        project_of(&tried.account, &before.project_id)?;
        let same_key = core.vault.profiles().into_iter().filter(|other| {
            other.id != profile
                && other.shared_key.is_some()
                && (other.shared_key, &other.host, &other.account_id)
                    == (before.shared_key, &before.host, &before.account_id)
                && project_of(&tried.account, &other.project_id).is_ok()
        });
        let same_key: Vec<ProfileId> = same_key.map(|other| other.id).collect();
        let ids: Vec<ProfileId> = [profile].into_iter().chain(same_key).collect();
        for id in &ids {
            let replaced = core.vault.replace_key(*id, &tried.key, store).await;
            tokio::spawn(Arc::clone(core).probe_keyring());
            replaced?;
        }
        if before.shared_key.is_some() {
            core.vault.share_key(ids.clone()).await?;
        }
        core.tried_keys.remove(&draft);
        let in_use = core.with_active(|active| active.and_then(|active| active.profile));
        let in_use = in_use.filter(|id| ids.contains(id));
        match (core.current(), in_use) {
            (Some(open), Some(_)) => {
                let client = core.client(&open.host, tried.key.clone())?;
                open.use_key(tried.key, client, &tried.account);
                core.emit(AppEvent::StateChanged);
            }
            (None, Some(id)) => {
                let after = core.vault.profile(id)?;
                let activation = core.activate_profile(&after);
                core.open(activation, after, tried.key, Some(tried.account))
                    .await?;
            }
            (_, None) => core.emit(AppEvent::StateChanged),
        }
        Ok(())
    }

    /// Renames an account.
    ///
    /// # Errors
    /// The name is invalid or can't be saved.
    pub async fn rename_account(&self, profile: ProfileId, name: String) -> Result<(), Problem> {
        let renamed = self.core.vault.rename(profile, &name).await;
        if let Ok(profile) = self.core.vault.profile(profile) {
            self.core.rename_active(profile.id, &profile.name);
        }
        self.core.emit(AppEvent::StateChanged);
        Ok(renamed?)
    }

    /// Sets what an account is for, and whether Postern refuses to change anything in it. The user must agree before
    /// production becomes something else, or before read-only is turned off.
    ///
    /// # Errors
    /// The user doesn't agree, or it can't be saved; nothing changes then.
    pub async fn mark_account(
        &self,
        profile: ProfileId,
        environment: Environment,
        read_only: bool,
    ) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.vault.profile(profile)?;
        let place = ConsentPlace::from(&before);
        if before.environment == Environment::Production && environment != before.environment {
            let place = place.clone();
            core.confirm(ConsentRequest::LeaveProduction { place, environment })
                .await?;
        }
        if before.read_only && !read_only {
            core.confirm(ConsentRequest::AllowChanges { place }).await?;
        }
        let marked = core.vault.mark(profile, environment, read_only).await;
        if let Ok(after) = core.vault.profile(profile)
            && core.with_active(|active| active.is_some_and(|one| one.profile == Some(profile)))
            && let Some(open) = core.current()
        {
            open.set_read_only(after.read_only);
        }
        core.emit(AppEvent::StateChanged);
        Ok(marked?)
    }

    /// Removes an account with its key, cached inventory and history of changes (unless another account in
    /// Postern has the same project). With `leave_key`, the key stays in the keyring, in case it can't be
    /// removed there. The user must agree.
    ///
    /// # Errors
    /// The user doesn't agree, or the key can't be removed; the account then stays.
    pub async fn remove_account(&self, profile: ProfileId, leave_key: bool) -> Result<(), Problem> {
        let core = &self.core;
        let removed = core.vault.profile(profile)?;
        let request = ConsentRequest::RemoveAccount {
            place: ConsentPlace::from(&removed),
        };
        core.confirm(request).await?;
        core.verify_user(VerifiedPurpose::Remove).await?;
        if leave_key {
            core.vault.forget(profile).await?;
        } else {
            core.vault.remove(profile).await?;
        }
        if core.with_active(|active| active.is_some_and(|active| active.profile == Some(profile))) {
            core.activate(None);
            core.closed().await;
        }
        if core.settings.get().last_profile == Some(profile) {
            core.remember_last(None).await;
        }
        if let Err(error) = core.networks.forget(profile).await {
            tracing::warn!(%error, "the network details of a removed account couldn't be deleted");
        }
        if let Err(error) = core.views.forget(profile).await {
            tracing::warn!(%error, "the views of a removed account couldn't be deleted");
        }
        if let Err(error) = core.cloud_access.forget(profile).await {
            tracing::warn!(%error, "a removed account's use of the clouds' CLIs couldn't be deleted");
        }
        let place = |profile: &Profile| {
            (
                profile.host.clone(),
                profile.account_id.clone(),
                profile.project_id.clone(),
            )
        };
        if !core
            .vault
            .profiles()
            .iter()
            .any(|other| place(other) == place(&removed))
        {
            core.cache
                .slot(&removed.host, &removed.account_id, &removed.project_id)
                .forget()
                .await;
            if let Err(error) = core.journal.forget(Whose::from(&removed)).await {
                tracing::error!(%error, "the history of a removed account couldn't be deleted");
            }
        }
        core.emit(AppEvent::StateChanged);
        Ok(())
    }
}

fn project_of<'a>(
    account: &'a wire::Account,
    id: &ProjectId,
) -> Result<&'a wire::Project, Problem> {
    account
        .info
        .projects
        .iter()
        .find(|project| project.id == *id)
        .ok_or_else(|| {
            Problem::new(
                ProblemCode::Invalid,
                "This key's account doesn't have that project.",
                "Choose another project, or use a key from the right account.",
            )
        })
}
