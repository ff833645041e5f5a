//! Finds the changes that were unfinished when Postern ended.

use std::fmt::Display;

use aeon::ids::ClusterId;
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::last_seen::time;
use super::ledger::Ledger;
use super::rows::find_scope;
use super::writer::JournalError;
use crate::change::{Action, BatchId, ChangeId, Step, StepState};
use crate::cloud::Cloud;
use crate::problem::{Problem, ProblemCode};

/// A change with an open step.
pub(crate) struct OpenChange {
    pub id: ChangeId,
    pub batch: BatchId,
    pub title: String,
    pub started: Timestamp,
    pub cancelled: bool,
    pub cluster_id: ClusterId,
    pub cluster_name: String,
    pub steps: Vec<OpenStep>,
}

pub(crate) struct OpenStep {
    /// As far as it is readable.
    pub shown: Step,
    /// Its state, or why the state or the step can't be read.
    pub state: Result<StepState, Problem>,
    pub job: String,
    /// What was sent, unless the service certainly didn't accept it.
    pub sent: Option<String>,
}

impl Ledger {
    /// The changes with an open step, with those started together with them, oldest first.
    pub(crate) async fn open_changes(&self) -> Result<Vec<OpenChange>, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(Vec::new());
            };
            changes(connection, scope)
        };
        let found = self.journal.read(read).await;
        self.journal.looked_for(found.as_ref().err().cloned());
        found
    }
}

fn changes(connection: &Connection, scope: i64) -> rusqlite::Result<Vec<OpenChange>> {
    let mut statement = connection.prepare(
        "SELECT c.id, b.id, b.title, c.started, c.cancelled, c.cluster_id, c.cluster_name
         FROM batch b JOIN change c ON c.batch = b.number
         WHERE b.scope = ?1 AND EXISTS (SELECT 1 FROM step s WHERE s.batch = b.number AND s.open)
         ORDER BY b.number, c.started, c.id",
    )?;
    let mut rows = statement.query([scope])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let steps = steps(connection, &id)?;
        changes.push(OpenChange {
            id: ChangeId(uuid(&id)),
            batch: BatchId(uuid(&row.get::<_, String>(1)?)),
            title: row.get(2)?,
            started: time(row.get(3)?),
            cancelled: row.get(4)?,
            cluster_id: ClusterId::from(row.get::<_, String>(5)?.as_str()),
            cluster_name: row.get(6)?,
            steps,
        });
    }
    Ok(changes)
}

fn steps(connection: &Connection, change: &str) -> rusqlite::Result<Vec<OpenStep>> {
    let mut statement = connection.prepare_cached(
        "SELECT shown, state, job, sent, region_id, hay FROM step WHERE change = ?1
         ORDER BY position",
    )?;
    let mut rows = statement.query(params![change])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let (shown, damage) = shown(row, 0, 4, 5)?;
        let state = match damage {
            Some(problem) => Err(problem),
            None => parsed(1, row.get_ref(1)?.as_str()?).map_err(|error| unreadable(&error)),
        };
        steps.push(OpenStep {
            shown,
            state,
            job: row.get(2)?,
            sent: row.get(3)?,
        });
    }
    Ok(steps)
}

/// The step stored in column `json` of a row. If it can't be parsed, a step with its region only, and the
/// problem: no step is skipped, and none hides the others.
pub(super) fn shown(
    row: &Row<'_>,
    json: usize,
    region_id: usize,
    hay: usize,
) -> rusqlite::Result<(Step, Option<Problem>)> {
    let error = match parsed(json, row.get_ref(json)?.as_str()?) {
        Ok(step) => return Ok((step, None)),
        Err(error) => error,
    };
    let region_id = row.get_ref(region_id)?.as_str()?;
    // The first line of the search text is "cluster/region".
    let place = row.get_ref(hay)?.as_str()?.lines().next();
    let region = place.and_then(|place| place.rsplit_once('/'));
    let step = Step {
        region_id: region_id.into(),
        region: region.map_or(region_id, |(_, region)| region).to_owned(),
        // Nothing is done about a step that can't be read.
        cloud: Cloud::Other(String::new()),
        pse_id: None,
        action: Action::Edit,
        before: Vec::new(),
        after: Vec::new(),
        list_unread: false,
        added: Vec::new(),
        removed: Vec::new(),
        theirs: None,
        conflicts: Vec::new(),
        warnings: Vec::new(),
        puts_back: false,
        replaced: None,
        unseen: false,
        confirm: Vec::new(),
    };
    Ok((step, Some(unreadable(&error))))
}

/// The problem for a step that can't be parsed.
pub(crate) fn unreadable(error: &impl Display) -> Problem {
    Problem::new(
        ProblemCode::Other,
        format!("This step's entry in the journal couldn't be read: {error}."),
        "Check the endpoint, and plan any missing change again.",
    )
}

/// Parses JSON stored in the journal.
pub(super) fn parsed<T: serde::de::DeserializeOwned>(
    column: usize,
    text: &str,
) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

pub(super) fn uuid(text: &str) -> Uuid {
    text.parse().unwrap_or_default()
}
