//! One project's part of the journal, and what the engine writes to it.

use std::sync::Arc;

use aeon::clock::timestamp;
use aeon::ids::{AccountId, ClusterId, ProjectId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::VpcChange;
use super::rows::{self, index, json};
use super::writer::{Journal, JournalError};
use crate::change::{Action, BatchId, ChangeId, Step, StepState};
use crate::config::Profile;

/// The project whose changes are recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// The service address.
    pub host: String,
    pub account_id: AccountId,
    pub account_name: String,
    pub project_id: ProjectId,
    pub project_name: String,
    /// The account's name in Postern; `None` for the demo account.
    pub profile_name: Option<String>,
}

/// One project's part of the journal.
#[derive(Clone)]
pub struct Ledger {
    pub(super) journal: Journal,
    pub(super) whose: Arc<Whose>,
}

/// A change to be started.
pub(crate) struct NewChange {
    pub id: ChangeId,
    pub batch: BatchId,
    pub title: String,
    pub started: Timestamp,
    pub cluster_id: ClusterId,
    pub cluster_name: String,
    /// Each step, and what the engine needs to carry it out.
    pub steps: Vec<(Step, String)>,
}

/// Identifies a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StepKey {
    pub change: ChangeId,
    pub position: usize,
}

/// What to record about a step's request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SentNote {
    /// Leave it unchanged.
    Keep,
    /// Nothing was sent, or the service didn't accept it.
    Nothing,
    /// What was sent.
    This(String),
}

/// A request about to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Sending {
    pub key: StepKey,
    /// The step being sent.
    pub shown: Step,
    pub job: String,
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
    /// A project's part of the journal.
    pub fn ledger(&self, whose: Whose) -> Ledger {
        Ledger {
            journal: self.clone(),
            whose: Arc::new(whose),
        }
    }
}

impl Ledger {
    /// Records new changes of a batch in one commit.
    ///
    /// # Errors
    /// They can't be written; nothing may start then.
    pub(crate) async fn begin(&self, begun: Vec<NewChange>) -> Result<(), JournalError> {
        let whose = Arc::clone(&self.whose);
        self.journal
            .write(move |connection| {
                begun
                    .iter()
                    .try_for_each(|one| rows::begin(connection, &whose, one))
            })
            .await
    }

    /// Records a step's state.
    pub(crate) fn state(&self, key: StepKey, state: StepState, sent: SentNote) {
        let at = timestamp();
        let whose = Arc::clone(&self.whose);
        self.journal
            .submit(move |connection| rows::put_state(connection, &whose, key, &state, &sent, at));
    }

    /// Records a step as shown, and what the engine needs to carry it out.
    pub(crate) fn step(&self, key: StepKey, shown: Step, job: String) {
        self.journal
            .submit(move |connection| rows::put_step(connection, key, &shown, &job).map(|_| ()));
    }

    /// Records a step that was not part of the plan.
    pub(crate) fn add_step(&self, key: StepKey, shown: Step, job: String) {
        let at = timestamp();
        self.journal
            .submit(move |connection| rows::add_later(connection, key, &shown, &job, at));
    }

    /// Records the creation or deletion of a VPC that is about to be sent. When this returns, the record is durable.
    ///
    /// # Errors
    /// It can't be written; nothing may be sent then.
    pub(crate) async fn vpc_sending(&self, change: VpcChange) -> Result<BatchId, JournalError> {
        let (batch, at) = (BatchId::new(), timestamp());
        let whose = Arc::clone(&self.whose);
        self.journal
            .write(move |connection| {
                let verb = match change.action {
                    Action::Delete => "Delete",
                    Action::Create | Action::Edit => "Create",
                };
                let title = format!("{verb} VPC {}", change.name);
                let number = rows::put_batch(connection, &whose, batch, "ours", &title, at)?;
                // The history deletes by end, and an answer may never come.
                connection.execute(
                    "UPDATE batch SET ended = started, vpc = ?2 WHERE number = ?1",
                    params![number, json(&change)],
                )?;
                Ok(())
            })
            .await?;
        Ok(batch)
    }

    /// Records what became of it.
    pub(crate) fn vpc_answered(&self, batch: BatchId, change: VpcChange) {
        let at = timestamp();
        self.journal.submit(move |connection| {
            connection.execute(
                "UPDATE batch SET ended = ?2, vpc = ?3 WHERE id = ?1",
                params![batch.0.to_string(), at.as_microsecond(), json(&change)],
            )?;
            Ok(())
        });
    }

    /// Records how long an edit took to show in reads, in milliseconds.
    pub(crate) fn measured(&self, took_ms: u32) {
        let host = self.whose.host.clone();
        self.journal.submit(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO lag (host, edits, longest_ms) VALUES (?1, 1, ?2)
                     ON CONFLICT (host) DO UPDATE SET
                        edits = edits + 1, longest_ms = max(longest_ms, excluded.longest_ms)",
                )?
                .execute(params![host, took_ms])?;
            Ok(())
        });
    }

    /// How many edits have been measured on this host, and the longest that one took to show, in milliseconds.
    pub(crate) async fn lag(&self) -> Result<(u32, u32), JournalError> {
        let host = self.whose.host.clone();
        self.journal
            .read(move |connection| {
                let sql = "SELECT edits, longest_ms FROM lag WHERE host = ?1";
                let found = connection
                    .query_row(sql, [host], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                Ok(found.unwrap_or_default())
            })
            .await
    }

    /// Records that the user gave up steps that hadn't been applied.
    pub(crate) fn give_up(&self, keys: Vec<StepKey>) {
        let at = timestamp();
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

    /// Records whether a change was canceled.
    pub(crate) fn cancelled(&self, change: ChangeId, cancelled: bool) {
        self.journal.submit(move |connection| {
            let sql = "UPDATE change SET cancelled = ?2 WHERE id = ?1";
            connection
                .prepare_cached(sql)?
                .execute(params![change.0.to_string(), cancelled])?;
            Ok(())
        });
    }

    /// Records requests about to be sent. When this returns, the records are durable.
    ///
    /// # Errors
    /// They can't be written; nothing may be sent then.
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
