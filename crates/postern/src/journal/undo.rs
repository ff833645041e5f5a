//! Finds the steps of a batch that can be reverted.

use aeon::ids::RegionInfoId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::Happened;
use super::last_seen::texts;
use super::ledger::Ledger;
use super::recover::parsed;
use super::rows::find_scope;
use super::writer::JournalError;
use crate::change::{BatchId, Step, StepState, endpoint_name};
use crate::plan::{RevertStep, Skipped};

impl Ledger {
    /// The applied and uncertain steps of a batch in `regions`, or everywhere if that is `None`. `None` if the
    /// batch doesn't exist.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn happened(
        &self,
        batch: BatchId,
        regions: Option<Vec<RegionInfoId>>,
    ) -> Result<Option<Happened>, JournalError> {
        let whose = self.whose.clone();
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(None);
            };
            let sql = "SELECT number, title, kind = 'ours' FROM batch WHERE scope = ?1 AND id = ?2";
            let found = connection.query_row(sql, params![scope, batch.0.to_string()], |row| {
                Ok(Batch {
                    number: row.get(0)?,
                    title: row.get(1)?,
                    ours: row.get(2)?,
                })
            });
            let Some(batch) = found.optional()? else {
                return Ok(None);
            };
            happened(connection, batch, regions.as_deref()).map(Some)
        };
        self.journal.read(read).await
    }
}

struct Batch {
    number: i64,
    title: String,
    /// Whether Postern did it, and not somebody else.
    ours: bool,
}

fn happened(
    connection: &Connection,
    batch: Batch,
    regions: Option<&[RegionInfoId]>,
) -> rusqlite::Result<Happened> {
    let mut found = Happened {
        title: batch.title,
        whole: true,
        ..Happened::default()
    };
    let mut statement = connection.prepare(
        "SELECT c.cluster_id, c.cluster_name, s.shown, s.state, s.happened, s.sent_at, s.region_id,
                s.ended
         FROM step s JOIN change c ON c.id = s.change WHERE s.batch = ?1 ORDER BY s.ended, s.id",
    )?;
    let mut rows = statement.query([batch.number])?;
    while let Some(row) = rows.next()? {
        let Ok(shown) = parsed::<Step>(2, row.get_ref(2)?.as_str()?) else {
            found.unclear.push(Skipped {
                cluster_name: row.get(1)?,
                region: row.get(6)?,
                reason: "won't be changed: its entry in the journal can't be read".to_owned(),
            });
            continue;
        };
        if regions.is_some_and(|ids| !ids.contains(&shown.region_id)) {
            found.whole = false;
            continue;
        }
        let cluster_name: String = row.get(1)?;
        if row.get(4)? && shown.list_unread {
            found.unclear.push(Skipped {
                cluster_name,
                region: shown.region,
                reason: "can't be restored: its principals weren't read before it was deleted"
                    .to_owned(),
            });
            continue;
        }
        if row.get(4)? {
            found
                .places
                .push(endpoint_name(&cluster_name, &shown.region));
            let ended: Option<i64> = row.get(7)?;
            let ended = ended.and_then(|at| Timestamp::from_microsecond(at).ok());
            found.steps.push(RevertStep {
                done_here: ended.filter(|_| batch.ours),
                cluster_id: row.get_ref(0)?.as_str()?.into(),
                region_id: shown.region_id,
                action: shown.action,
                before: texts(&shown.before),
                after: texts(&shown.after),
            });
            continue;
        }
        let state: StepState = parsed(3, row.get_ref(3)?.as_str()?)?;
        let was_sent = row.get::<_, Option<i64>>(5)?.is_some();
        if let Some(reason) = unclear(&state, was_sent) {
            found.unclear.push(Skipped {
                cluster_name,
                region: shown.region,
                reason: reason.to_owned(),
            });
        }
    }
    Ok(found)
}

/// Why a step that may have been applied isn't reverted; `None` if it certainly wasn't applied.
fn unclear(state: &StepState, was_sent: bool) -> Option<&'static str> {
    match state {
        StepState::NotConfirmed { .. } => Some("won't be changed: the change was never confirmed"),
        StepState::Superseded { .. } => Some("won't be changed: others replaced the change"),
        StepState::Sending | StepState::Accepted { .. } | StepState::InForce { .. } => {
            Some("won't be changed: the change is still in progress")
        }
        StepState::Waiting { .. } if was_sent => {
            Some("won't be changed: the change is still in progress")
        }
        _ => None,
    }
}
