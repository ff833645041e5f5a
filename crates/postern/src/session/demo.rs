//! Opens and leaves the demo account.

use std::sync::Arc;

use aeon::FirstContact;
use secrecy::{ExposeSecret, SecretString};

use super::app::{ActiveAccount, App, Status};
use super::client;
use super::open::{Open, Opening};
use crate::inventory::About;
use crate::journal::{Journal, Whose};
use crate::problem::{Problem, ProblemCode};

impl App {
    /// Opens the demo account on a simulator that the caller has started at `base_url`. Writes nothing to
    /// disk.
    ///
    /// # Errors
    /// The simulator doesn't answer.
    pub async fn open_demo(&self, base_url: String, key: SecretString) -> Result<(), Problem> {
        let core = &self.core;
        let host = client::base(&base_url)?.to_string();
        let key = client::key(key.expose_secret())?;
        // Nothing of a simulated service is kept.
        let client = core.client_with(&host, key.clone(), FirstContact::default())?;
        let account = client
            .account()
            .await
            .map_err(|error| client::refused(&error, &key))?;
        let Some(project) = account.info.projects.first().cloned() else {
            return Err(Problem::new(
                ProblemCode::Other,
                "The demo has no projects.",
                "",
            ));
        };
        let about = About {
            account_id: account.info.id.clone(),
            account_name: account.spec.name.clone(),
            project_id: project.id,
            project_name: project.name,
        };
        let activation = core.activate(Some(ActiveAccount {
            profile: None,
            name: "Demo".to_owned(),
            status: Status::Unlocking { finishing: false },
            locked_behind: false,
        }));
        let whose = Whose {
            host: host.clone(),
            account_id: about.account_id.clone(),
            account_name: about.account_name.clone(),
            project_id: about.project_id.clone(),
            project_name: about.project_name.clone(),
            profile_name: None,
        };
        let opening = Opening {
            // In memory, so that it ends with the demo.
            ledger: Journal::in_memory().ledger(whose),
            host,
            about,
            key,
            client,
            account: Some(account),
            slot: None,
            is_read_only: false,
        };
        let open = Open::start(opening, core.options.pace.clone(), &core.events).await;
        core.set_status(activation, Status::Open(Arc::new(open)));
        core.closed().await;
        Ok(())
    }

    /// Closes the demo account and returns to the account used last, if any. It is locked if it was locked
    /// before or during the demo.
    ///
    /// # Errors
    /// None; a failure to unlock that account is in the state.
    pub async fn leave_demo(&self) -> Result<(), Problem> {
        let core = &self.core;
        let demo = core.with_active(|active| match active {
            Some(active) if active.profile.is_none() => Some(active.locked_behind),
            _ => None,
        });
        let Some(was_locked) = demo else {
            return Ok(());
        };
        let last = core.settings.get().last_profile;
        let last = last.and_then(|id| core.vault.profile(id).ok());
        if let Some(profile) = last.as_ref().filter(|_| was_locked) {
            core.activate(Some(ActiveAccount {
                profile: Some(profile.id),
                name: profile.name.clone(),
                status: Status::Locked(None),
                locked_behind: false,
            }));
            core.closed().await;
            return Ok(());
        }
        core.activate(None);
        core.closed().await;
        if let Some(profile) = last {
            let activation = core.activate_profile(&profile);
            let _ = core.unlock(activation, profile, false).await;
        }
        Ok(())
    }
}
