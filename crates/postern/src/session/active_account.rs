//! Unlocks, locks and closes the account in use.

use std::sync::Arc;
use std::time::Duration;

use aeon::ids::{AccountId, ProjectId};
use aeon::{ApiKey, FirstContact, wire};
use tokio::sync::broadcast::error::RecvError;

use super::app::{Activation, ActiveAccount, Core, Status};
use super::consent::VENDOR;
use super::open::{Open, Opening};
use super::{AppEvent, ConsentRequest, VerifiedPurpose, client};
use crate::config::{Profile, ProfileId};
use crate::inventory::About;
use crate::journal::Whose;
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// How long locking waits for answers to requests in flight. After that it continues in the background.
const CLOSE: Duration = Duration::from_secs(2);

impl Core {
    pub(super) fn client(&self, host: &str, key: ApiKey) -> Result<aeon::Client, Problem> {
        let first_contact = self.services.of(&client::base(host)?);
        self.client_with(host, key, first_contact)
    }

    /// A client of a service of which something else is known than is kept.
    pub(super) fn client_with(
        &self,
        host: &str,
        key: ApiKey,
        first_contact: FirstContact,
    ) -> Result<aeon::Client, Problem> {
        client::client(
            host,
            key,
            &self.settings.get(),
            lock(&self.network).certificates.clone(),
            &self.options,
            first_contact,
            &self.failures,
        )
    }

    pub(super) fn activate_profile(&self, profile: &Profile) -> Activation {
        self.activate(Some(ActiveAccount {
            profile: Some(profile.id),
            name: profile.name.clone(),
            status: Status::Unlocking { finishing: false },
            locked_behind: false,
        }))
    }

    pub(super) async fn remember_last(&self, profile: Option<ProfileId>) {
        let written = self.settings.change(|now| now.last_profile = profile).await;
        if let Err(error) = written {
            tracing::warn!(%error, "the account used last couldn't be saved");
        }
        self.emit(AppEvent::StateChanged);
    }

    /// Locks the account in use at once. Session-only and unsaved keys are always dropped, even if the demo, or
    /// no account, is in use.
    pub(super) fn lock(&self) {
        self.vault.forget_session_keys();
        self.tried_keys.lock();
        let unlocked = self.with_active(|active| {
            let active = active?;
            let profile = active.profile?;
            let open = matches!(active.status, Status::Open(_) | Status::Unlocking { .. });
            open.then(|| (profile, active.name.clone()))
        });
        if let Some((profile, name)) = unlocked {
            self.activate(Some(ActiveAccount {
                profile: Some(profile),
                name,
                status: Status::Locked(None),
                locked_behind: false,
            }));
        } else {
            self.lock_behind_demo();
            self.emit(AppEvent::StateChanged);
        }
        self.emit(AppEvent::Locked);
    }

    /// Reads the key and opens the account, unless another one has replaced it by then. Verifies the person at the
    /// computer before, unless they are.
    pub(super) async fn unlock(
        self: &Arc<Self>,
        activation: Activation,
        profile: Profile,
        is_verified: bool,
    ) -> Result<(), Problem> {
        if !is_verified {
            let verified = tokio::select! {
                biased;
                verified = self.verify_user(VerifiedPurpose::Unlock) => verified,
                () = self.replaced(activation) => return Err(Problem::locked()),
            };
            if let Err(problem) = verified {
                self.set_status(activation, Status::Locked(Some(problem.clone())));
                return Err(problem);
            }
        }
        // Reading may wait for the user to type the keyring's password; switching accounts ends the wait.
        let read = tokio::select! {
            biased;
            read = self.vault.read_key(profile.id) => read,
            () = self.replaced(activation) => return Err(Problem::locked()),
        };
        let stored = match read {
            Ok(stored) => stored,
            Err(error) => {
                let problem = Problem::from(&error);
                let status = match problem.code {
                    ProblemCode::Unauthorized => Status::NeedsKey(problem.clone()),
                    _ => Status::Locked(Some(problem.clone())),
                };
                self.set_status(activation, status);
                tokio::spawn(Arc::clone(self).probe_keyring());
                return Err(problem);
            }
        };
        let allowed = async {
            client::service(&profile.host, &self.options)?;
            if stored.host.is_none() {
                self.bind(&profile, &stored.key).await?;
            }
            self.check_network().await
        };
        if let Err(problem) = allowed.await {
            self.set_status(activation, Status::Locked(Some(problem.clone())));
            return Err(problem);
        }
        self.open(activation, profile, stored.key, None).await
    }

    /// Tries a key again that the service has refused, since something else may have answered in the service's place.
    pub(super) async fn try_again(&self, open: &Open) -> Result<(), Problem> {
        if !open.link.is_refused() {
            return Ok(());
        }
        let key = open.key();
        let client = self.client(&open.host, key.clone())?;
        let account = client
            .account()
            .await
            .map_err(|error| client::refused(&error, &key))?;
        open.use_key(key, client, &account);
        self.emit(AppEvent::StateChanged);
        Ok(())
    }

    /// Saves the service address beside a key that an earlier version saved without one. The user must agree unless it
    /// is the vendor's, since the profiles file may have been edited.
    async fn bind(&self, profile: &Profile, key: &ApiKey) -> Result<(), Problem> {
        if profile.host != VENDOR {
            let request = ConsentRequest::BindKey {
                name: profile.name.clone(),
                address: profile.host.clone(),
            };
            self.ask(request).await?;
        }
        Ok(self.vault.bind_key(profile, key).await?)
    }

    /// Waits until another account, or none, replaces this one.
    async fn replaced(&self, activation: Activation) {
        let mut events = self.events.subscribe();
        while self.is_active(activation) {
            // Missed events don't matter, since the condition is checked again.
            if let Err(RecvError::Closed) = events.recv().await {
                return std::future::pending().await;
            }
        }
    }

    /// Waits until closed accounts on the same project have ended.
    async fn wait_for_closing(&self, activation: Activation, project: &(AccountId, ProjectId)) {
        let closing = self.closing_on(project);
        if closing.is_empty() {
            return;
        }
        self.set_status(activation, Status::Unlocking { finishing: true });
        for mut ended in closing {
            // Nothing is ever sent; the sender is dropped at the end.
            while ended.changed().await.is_ok() {}
        }
        self.set_status(activation, Status::Unlocking { finishing: false });
    }

    /// Opens the account, unless another one has replaced it by then.
    pub(super) async fn open(
        &self,
        activation: Activation,
        profile: Profile,
        key: ApiKey,
        account: Option<wire::Account>,
    ) -> Result<(), Problem> {
        let client = match self.client(&profile.host, key.clone()) {
            Ok(client) => client,
            Err(problem) => {
                self.set_status(activation, Status::Locked(Some(problem.clone())));
                return Err(problem);
            }
        };
        let project = (profile.account_id.clone(), profile.project_id.clone());
        tokio::select! {
            biased;
            () = self.wait_for_closing(activation, &project) => {}
            () = self.replaced(activation) => return Err(Problem::locked()),
        }
        let slot = self
            .cache
            .slot(&profile.host, &profile.account_id, &profile.project_id);
        let ledger = self.journal.ledger(Whose::from(&profile));
        let opening = Opening {
            ledger,
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
            is_read_only: profile.read_only,
        };
        let open = Arc::new(Open::start(opening, self.options.pace.clone(), &self.events).await);
        // If another account has replaced this one by now, it is dropped here.
        self.set_status(activation, Status::Open(open));
        Ok(())
    }

    /// Waits for a short time until closed accounts have ended.
    pub(super) async fn closed(&self) {
        let mut closing = std::mem::take(&mut lock(self.closing()).tasks);
        let all = async { while closing.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(CLOSE, all).await;
        if !closing.is_empty() {
            // It continues in the background, still owned by `closing`.
            let mut now = lock(self.closing());
            now.tasks
                .spawn(async move { while closing.join_next().await.is_some() {} });
        }
    }
}
