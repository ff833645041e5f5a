//! Who has the seat: locking, unlocking, closing.

use std::sync::Arc;
use std::time::Duration;

use aeon::ids::{AccountId, ProjectId};
use aeon::{ApiKey, wire};
use tokio::sync::broadcast::error::RecvError;

use super::app::{Core, Status, Taken, Turn};
use super::open::{Open, Opening};
use super::{AppEvent, client};
use crate::config::{Profile, ProfileId};
use crate::inventory::About;
use crate::journal::Whose;
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// How long locking waits for the answer to what is being sent; after that it goes on in the background.
const CLOSE: Duration = Duration::from_secs(2);

impl Core {
    pub(super) fn client(&self, host: &str, key: ApiKey) -> Result<aeon::Client, Problem> {
        client::client(
            host,
            key,
            &self.settings.get(),
            &self.ca_file,
            &self.options,
        )
    }

    pub(super) fn seat_profile(&self, profile: &Profile) -> Turn {
        self.take(Some(Taken {
            profile: Some(profile.id),
            name: profile.name.clone(),
            status: Status::Unlocking { finishing: false },
            locked_behind: false,
        }))
    }

    pub(super) async fn remember_last(&self, profile: Option<ProfileId>) {
        let written = self.settings.change(|now| now.last_profile = profile).await;
        if let Err(error) = written {
            tracing::warn!(%error, "which account was last in use is not kept");
        }
        self.tell(AppEvent::StateChanged);
    }

    /// Locks the account in use, at once. Keys that are kept for the session only, or wait, are dropped in any
    /// case, whatever is in front.
    pub(super) fn lock(&self) {
        self.vault.forget_session_keys();
        self.drafts.lock();
        if self.lock_behind_demo() {
            self.tell(AppEvent::StateChanged);
            return;
        }
        let locked = self.seat(|taken| {
            let taken = taken?;
            let profile = taken.profile?;
            let open = matches!(taken.status, Status::Open(_) | Status::Unlocking { .. });
            open.then(|| (profile, taken.name.clone()))
        });
        let Some((profile, name)) = locked else {
            self.tell(AppEvent::StateChanged);
            return;
        };
        self.take(Some(Taken {
            profile: Some(profile),
            name,
            status: Status::Locked(None),
            locked_behind: false,
        }));
    }

    /// Reads the key and opens the account, unless another one has been seated by then.
    pub(super) async fn unlock(
        self: &Arc<Self>,
        turn: Turn,
        profile: Profile,
    ) -> Result<(), Problem> {
        // Reading may wait for the user to type the keyring's password; who gives up meanwhile is let go.
        let read = tokio::select! {
            biased;
            read = self.vault.read_key(profile.id) => read,
            () = self.left(turn) => return Err(Problem::locked()),
        };
        let key = match read {
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

    /// Waits until the seat is taken anew.
    async fn left(&self, turn: Turn) {
        let mut events = self.events.subscribe();
        while self.has_seat(turn) {
            // Events that were missed are no reason to stop looking.
            if let Err(RecvError::Closed) = events.recv().await {
                return std::future::pending().await;
            }
        }
    }

    /// Waits until everything has ended that was closed on the same project.
    async fn finished(&self, turn: Turn, project: &(AccountId, ProjectId)) {
        let closing = self.closing_on(project);
        if closing.is_empty() {
            return;
        }
        self.set_status(turn, Status::Unlocking { finishing: true });
        for mut ended in closing {
            // Nothing is ever sent: the sender goes at the end.
            while ended.changed().await.is_ok() {}
        }
        self.set_status(turn, Status::Unlocking { finishing: false });
    }

    /// Opens the account, unless another one has been seated by then.
    pub(super) async fn open(
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
        let project = (profile.account_id.clone(), profile.project_id.clone());
        tokio::select! {
            biased;
            () = self.finished(turn, &project) => {}
            () = self.left(turn) => return Err(Problem::locked()),
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
        };
        let open = Arc::new(Open::start(opening, self.options.pace.clone(), &self.events).await);
        // Where another account has the seat by now, this one ends here.
        self.set_status(turn, Status::Open(open));
        Ok(())
    }

    /// Waits, not for long, until what was closed has ended.
    pub(super) async fn closed(&self) {
        let mut closing = std::mem::take(&mut lock(self.closing()).tasks);
        let all = async { while closing.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(CLOSE, all).await;
        if !closing.is_empty() {
            // It goes on in the background; its owner is still this.
            let mut now = lock(self.closing());
            now.tasks
                .spawn(async move { while closing.join_next().await.is_some() {} });
        }
    }
}
