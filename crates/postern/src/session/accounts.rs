//! Accounts: trying a key, adding, switching, locking.

use std::future::Future;
use std::sync::Arc;

use aeon::ids::ProjectId;
use aeon::wire;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::app::{App, Status, Taken};
use super::open::{Open, Opening};
use super::tried_keys::{ClearClipboard, Draft, Locks, Untried};
use super::{AppEvent, Question, client};
use crate::config::{KeyStore, Profile, ProfileId};
use crate::inventory::About;
use crate::journal::{Journal, Whose};
use crate::problem::{Problem, ProblemCode};
use crate::session::TriedKey;

/// A key that was read from the clipboard.
pub struct ClipboardKey {
    /// The text on the clipboard.
    pub text: SecretString,
    /// Clears the clipboard, if that text is still on it.
    pub clear: ClearClipboard,
}

impl App {
    /// Tries a key against its account. Its form and its expiry are checked before anything is sent, and the
    /// user is asked where the address is a new one. A key that works then waits in memory under the answer's
    /// `draft`; one that could not be tried waits for [`App::try_untried_key`].
    ///
    /// # Errors
    /// What is wrong with the host or the key, in words for the person who typed them.
    pub async fn try_key(&self, host: String, key: SecretString) -> Result<TriedKey, Problem> {
        let locks = self.core.drafts.locks();
        let key = client::key(key.expose_secret())?;
        let given = self.core.drafts.given(key);
        self.attempt(locks, &host, given).await
    }

    /// Tries the key on the clipboard, which is read only if the user agrees, and cleared only once the
    /// service has accepted the key.
    ///
    /// # Errors
    /// As [`App::try_key`]; or the clipboard can't be read.
    pub async fn try_clipboard_key(
        &self,
        host: String,
        read: impl Future<Output = Result<ClipboardKey, Problem>>,
    ) -> Result<TriedKey, Problem> {
        let core = &self.core;
        let locks = core.drafts.locks();
        let address = client::base(&host)?.to_string();
        let question = Question::SendKey {
            is_known: core.is_known(&address),
            from_clipboard: true,
            address: address.clone(),
        };
        core.confirm(question).await?;
        let ClipboardKey { text, clear } = read.await?;
        let key = client::key(text.expose_secret())?;
        let mut given = core.drafts.given(key);
        given.agreed = Some(address);
        given.clear = Some(clear);
        self.attempt(locks, &host, given).await
    }

    /// Tries the key again that could not be tried before.
    ///
    /// # Errors
    /// As [`App::try_key`]; or it is no longer in memory.
    pub async fn try_untried_key(&self, host: String) -> Result<TriedKey, Problem> {
        let locks = self.core.drafts.locks();
        let untried = self.core.drafts.take_untried()?;
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
                // Aeon shows a key only once: it is dropped only if it is what is wrong.
                if problem.code != ProblemCode::Unauthorized {
                    core.drafts.put_untried(locks, untried);
                }
                core.tell(AppEvent::StateChanged);
                return Err(problem);
            }
        };
        let draft = Draft {
            key: untried.key,
            host: address,
            account,
        };
        let tried = core.drafts.add(locks, draft)?;
        core.drafts.drop_untried();
        if let Some(clear) = untried.clear {
            clear();
        }
        core.tell(AppEvent::StateChanged);
        Ok(tried)
    }

    /// Reads the account of a key, if the user agrees to send the key to this host.
    async fn account_of(
        &self,
        host: &str,
        untried: &mut Untried,
    ) -> Result<(String, wire::Account), Problem> {
        let core = &self.core;
        // It may have waited.
        client::unexpired(&untried.key)?;
        let address = client::base(host)?.to_string();
        if untried.agreed.as_ref() != Some(&address) && !core.is_known(&address) {
            let question = Question::SendKey {
                address: address.clone(),
                is_known: false,
                from_clipboard: false,
            };
            core.confirm(question).await?;
            untried.agreed = Some(address.clone());
        }
        // Who has tried a key will be asked where to keep it.
        tokio::spawn(Arc::clone(core).probe_keyring());
        let client = core.client(&address, untried.key.clone())?;
        let account = client
            .account()
            .await
            .map_err(|error| client::refused(&error))?;
        if account.info.projects.is_empty() {
            let hint = "Use a key of an account that has a project.";
            return Err(Problem::new(
                ProblemCode::Other,
                "This key's account has no project.",
                hint,
            ));
        }
        Ok((address, account))
    }

    /// Forgets the key that could not be tried.
    ///
    /// # Errors
    /// None; it may be gone already.
    pub async fn drop_untried_key(&self) -> Result<(), Problem> {
        self.core.drafts.drop_untried();
        self.core.tell(AppEvent::StateChanged);
        Ok(())
    }

    /// Adds the account of a tried key and switches to it.
    ///
    /// # Errors
    /// The draft is gone, the name or the project can't be used, or the key can't be kept. The draft
    /// stays for another attempt.
    pub async fn add_account(
        &self,
        draft: String,
        name: String,
        project_id: ProjectId,
        store: KeyStore,
    ) -> Result<ProfileId, Problem> {
        let tried = self.core.drafts.get(&draft)?;
        let project = project_of(&tried.account, &project_id)?;
        let profile = Profile {
            id: ProfileId(Uuid::new_v4()),
            name: name.trim().to_owned(),
            host: tried.host.clone(),
            account_id: tried.account.info.id.clone(),
            account_name: tried.account.spec.name.clone(),
            project_id,
            project_name: project.name.clone(),
            key_expires: tried.key.expires(),
            key_store: store,
        };
        let added = self.core.vault.add(profile.clone(), &tried.key).await;
        tokio::spawn(Arc::clone(&self.core).probe_keyring());
        added?;
        self.core.drafts.remove(&draft);
        let turn = self.core.seat_profile(&profile);
        self.core.remember_last(Some(profile.id)).await;
        let id = profile.id;
        self.core
            .open(turn, profile, tried.key, Some(tried.account))
            .await?;
        self.core.closed().await;
        Ok(id)
    }

    /// Gives an account a tried key in place of the one it has, kept in `store` from now on; where the
    /// account was waiting for one, it goes on.
    ///
    /// # Errors
    /// The draft is gone, the key belongs to another account, or it can't be kept. The draft stays for
    /// another attempt.
    pub async fn replace_key(
        &self,
        profile: ProfileId,
        draft: String,
        store: KeyStore,
    ) -> Result<(), Problem> {
        let core = &self.core;
        let tried = core.drafts.get(&draft)?;
        let before = core.vault.profile(profile)?;
        if tried.host != before.host || tried.account.info.id != before.account_id {
            return Err(Problem::new(
                ProblemCode::Invalid,
                format!(
                    "This key belongs to the account “{}”.",
                    tried.account.spec.name
                ),
                format!(
                    "Use a key of “{}”, or add this one as an account of its own.",
                    before.account_name
                ),
            ));
        }
        project_of(&tried.account, &before.project_id)?;
        let replaced = core.vault.replace_key(profile, &tried.key, store).await;
        tokio::spawn(Arc::clone(core).probe_keyring());
        replaced?;
        core.drafts.remove(&draft);
        let in_use = core.seat(|taken| taken.is_some_and(|taken| taken.profile == Some(profile)));
        match core.current().filter(|_| in_use) {
            Some(open) => {
                let client = core.client(&open.host, tried.key.clone())?;
                open.use_key(tried.key, client, &tried.account);
                core.tell(AppEvent::StateChanged);
            }
            None if in_use => {
                let after = core.vault.profile(profile)?;
                let turn = core.seat_profile(&after);
                core.open(turn, after, tried.key, Some(tried.account))
                    .await?;
            }
            None => core.tell(AppEvent::StateChanged),
        }
        Ok(())
    }

    /// Forgets a tried key that is not wanted after all.
    ///
    /// # Errors
    /// None; it may be gone already.
    pub async fn drop_draft(&self, draft: &str) -> Result<(), Problem> {
        self.core.drafts.remove(draft);
        Ok(())
    }

    /// Closes the account in use and unlocks this one.
    ///
    /// # Errors
    /// There is no such account, or it can't be unlocked; why is in the state as well.
    pub async fn switch_account(&self, profile: ProfileId) -> Result<(), Problem> {
        let profile = self.core.vault.profile(profile)?;
        let turn = self.core.seat_profile(&profile);
        self.core.remember_last(Some(profile.id)).await;
        let unlocked = self.core.unlock(turn, profile).await;
        self.core.closed().await;
        unlocked
    }

    /// Gives an account another name.
    ///
    /// # Errors
    /// The name can't be used or not be kept.
    pub async fn rename_account(&self, profile: ProfileId, name: String) -> Result<(), Problem> {
        let renamed = self.core.vault.rename(profile, &name).await;
        if let Ok(profile) = self.core.vault.profile(profile) {
            self.core.rename_seat(profile.id, &profile.name);
        }
        self.core.tell(AppEvent::StateChanged);
        Ok(renamed?)
    }

    /// Removes an account, its key and what is remembered of it, its history of changes included (unless
    /// another account of Postern's is the same project's). With `leave_key` a key in the keyring stays
    /// there, for when it can't be removed.
    ///
    /// # Errors
    /// The key can't be removed; then the account stays.
    pub async fn remove_account(&self, profile: ProfileId, leave_key: bool) -> Result<(), Problem> {
        let core = &self.core;
        let gone = core.vault.profile(profile)?;
        if leave_key {
            core.vault.forget(profile).await?;
        } else {
            core.vault.remove(profile).await?;
        }
        if core.seat(|taken| taken.is_some_and(|taken| taken.profile == Some(profile))) {
            core.take(None);
            core.closed().await;
        }
        if core.settings.get().last_profile == Some(profile) {
            core.remember_last(None).await;
        }
        if let Err(error) = core.networks.forget(profile) {
            tracing::warn!(%error, "what was filled in for the account is still in its file");
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
            .any(|other| place(other) == place(&gone))
        {
            core.cache
                .slot(&gone.host, &gone.account_id, &gone.project_id)
                .forget()
                .await;
            if let Err(error) = core.journal.forget(Whose::from(&gone)).await {
                tracing::error!(%error, "the history of a removed account is still there");
            }
        }
        core.tell(AppEvent::StateChanged);
        Ok(())
    }

    /// Drops the key and the inventory of the account in use from memory. Nothing of it is shown from
    /// this moment on; a request that changes something and is under way is still waited for, so that it
    /// ends in a known state. Keys that are kept for the session only, or wait, are dropped as well, also
    /// those behind the demo, which stays open.
    ///
    /// # Errors
    /// None.
    pub async fn lock(&self) -> Result<(), Problem> {
        self.core.lock();
        self.core.closed().await;
        Ok(())
    }

    /// Reads the key of the account in use from the keyring again.
    ///
    /// # Errors
    /// No account is in use, or its key can't be read; why is in the state as well.
    pub async fn unlock(&self) -> Result<(), Problem> {
        let core = &self.core;
        let id = core.seat(|taken| match taken {
            Some(Taken {
                profile: Some(id),
                status: Status::Locked(_) | Status::NeedsKey(_),
                ..
            }) => Some(*id),
            _ => None,
        });
        let Some(id) = id else {
            return if core.current().is_some() {
                Ok(())
            } else {
                Err(Problem::locked())
            };
        };
        let profile = core.vault.profile(id)?;
        let turn = core.seat_profile(&profile);
        core.unlock(turn, profile).await
    }

    /// Opens the demo account: a service that the caller has started, at `base_url`. Nothing of it is
    /// written to disk.
    ///
    /// # Errors
    /// The service doesn't answer.
    pub async fn open_demo(&self, base_url: String, key: SecretString) -> Result<(), Problem> {
        let core = &self.core;
        let host = client::base(&base_url)?.to_string();
        let key = client::key(key.expose_secret())?;
        let client = core.client(&host, key.clone())?;
        let account = client
            .account()
            .await
            .map_err(|error| client::refused(&error))?;
        let Some(project) = account.info.projects.first().cloned() else {
            return Err(Problem::new(
                ProblemCode::Other,
                "The demo has no project.",
                "",
            ));
        };
        let about = About {
            account_id: account.info.id.clone(),
            account_name: account.spec.name.clone(),
            project_id: project.id,
            project_name: project.name,
        };
        let turn = core.take(Some(Taken {
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
            // It ends with the demo.
            ledger: Journal::in_memory().ledger(whose),
            host,
            about,
            key,
            client,
            account: Some(account),
            slot: None,
        };
        let open = Open::start(opening, core.options.pace.clone(), &core.events).await;
        core.set_status(turn, Status::Open(Arc::new(open)));
        core.closed().await;
        Ok(())
    }

    /// Closes the demo account and goes back to the account that was last in use, if there is one: locked, if
    /// it was locked before or behind the demo.
    ///
    /// # Errors
    /// None; whether that account can be unlocked is in the state.
    pub async fn leave_demo(&self) -> Result<(), Problem> {
        let core = &self.core;
        let demo = core.seat(|taken| match taken {
            Some(taken) if taken.profile.is_none() => Some(taken.locked_behind),
            _ => None,
        });
        let Some(was_locked) = demo else {
            return Ok(());
        };
        let last = core.settings.get().last_profile;
        let last = last.and_then(|id| core.vault.profile(id).ok());
        if let Some(profile) = last.as_ref().filter(|_| was_locked) {
            core.take(Some(Taken {
                profile: Some(profile.id),
                name: profile.name.clone(),
                status: Status::Locked(None),
                locked_behind: false,
            }));
            core.closed().await;
            return Ok(());
        }
        core.take(None);
        core.closed().await;
        if let Some(profile) = last {
            let turn = core.seat_profile(&profile);
            let _ = core.unlock(turn, profile).await;
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
                "This key's account has no such project.",
                "Choose one of its projects.",
            )
        })
}
