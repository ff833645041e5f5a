//! One account's part of the journal, and what the engine writes into it.

use std::sync::Arc;

use aeon::ids::{AccountId, ClusterId, ProjectId};
use jiff::Timestamp;
use rusqlite::params;

use super::rows::{self, index, json};
use super::writer::{Journal, JournalError};
use crate::change::{BatchId, ChangeId, Step, StepState};
use crate::cloud::Cloud;
use crate::config::Profile;

/// Whose changes they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// The service.
    pub host: String,
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: String,
    /// The project.
    pub project_id: ProjectId,
    /// Its name.
    pub project_name: String,
    /// The account's name in Postern; `None` for the demo account.
    pub profile_name: Option<String>,
}

/// One account's part of the journal.
#[derive(Clone)]
pub struct Ledger {
    pub(super) journal: Journal,
    pub(super) whose: Arc<Whose>,
}

/// A change that begins.
pub(crate) struct Begun {
    pub id: ChangeId,
    pub batch: BatchId,
    pub title: String,
    pub started: Timestamp,
    pub cluster_id: ClusterId,
    pub cluster_name: String,
    pub cloud: Cloud,
    /// Each step, and what carrying it out needs to know.
    pub steps: Vec<(Step, String)>,
}

/// Names a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StepKey {
    pub change: ChangeId,
    pub position: usize,
}

/// What is known of a step's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SentNote {
    /// As it was.
    Keep,
    /// The service did not take it, or nothing was sent yet.
    Nothing,
    /// This was sent.
    This(String),
}

/// A request that is about to go out.
#[derive(Clone, Debug)]
pub(crate) struct Sending {
    pub key: StepKey,
    /// The step as it is sent.
    pub shown: Step,
    pub job: String,
    /// What is sent.
    pub sent: String,
    pub at: Timestamp,
}

impl From<&Profile> for Whose {
    fn from(profile: &Profile) -> Self {
        Self {
            host: profile.host.clone(),
            account_id: profile.account_id.clone(),
            account_name: profile.account_name.clone(),
            project_id: profile.project_id.clone(),
            project_name: profile.project_name.clone(),
            profile_name: Some(profile.name.clone()),
        }
    }
}

impl Journal {
    /// An account's part of it.
    pub fn ledger(&self, whose: Whose) -> Ledger {
        Ledger {
            journal: self.clone(),
            whose: Arc::new(whose),
        }
    }
}

impl Ledger {
    /// The changes of a batch begin, in one commit.
    ///
    /// # Errors
    /// They can't be written: nothing begins.
    pub(crate) async fn begin(&self, begun: Vec<Begun>) -> Result<(), JournalError> {
        let whose = Arc::clone(&self.whose);
        self.journal
            .write(move |connection| {
                begun
                    .iter()
                    .try_for_each(|one| rows::begin(connection, &whose, one))
            })
            .await
    }

    /// A step's state.
    pub(crate) fn state(&self, key: StepKey, state: StepState, sent: SentNote) {
        let at = Timestamp::now();
        let whose = Arc::clone(&self.whose);
        self.journal
            .submit(move |connection| rows::put_state(connection, &whose, key, &state, &sent, at));
    }

    /// A step as it is shown, and what carrying it out needs to know.
    pub(crate) fn step(&self, key: StepKey, shown: Step, job: String) {
        self.journal
            .submit(move |connection| rows::put_step(connection, key, &shown, &job).map(|_| ()));
    }

    /// The user has given steps up that had not happened.
    pub(crate) fn give_up(&self, keys: Vec<StepKey>) {
        let at = Timestamp::now();
        self.journal.submit(move |connection| {
            for key in &keys {
                let sql = "UPDATE step SET open = 0, ended = coalesce(ended, ?3)
                    WHERE change = ?1 AND position = ?2 RETURNING batch";
                let batch: i64 = connection.prepare_cached(sql)?.query_row(
                    params![
                        key.change.0.to_string(),
                        index(key.position),
                        at.as_microsecond()
                    ],
                    |row| row.get(0),
                )?;
                rows::end_batch(connection, batch, at)?;
            }
            Ok(())
        });
    }

    /// Whether a change was called off.
    pub(crate) fn cancelled(&self, change: ChangeId, cancelled: bool) {
        self.journal.submit(move |connection| {
            let sql = "UPDATE change SET cancelled = ?2 WHERE id = ?1";
            connection
                .prepare_cached(sql)?
                .execute(params![change.0.to_string(), cancelled])?;
            Ok(())
        });
    }

    /// Requests that are about to go out. When this returns they will be found again, whatever happens.
    ///
    /// # Errors
    /// They can't be written: nothing may be sent.
    pub(crate) async fn sending(&self, requests: Vec<Sending>) -> Result<(), JournalError> {
        self.journal
            .write(move |connection| {
                for request in &requests {
                    let step = rows::put_step(connection, request.key, &request.shown, &request.job)?;
                    let sql = "UPDATE step SET state = ?2, open = 1, sent = ?3, sent_at = ?4, ended = NULL
                        WHERE id = ?1";
                    let state = json(&StepState::Sending);
                    connection.prepare_cached(sql)?.execute(params![
                        step,
                        state,
                        request.sent,
                        request.at.as_microsecond()
                    ])?;
                    rows::note(connection, step, request.at, &state)?;
                }
                Ok(())
            })
            .await
    }
}
