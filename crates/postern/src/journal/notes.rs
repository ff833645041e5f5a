//! What users said about their changes, and until when grants are meant to last.
//!
//! A grant's note is kept apart from the history, so that its date is still known when the change is deleted there.

use std::sync::Arc;

use aeon::clock::timestamp;
use aeon::ids::RegionInfoId;
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::Ledger;
use super::rows::{find_scope, scope};
use super::writer::JournalError;
use crate::change::{BatchId, ChangeNote};

/// What was said about granting a principal access to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantNote {
    pub region_id: RegionInfoId,
    pub principal: String,
    pub note: ChangeNote,
}

impl Ledger {
    /// Records what was said about a batch that grants these principals on these endpoints. The last grant counts: one
    /// without a note takes away what was said about an earlier one.
    ///
    /// # Errors
    /// It can't be written; nothing may start then.
    pub async fn note(
        &self,
        batch: BatchId,
        note: Option<ChangeNote>,
        grants: Vec<(RegionInfoId, String)>,
    ) -> Result<(), JournalError> {
        let whose = Arc::clone(&self.whose);
        self.journal
            .write(move |connection| {
                let scope = scope(connection, &whose)?;
                for (region, principal) in &grants {
                    connection
                        .prepare_cached(
                            "DELETE FROM grant_note
                             WHERE scope = ?1 AND region_id = ?2 AND principal = ?3",
                        )?
                        .execute(params![scope, region.as_str(), principal])?;
                }
                let Some(note) = &note else { return Ok(()) };
                let until = note.until.map(|date| date.to_string());
                connection
                    .prepare_cached(
                        "INSERT OR REPLACE INTO note (batch, scope, reason, ticket, until)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![
                        batch.0.to_string(),
                        scope,
                        note.reason,
                        note.ticket,
                        until
                    ])?;
                let mut granted = connection.prepare_cached(
                    "INSERT INTO grant_note (scope, region_id, principal, at, reason, ticket, until)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?;
                let at = timestamp().as_microsecond();
                for (region, principal) in &grants {
                    let region = region.as_str();
                    let (reason, ticket) = (&note.reason, &note.ticket);
                    granted
                        .execute(params![scope, region, principal, at, reason, ticket, until])?;
                }
                Ok(())
            })
            .await
    }

    /// What was said about each grant.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn grant_notes(&self) -> Result<Vec<GrantNote>, JournalError> {
        let whose = Arc::clone(&self.whose);
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(Vec::new());
            };
            let sql = "SELECT reason, ticket, until, region_id, principal FROM grant_note
                 WHERE scope = ?1 ORDER BY region_id, principal";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([scope], |row| {
                Ok(GrantNote {
                    note: note(row, 0)?,
                    region_id: RegionInfoId::from(row.get_ref(3)?.as_str()?),
                    principal: row.get(4)?,
                })
            })?;
            rows.collect()
        };
        self.journal.read(read).await
    }
}

/// The note in a row's columns from this one on: reason, ticket, date.
pub(super) fn note(row: &Row<'_>, from: usize) -> rusqlite::Result<ChangeNote> {
    let until: Option<String> = row.get(from + 2)?;
    Ok(ChangeNote {
        reason: row.get(from)?,
        ticket: row.get(from + 1)?,
        // Only a version that is newer, or another program, writes something else.
        until: until.and_then(|text| text.parse::<Date>().ok()),
    })
}
