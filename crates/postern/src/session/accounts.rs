//! Accounts: trying a key, adding, switching, locking.

use std::sync::Arc;
use std::time::Duration;

use aeon::ids::ProjectId;
use aeon::{ApiKey, wire};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::app::{App, Core, Status, Taken, Turn};
use super::drafts::Draft;
use super::open::{Open, Opening};
use super::{AppEvent, Settings, connect};
use crate::inventory::About;
use crate::problem::{Problem, ProblemCode};
use crate::vault::{KeyStore, Profile, ProfileId, TriedKey};

/// How long locking waits for the answer to what is being sent; after that it goes on in the background.
const CLOSE: Duration = Duration::from_secs(2);

impl App {
    /// Tries a key against its account. Its form and its expiry are checked before anything is sent; it
    /// then waits in memory under the answer's `draft`.
    ///
    /// # Errors
    /// What is wrong with the host or the key, in words for whoever typed them.
    pub async fn try_key(&self, host: String, key: SecretString) -> Result<TriedKey, Problem> {
        let base = connect::base(&host)?.to_string();
        let key = connect::key(key.expose_secret())?;
        let client = self.core.client(&base, key.clone())?;
        let account = client
            .account()
            .await
            .map_err(|error| connect::refused(&error))?;
        if account.info.projects.is_empty() {
            let hint = "Use a key of an account that has a project.";
            return Err(Problem::new(
                ProblemCode::Other,
                "This key's account has no project.",
                hint,
            ));
        }
        Ok(self.core.drafts.add(Draft {
            key,
            host: base,
            account,
        }))
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
        self.core.remember_last(Some(profile.id));
        let id = profile.id;
        self.core
            .open(turn, profile, tried.key, Some(tried.account))
            .await?;
        self.core.closed().await;
        Ok(id)
    }

    /// Gives an account a tried key in place of the one it has; where the account was waiting for one, it
    /// goes on.
    ///
    /// # Errors
    /// The draft is gone, the key belongs to another account, or it can't be kept.
    pub async fn replace_key(&self, profile: ProfileId, draft: String) -> Result<(), Problem> {
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
        core.vault.replace_key(profile, &tried.key).await?;
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

    /// Locks the account in use and unlocks this one.
    ///
    /// # Errors
    /// There is no such account, or it can't be unlocked; why is in the state as well.
    pub async fn switch_account(&self, profile: ProfileId) -> Result<(), Problem> {
        let profile = self.core.vault.profile(profile)?;
        self.core.lock();
        let turn = self.core.seat_profile(&profile);
        self.core.remember_last(Some(profile.id));
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

    /// Removes an account, its key and what is remembered of it.
    ///
    /// # Errors
    /// The key can't be removed; then the account stays.
    pub async fn remove_account(&self, profile: ProfileId) -> Result<(), Problem> {
        let core = &self.core;
        let gone = core.vault.profile(profile)?;
        core.vault.remove(profile).await?;
        if core.seat(|taken| taken.is_some_and(|taken| taken.profile == Some(profile))) {
            core.take(None);
            core.closed().await;
        }
        if core.settings.get().last_profile == Some(profile) {
            core.remember_last(None);
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
        }
        core.tell(AppEvent::StateChanged);
        Ok(())
    }

    /// Drops the key and the inventory of the account in use from memory. Nothing of it is shown from
    /// this moment on; a request that changes something and is under way is still waited for, so that it
    /// ends in a known state.
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
        let host = connect::base(&base_url)?.to_string();
        let key = connect::key(key.expose_secret())?;
        let client = core.client(&host, key.clone())?;
        let account = client
            .account()
            .await
            .map_err(|error| connect::refused(&error))?;
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
        core.lock();
        let turn = core.take(Some(Taken {
            profile: None,
            name: "Demo".to_owned(),
            status: Status::Unlocking,
        }));
        let opening = Opening {
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

    /// Closes the demo account and goes back to the account that was last in use, if there is one.
    ///
    /// # Errors
    /// None; whether that account can be unlocked is in the state.
    pub async fn leave_demo(&self) -> Result<(), Problem> {
        let core = &self.core;
        if core.seat(|taken| taken.is_none_or(|taken| taken.profile.is_some())) {
            return Ok(());
        }
        core.take(None);
        core.closed().await;
        let last = core.settings.get().last_profile;
        if let Some(profile) = last.and_then(|id| core.vault.profile(id).ok()) {
            let turn = core.seat_profile(&profile);
            let _ = core.unlock(turn, profile).await;
        }
        Ok(())
    }

    /// Takes the settings. (Which account was last in use is not the page's to set.)
    ///
    /// # Errors
    /// The CA file or the proxy can't be used; then nothing changes.
    pub async fn set_settings(&self, settings: Settings) -> Result<(), Problem> {
        let core = &self.core;
        let before = core.settings.get();
        let settings = Settings {
            last_profile: before.last_profile,
            ..settings
        };
        connect::check(&settings, &core.options)?;
        let network = (&before.ca_file, &before.proxy) != (&settings.ca_file, &settings.proxy);
        let written = core.settings.set(settings);
        if network && let Some(open) = core.current() {
            open.link.replace(core.client(&open.host, open.key())?);
        }
        self.activity();
        core.tell(AppEvent::StateChanged);
        Ok(written?)
    }
}

impl Core {
    fn client(&self, host: &str, key: ApiKey) -> Result<aeon::Client, Problem> {
        connect::client(host, key, &self.settings.get(), &self.options)
    }

    fn seat_profile(&self, profile: &Profile) -> Turn {
        self.take(Some(Taken {
            profile: Some(profile.id),
            name: profile.name.clone(),
            status: Status::Unlocking,
        }))
    }

    fn remember_last(&self, profile: Option<ProfileId>) {
        let settings = Settings {
            last_profile: profile,
            ..self.settings.get()
        };
        if let Err(error) = self.settings.set(settings) {
            tracing::warn!(%error, "which account was last in use is not kept");
        }
        self.tell(AppEvent::StateChanged);
    }

    /// Locks the account in use, at once.
    pub(super) fn lock(&self) {
        let locked = self.seat(|taken| {
            let taken = taken?;
            let profile = taken.profile?;
            let open = matches!(taken.status, Status::Open(_) | Status::Unlocking);
            open.then(|| (profile, taken.name.clone()))
        });
        let Some((profile, name)) = locked else {
            return;
        };
        self.vault.forget_session_key(profile);
        self.take(Some(Taken {
            profile: Some(profile),
            name,
            status: Status::Locked(None),
        }));
    }

    /// Reads the key and opens the account, unless another one has been seated by then.
    pub(super) async fn unlock(
        self: &Arc<Self>,
        turn: Turn,
        profile: Profile,
    ) -> Result<(), Problem> {
        let key = match self.vault.read_key(profile.id).await {
            Ok(key) => key,
            Err(error) => {
                let problem = Problem::from(&error);
                let status = match problem.code {
                    ProblemCode::Unauthorized => Status::NeedsKey(problem.clone()),
                    _ => Status::Locked(Some(problem.clone())),
                };
                self.set_status(turn, status);
                tokio::spawn(Arc::clone(self).probe_keyring());
                return Err(problem);
            }
        };
        self.open(turn, profile, key, None).await
    }

    /// Opens the account, unless another one has been seated by then.
    async fn open(
        &self,
        turn: Turn,
        profile: Profile,
        key: ApiKey,
        account: Option<wire::Account>,
    ) -> Result<(), Problem> {
        let client = match self.client(&profile.host, key.clone()) {
            Ok(client) => client,
            Err(problem) => {
                self.set_status(turn, Status::Locked(Some(problem.clone())));
                return Err(problem);
            }
        };
        let slot = self
            .cache
            .slot(&profile.host, &profile.account_id, &profile.project_id);
        let opening = Opening {
            about: About {
                account_id: profile.account_id,
                account_name: profile.account_name,
                project_id: profile.project_id,
                project_name: profile.project_name,
            },
            host: profile.host,
            key,
            client,
            account,
            slot: Some(slot),
        };
        let open = Arc::new(Open::start(opening, self.options.pace.clone(), &self.events).await);
        // Where another account has the seat by now, this one ends here.
        self.set_status(turn, Status::Open(open));
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

impl Core {
    /// Waits, not for long, until what was closed has ended.
    async fn closed(&self) {
        let mut closing = std::mem::take(&mut *super::open::lock(self.closing()));
        let all = async { while closing.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(CLOSE, all).await;
        if !closing.is_empty() {
            // It goes on in the background; its owner is still this.
            let mut now = super::open::lock(self.closing());
            now.spawn(async move { while closing.join_next().await.is_some() {} });
        }
    }
}
