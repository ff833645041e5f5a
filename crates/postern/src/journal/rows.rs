//! Writes the journal's rows.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::Whose;
use super::ledger::{NewChange, SentNote, StepKey};
use crate::change::{BatchId, ChangeId, Step, StepState};

/// The number of the project's part, created if necessary.
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

/// The number of the project's part, if it exists.
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

pub(super) fn begin(
    connection: &Connection,
    whose: &Whose,
    begun: &NewChange,
) -> rusqlite::Result<()> {
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
    begun: &NewChange,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO change (id, batch, started, cluster_id, cluster_name)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            begun.id.0.to_string(),
            batch,
            begun.started.as_microsecond(),
            begun.cluster_id.as_str(),
            begun.cluster_name,
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

/// Adds a step to a change that is there already.
pub(super) fn add_later(
    connection: &Connection,
    key: StepKey,
    shown: &Step,
    job: &str,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let sql = "SELECT batch, cluster_name FROM change WHERE id = ?1";
    let (batch, cluster_name): (i64, String) = connection
        .prepare_cached(sql)?
        .query_row([key.change.0.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let row = NewStep {
        batch,
        change: key.change,
        position: key.position,
        cluster_name: &cluster_name,
        step: shown,
        job,
        state: json(&StepState::Planned),
        open: true,
    };
    let id = add_step(connection, &row)?;
    note(connection, id, at, &row.state)?;
    end_batch(connection, batch, at)
}

/// The text that a search looks in.
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

/// Fails if the step isn't in the journal.
pub(super) fn put_step(
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

pub(super) fn put_state(
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
        super::last_seen::happened(connection, whose, &region, &shown, at)?;
    }
    end_batch(connection, batch, at)
}

/// A batch has ended when none of its steps is open.
pub(super) fn end_batch(
    connection: &Connection,
    batch: i64,
    at: Timestamp,
) -> rusqlite::Result<()> {
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

/// Whether a step isn't finished.
fn is_open(state: &StepState) -> bool {
    matches!(
        state,
        StepState::Planned
            | StepState::Waiting { .. }
            | StepState::Sending
            | StepState::Accepted { .. }
            | StepState::InForce { .. }
            | StepState::Conflict { .. }
            // The user hasn't decided yet whether to send it again or give it up.
            | StepState::Settled { happened: false, .. }
    )
}

fn happened(state: &StepState) -> bool {
    matches!(
        state,
        StepState::Confirmed { .. } | StepState::Settled { happened: true, .. }
    )
}

/// Serializes to JSON, which always succeeds: the journal's types have only text keys and finite numbers.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The texts without duplicates.
pub(super) fn distinct<'a>(texts: impl IntoIterator<Item = &'a str>) -> HashSet<&'a str> {
    texts.into_iter().collect()
}

/// A position as an SQLite integer.
pub(super) fn index(position: usize) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
