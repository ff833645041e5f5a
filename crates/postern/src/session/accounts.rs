//! Adds, switches, locks and removes accounts, and tests keys.

use std::future::Future;
use std::sync::Arc;

use aeon::ids::ProjectId;
use aeon::{FirstContact, wire};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::app::{ActiveAccount, App, Status};
use super::open::{Open, Opening};
use super::tried_keys::{ClearClipboard, Locks, TriedKeyEntry, Untried};
use super::{AppEvent, ConsentPlace, ConsentRequest, VerifiedPurpose, client};
use crate::config::{Environment, KeyStore, Profile, ProfileId};
use crate::inventory::About;
use crate::journal::{Journal, Whose};
use crate::problem::{Problem, ProblemCode};
use crate::session::{NewAccount, TriedKey};

/// A key read from the clipboard.
pub struct ClipboardKey {
    pub text: SecretString,
    /// Clears the clipboard if it still has that text.
    pub clear: ClearClipboard,
}

impl App {
    /// Tests a key by reading its account. Its form is checked before anything is sent, and the user must agree to a new service address. A key that passes stays in memory under the result's `draft`; one
    /// that couldn't be tested stays for [`App::try_untried_key`].
    ///
    /// # Errors
    /// What is wrong with the service address or the key, for the user.
    pub async fn try_key(&self, host: String, key: SecretString) -> Result<TriedKey, Problem> {
        let locks = self.core.tried_keys.locks();
        let key = client::key(key.expose_secret())?;
        let entered = self.core.tried_keys.entered(key);
        self.attempt(locks, &host, entered).await
    }

    /// The user's name for an account.
    pub fn account_name(&self, profile: ProfileId) -> Option<String> {
        let profile = self.core.vault.profile(profile).ok()?;
        Some(profile.name)
    }

    /// Has the user enter a key, and keeps it in memory for [`App::try_untried_key`]. `ask` gets the service
    /// address in its final form and returns what was entered.
    ///
    /// # Errors
    /// The service address isn't valid, nothing was entered, or it isn't a key; nothing is kept then.
    pub async fn enter_key<A: Future<Output = Result<SecretString, Problem>>>(
        &self,
        host: &str,
        ask: impl FnOnce(String) -> A,
    ) -> Result<(), Problem> {
        let core = &self.core;
        let locks = core.tried_keys.locks();
        let address = client::service(host, &core.options)?.to_string();
        let text = ask(address).await?;
        let key = client::key(text.expose_secret())?;
        let entered = core.tried_keys.entered(key);
        core.tried_keys.put_untried(locks, entered);
        core.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Tests the key on the clipboard, which is read only if the user agrees and cleared only once the
    /// service accepts the key.
    ///
    /// # Errors
    /// Like [`App::try_key`]; or the clipboard can't be read.
    pub async fn try_clipboard_key(
        &self,
        host: String,
        read: impl Future<Output = Result<ClipboardKey, Problem>>,
    ) -> Result<TriedKey, Problem> {
        let core = &self.core;
        let locks = core.tried_keys.locks();
        let address = client::service(&host, &core.options)?.to_string();
        let request = ConsentRequest::SendKey {
            is_known: core.is_known(&address),
            from_clipboard: true,
            address: address.clone(),
        };
        core.confirm(request).await?;
        let ClipboardKey { text, clear } = read.await?;
        let key = client::key(text.expose_secret())?;
        let mut entered = core.tried_keys.entered(key);
        entered.agreed = Some(address);
        entered.clear = Some(clear);
        self.attempt(locks, &host, entered).await
    }

    /// Tests the key that was entered, or couldn't be tested before.
    ///
    /// # Errors
    /// Like [`App::try_key`]; or the key is no longer in memory.
    pub async fn try_untried_key(&self, host: String) -> Result<TriedKey, Problem> {
        let locks = self.core.tried_keys.locks();
        let untried = self.core.tried_keys.take_untried()?;
        self.attempt(locks, &host, untried).await
    }

    async fn attempt(
        &self,
        locks: Locks,
        host: &str,
        mut untried: Untried,
    ) -> Result<TriedKey, Problem> {
        let core = &self.core;
        let (address, account) = match self.account_of(host, &mut untried).await {
            Ok(found) => found,
            Err(problem) => {
                // Aeon shows a key only once, so it is dropped only if the key itself is wrong.
                if problem.code != ProblemCode::Unauthorized {
                    core.tried_keys.put_untried(locks, untried);
                }
                core.emit(AppEvent::StateChanged);
                return Err(problem);
            }
        };
        let entry = TriedKeyEntry {
            key: untried.key,
            host: address,
            account,
        };
        let tried = core.tried_keys.add(locks, entry)?;
        core.tried_keys.drop_untried();
        if let Some(clear) = untried.clear {
            clear();
        }
        core.emit(AppEvent::StateChanged);
        Ok(tried)
    }

    /// Reads the account of a key, if the user agrees to send the key to this service address.
    async fn account_of(
        &self,
        host: &str,
        untried: &mut Untried,
    ) -> Result<(String, wire::Account), Problem> {
        let core = &self.core;
        let address = client::service(host, &core.options)?.to_string();
        if untried.agreed.as_ref() != Some(&address) && !core.is_known(&address) {
            let request = ConsentRequest::SendKey {
                address: address.clone(),
                is_known: false,
                from_clipboard: false,
            };
            core.confirm(request).await?;
            untried.agreed = Some(address.clone());
        }
        core.check_network().await?;
        // The next screen asks where to save the key.
        tokio::spawn(Arc::clone(core).probe_keyring());
        let client = core.client(&address, untried.key.clone())?;
        let account = client
            .account()
            .await
            .map_err(|error| client::refused(&error, &untried.key))?;
        if account.info.projects.is_empty() {
            let hint = "Use a key from an account that has a project.";
            return Err(Problem::new(
                ProblemCode::Other,
                "This key's account has no projects.",
                hint,
            ));
        }
        Ok((address, account))
    }

    /// Drops the key that couldn't be tested.
    ///
    /// # Errors
    /// None; the key may be gone already.
    pub async fn drop_untried_key(&self) -> Result<(), Problem> {
        self.core.tried_keys.drop_untried();
        self.core.emit(AppEvent::StateChanged);
        Ok(())
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

    /// Drops a tested key that isn't needed.
    ///
    /// # Errors
    /// None; the key may be gone already.
    pub async fn drop_draft(&self, draft: &str) -> Result<(), Problem> {
        self.core.tried_keys.remove(draft);
        Ok(())
    }

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
        if let Err(error) = core.networks.forget(profile) {
            tracing::warn!(%error, "the network details of a removed account couldn't be deleted");
        }
        if let Err(error) = core.views.forget(profile) {
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
