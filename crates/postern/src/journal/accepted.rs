//! Findings that the user accepted.

use std::sync::Arc;

use aeon::clock::timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::Ledger;
use super::last_seen::time;
use super::rows::{find_scope, scope};
use super::writer::JournalError;
use crate::change::Acceptance;

impl Ledger {
    /// Records that a finding is accepted, in place of what was recorded before; `None` withdraws it.
    ///
    /// # Errors
    /// It can't be written.
    pub async fn accept(
        &self,
        finding: String,
        accepted: Option<(String, Date)>,
    ) -> Result<(), JournalError> {
        let whose = Arc::clone(&self.whose);
        let at = timestamp().as_microsecond();
        self.journal
            .write(move |connection| {
                let scope = scope(connection, &whose)?;
                match &accepted {
                    Some((reason, until)) => connection.execute(
                        "INSERT OR REPLACE INTO accepted (scope, finding, reason, until, at)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                        params![scope, finding, reason, until.to_string(), at],
                    )?,
                    None => connection.execute(
                        "DELETE FROM accepted WHERE scope = ?1 AND finding = ?2",
                        params![scope, finding],
                    )?,
                };
                Ok(())
            })
            .await
    }

    /// Which findings were accepted, by their IDs.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn accepted(&self) -> Result<Vec<(String, Acceptance)>, JournalError> {
        let whose = Arc::clone(&self.whose);
        let read = move |connection: &mut Connection| {
            let Some(scope) = find_scope(connection, &whose)? else {
                return Ok(Vec::new());
            };
            let sql = "SELECT finding, reason, until, at FROM accepted WHERE scope = ?1";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([scope], |row| {
                let until: String = row.get(2)?;
                let accepted = Acceptance {
                    reason: row.get(1)?,
                    // A date that can't be read has passed: the finding counts.
                    until: until.parse().unwrap_or(Date::ZERO),
                    at: time(row.get(3)?),
                };
                Ok((row.get(0)?, accepted))
            })?;
            rows.collect()
        };
        self.journal.read(read).await
    }
}
