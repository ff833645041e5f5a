//! Finding again what was open when Postern ended.

use aeon::ids::ClusterId;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::known::time;
use super::ledger::Ledger;
use super::owner::JournalError;
use super::rows::find_scope;
use crate::change::{BatchId, ChangeId, Step, StepState};
use crate::inventory::Cloud;

/// A change of which a step is still open.
pub(crate) struct Kept {
    pub id: ChangeId,
    pub batch: BatchId,
    pub title: String,
    pub started: Timestamp,
    pub cancelled: bool,
    pub cluster_id: ClusterId,
    pub cluster_name: String,
    pub cloud: Cloud,
    pub steps: Vec<KeptStep>,
}

pub(crate) struct KeptStep {
    pub shown: Step,
    pub state: StepState,
    pub job: String,
    /// What was sent, where it is not certain that the service did not take it, and when.
    pub sent: Option<(String, Timestamp)>,
}

impl Ledger {
    /// The changes of which a step is still open, with those that were started together with them; oldest
    /// first.
    pub(crate) async fn open_changes(&self) -> Result<Vec<Kept>, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(Vec::new());
            };
            changes(connection, scope)
        };
        self.journal.read(read).await
    }
}

fn changes(connection: &Connection, scope: i64) -> rusqlite::Result<Vec<Kept>> {
    let mut statement = connection.prepare(
        "SELECT c.id, b.id, b.title, c.started, c.cancelled, c.cluster_id, c.cluster_name, c.cloud
         FROM batch b JOIN change c ON c.batch = b.number
         WHERE b.scope = ?1 AND EXISTS (SELECT 1 FROM step s WHERE s.batch = b.number AND s.open)
         ORDER BY b.number, c.started, c.id",
    )?;
    let mut rows = statement.query([scope])?;
    let mut kept = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let steps = steps(connection, &id)?;
        let cloud: String = row.get(7)?;
        kept.push(Kept {
            id: ChangeId(uuid(&id)),
            batch: BatchId(uuid(&row.get::<_, String>(1)?)),
            title: row.get(2)?,
            started: time(row.get(3)?),
            cancelled: row.get(4)?,
            cluster_id: ClusterId::from(row.get::<_, String>(5)?.as_str()),
            cluster_name: row.get(6)?,
            cloud: serde_json::from_str(&cloud).unwrap_or(Cloud::Other(cloud)),
            steps,
        });
    }
    Ok(kept)
}

fn steps(connection: &Connection, change: &str) -> rusqlite::Result<Vec<KeptStep>> {
    let mut statement = connection.prepare_cached(
        "SELECT shown, state, job, sent, sent_at FROM step WHERE change = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query(params![change])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let sent: Option<String> = row.get(3)?;
        let at: Option<i64> = row.get(4)?;
        steps.push(KeptStep {
            shown: parsed(0, row.get_ref(0)?.as_str()?)?,
            state: parsed(1, row.get_ref(1)?.as_str()?)?,
            job: row.get(2)?,
            sent: sent.map(|sent| (sent, time(at.unwrap_or_default()))),
        });
    }
    Ok(steps)
}

/// What the journal holds in JSON. Text that can't be understood is an error: an open step is never
/// passed over.
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
