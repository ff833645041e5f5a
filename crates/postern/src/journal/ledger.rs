//! One account's part of the journal, and what the engine writes into it.

use std::collections::HashSet;
use std::sync::Arc;

use aeon::ids::{AccountId, ClusterId, ProjectId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::owner::{Journal, JournalError};
use crate::change::{BatchId, ChangeId, Step, StepState};
use crate::inventory::Cloud;
use crate::vault::Profile;

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
    /// A change begins.
    pub(crate) fn begin(&self, begun: Begun) {
        let whose = Arc::clone(&self.whose);
        self.journal
            .submit(move |connection| begin(connection, &whose, &begun));
    }

    /// A step's state.
    pub(crate) fn state(&self, key: StepKey, state: StepState, sent: SentNote) {
        let at = Timestamp::now();
        let whose = Arc::clone(&self.whose);
        self.journal
            .submit(move |connection| put_state(connection, &whose, key, &state, &sent, at));
    }

    /// A step as it is shown, and what carrying it out needs to know.
    pub(crate) fn step(&self, key: StepKey, shown: Step, job: String) {
        self.journal
            .submit(move |connection| put_step(connection, key, &shown, &job).map(|_| ()));
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
                    let step = put_step(connection, request.key, &request.shown, &request.job)?;
                    let sql = "UPDATE step SET state = ?2, open = 1, sent = ?3, sent_at = ?4, ended = NULL
                        WHERE id = ?1";
                    let state = json(&StepState::Sending);
                    connection.prepare_cached(sql)?.execute(params![
                        step,
                        state,
                        request.sent,
                        request.at.as_microsecond()
                    ])?;
                    note(connection, step, request.at, &state)?;
                }
                Ok(())
            })
            .await
    }
}

/// The number of the account's part; it is made where there is none.
pub(super) fn scope(connection: &Connection, whose: &Whose) -> rusqlite::Result<i64> {
    if let Some(found) = find_scope(connection, whose)? {
        return Ok(found);
    }
    connection.execute(
        "INSERT INTO scope (host, account, project) VALUES (?1, ?2, ?3)",
        params![
            whose.host,
            whose.account_id.as_str(),
            whose.project_id.as_str()
        ],
    )?;
    Ok(connection.last_insert_rowid())
}

/// The number of the account's part, where there is one.
pub(super) fn find_scope(connection: &Connection, whose: &Whose) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT id FROM scope WHERE host = ?1 AND account = ?2 AND project = ?3";
    connection
        .prepare_cached(sql)?
        .query_row(
            params![
                whose.host,
                whose.account_id.as_str(),
                whose.project_id.as_str()
            ],
            |row| row.get(0),
        )
        .optional()
}

pub(super) fn put_batch(
    connection: &Connection,
    whose: &Whose,
    batch: BatchId,
    kind: &str,
    title: &str,
    started: Timestamp,
) -> rusqlite::Result<i64> {
    let scope = scope(connection, whose)?;
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO batch
                (id, scope, kind, title, hay, account_name, project_name, profile_name, started)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            batch.0.to_string(),
            scope,
            kind,
            title,
            title.to_lowercase(),
            whose.account_name,
            whose.project_name,
            whose.profile_name,
            started.as_microsecond(),
        ])?;
    connection
        .prepare_cached("SELECT number FROM batch WHERE id = ?1")?
        .query_row([batch.0.to_string()], |row| row.get(0))
}

pub(super) fn begin(connection: &Connection, whose: &Whose, begun: &Begun) -> rusqlite::Result<()> {
    let batch = put_batch(
        connection,
        whose,
        begun.batch,
        "ours",
        &begun.title,
        begun.started,
    )?;
    put_change(connection, batch, begun)?;
    for (position, (step, job)) in begun.steps.iter().enumerate() {
        let row = NewStep {
            batch,
            change: begun.id,
            position,
            cluster_name: &begun.cluster_name,
            step,
            job,
            state: json(&StepState::Planned),
            open: true,
        };
        let id = add_step(connection, &row)?;
        note(connection, id, begun.started, &row.state)?;
    }
    Ok(())
}

pub(super) fn put_change(
    connection: &Connection,
    batch: i64,
    begun: &Begun,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO change (id, batch, started, cluster_id, cluster_name, cloud)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            begun.id.0.to_string(),
            batch,
            begun.started.as_microsecond(),
            begun.cluster_id.as_str(),
            begun.cluster_name,
            json(&begun.cloud),
        ])?;
    Ok(())
}

pub(super) struct NewStep<'a> {
    pub batch: i64,
    pub change: ChangeId,
    pub position: usize,
    pub cluster_name: &'a str,
    pub step: &'a Step,
    pub job: &'a str,
    pub state: String,
    pub open: bool,
}

pub(super) fn add_step(connection: &Connection, new: &NewStep<'_>) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO step (batch, change, position, region_id, hay, shown, job, state, open)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            new.batch,
            new.change.0.to_string(),
            index(new.position),
            new.step.region_id.as_str(),
            hay(new.cluster_name, new.step),
            json(new.step),
            new.job,
            new.state,
            new.open,
        ])?;
    let id = connection.last_insert_rowid();
    touch(connection, id, new.step)?;
    Ok(id)
}

/// What a search looks through.
fn hay(cluster_name: &str, step: &Step) -> String {
    let mut hay = format!("{cluster_name}/{}", step.region);
    for view in step.added.iter().chain(&step.removed) {
        hay.push('\n');
        hay.push_str(&view.text);
    }
    hay.to_lowercase()
}

fn touch(connection: &Connection, step: i64, shown: &Step) -> rusqlite::Result<()> {
    let mut statement = connection
        .prepare_cached("INSERT OR IGNORE INTO touched (principal, step) VALUES (?1, ?2)")?;
    for view in shown.added.iter().chain(&shown.removed) {
        statement.execute(params![view.text, step])?;
    }
    Ok(())
}

pub(super) fn note(
    connection: &Connection,
    step: i64,
    at: Timestamp,
    state: &str,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO transition (step, at, state) VALUES (?1, ?2, ?3)")?
        .execute(params![step, at.as_microsecond(), state])?;
    Ok(())
}

/// Fails where the step is not in the journal.
fn put_step(
    connection: &Connection,
    key: StepKey,
    shown: &Step,
    job: &str,
) -> rusqlite::Result<i64> {
    let sql = "SELECT s.id, s.shown, c.cluster_name FROM step s JOIN change c ON c.id = s.change
        WHERE s.change = ?1 AND s.position = ?2";
    let (id, before, cluster): (i64, String, String) = connection.prepare_cached(sql)?.query_row(
        params![key.change.0.to_string(), index(key.position)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let after = json(shown);
    connection
        .prepare_cached("UPDATE step SET shown = ?2, job = ?3, hay = ?4 WHERE id = ?1")?
        .execute(params![id, after, job, hay(&cluster, shown)])?;
    if before != after {
        connection
            .prepare_cached("DELETE FROM touched WHERE step = ?1")?
            .execute([id])?;
        touch(connection, id, shown)?;
    }
    Ok(id)
}

fn put_state(
    connection: &Connection,
    whose: &Whose,
    key: StepKey,
    state: &StepState,
    sent: &SentNote,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let open = is_open(state);
    let (keep, sent) = match sent {
        SentNote::Keep => (true, None),
        SentNote::Nothing => (false, None),
        SentNote::This(text) => (false, Some(text)),
    };
    let text = json(state);
    let sql = "UPDATE step SET state = ?3, open = ?4, happened = ?5, ended = ?6,
            sent = CASE WHEN ?7 THEN sent ELSE ?8 END,
            sent_at = CASE WHEN ?8 IS NOT NULL THEN coalesce(sent_at, ?9) ELSE sent_at END
        WHERE change = ?1 AND position = ?2 RETURNING id, batch, region_id, shown";
    let ended = (!open).then(|| at.as_microsecond());
    let change = key.change.0.to_string();
    let position = index(key.position);
    let happened = happened(state);
    let (id, batch, region, shown): (i64, i64, String, String) =
        connection.prepare_cached(sql)?.query_row(
            params![
                change,
                position,
                text,
                open,
                happened,
                ended,
                keep,
                sent,
                at.as_microsecond()
            ],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
    note(connection, id, at, &text)?;
    if happened && let Ok(shown) = serde_json::from_str(&shown) {
        super::known::happened(connection, whose, &region, &shown, at)?;
    }
    connection
        .prepare_cached(
            "UPDATE batch SET ended = CASE
                WHEN EXISTS (SELECT 1 FROM step WHERE batch = ?1 AND open) THEN NULL
                ELSE ?2 END
             WHERE number = ?1",
        )?
        .execute(params![batch, at.as_microsecond()])?;
    Ok(())
}

/// Whether something will, or may, still become of a step.
fn is_open(state: &StepState) -> bool {
    matches!(
        state,
        StepState::Planned
            | StepState::Waiting { .. }
            | StepState::Sending
            | StepState::Accepted { .. }
            | StepState::Conflict { .. }
    )
}

fn happened(state: &StepState) -> bool {
    matches!(
        state,
        StepState::Confirmed { .. } | StepState::Settled { happened: true, .. }
    )
}

/// The types that are kept have text keys and finite numbers only: they always have a JSON form.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Each text once.
pub(super) fn distinct<'a>(texts: impl IntoIterator<Item = &'a str>) -> HashSet<&'a str> {
    texts.into_iter().collect()
}

/// A position as SQLite counts.
fn index(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
