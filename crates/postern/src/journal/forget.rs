//! Deletes old history.

use std::time::Duration;

use aeon::clock::timestamp;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::rows::{find_scope, json, put_batch};
use super::writer::{Journal, JournalError};
use super::{Shortened, Whose};
use crate::change::BatchId;
use crate::sqlite;

impl Journal {
    /// Deletes everything about a project.
    ///
    /// # Errors
    /// Nothing was deleted.
    pub async fn forget(&self, whose: Whose) -> Result<(), JournalError> {
        self.write(move |connection| {
            if let Some(scope) = find_scope(connection, &whose)? {
                connection.execute("DELETE FROM scope WHERE id = ?1", [scope])?;
            }
            Ok(())
        })
        .await?;
        self.read(|connection| sqlite::erase_deleted(connection))
            .await
    }

    /// The number of changes, in all accounts, that would be deleted if the history were kept for `days`.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn count_beyond(&self, days: u32) -> Result<u32, JournalError> {
        let Some(before) = beyond(days) else {
            return Ok(0);
        };
        self.read(move |connection| {
            let sql = format!("SELECT count(*) FROM batch WHERE {OLD}");
            connection.query_row(&sql, [before.as_microsecond()], |row| row.get(0))
        })
        .await
    }

    /// Keeps the history for `days` (`None` for no limit) and deletes older entries that have ended. If that is
    /// shorter than before, the same commit adds an entry to each account's history, with the names from
    /// `accounts`.
    ///
    /// # Errors
    /// Nothing was deleted.
    pub async fn keep(&self, days: Option<u32>, accounts: Vec<Whose>) -> Result<(), JournalError> {
        self.write(move |connection| {
            let now = timestamp();
            let before = days.and_then(beyond).map(Timestamp::as_microsecond);
            let was: Option<u32> =
                connection.query_row("SELECT days FROM keeping", [], |row| row.get(0))?;
            if let Some(to_days) = days
                && was.is_none_or(|was| to_days < was)
            {
                let shortened = Shortened {
                    from_days: was,
                    to_days,
                    deleted: 0,
                };
                record(connection, shortened, before, now, &accounts)?;
            }
            if let Some(before) = before {
                connection.execute(&format!("DELETE FROM batch WHERE {OLD}"), [before])?;
                connection.execute(
                    "DELETE FROM note WHERE batch NOT IN (SELECT id FROM batch)",
                    [],
                )?;
            }
            connection.execute("UPDATE keeping SET days = ?1 WHERE days IS NOT ?1", [days])?;
            Ok(())
        })
        .await
    }
}

const DAY: Duration = Duration::from_hours(24);

/// Condition for entries to delete: started before `?1` and ended. Entries about shortening stay.
const OLD: &str = "ended IS NOT NULL AND started < ?1 AND shortened IS NULL";

/// The time `days` ago; `None` if that is out of range.
fn beyond(days: u32) -> Option<Timestamp> {
    timestamp().checked_sub(DAY * days).ok()
}

/// Adds an entry to each account's history. An account no longer in Postern keeps its last names.
fn record(
    connection: &Connection,
    shortened: Shortened,
    before: Option<i64>,
    now: Timestamp,
    accounts: &[Whose],
) -> rusqlite::Result<()> {
    let (from, to) = (shortened.from_days, shortened.to_days);
    let from = from.map_or_else(|| "no limit".to_owned(), |days| format!("{days} days"));
    let title = format!("Shorten the history from {from} to {to} days");
    let sql = format!(
        "SELECT s.host, s.account, s.project,
            coalesce(b.account_name, s.account), coalesce(b.project_name, s.project), b.profile_name,
            (SELECT count(*) FROM batch WHERE scope = s.id AND {OLD})
         FROM scope s LEFT JOIN batch b
            ON b.number = (SELECT max(number) FROM batch WHERE scope = s.id)"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([before])?;
    while let Some(row) = rows.next()? {
        let last = Whose {
            host: row.get(0)?,
            account_id: row.get_ref(1)?.as_str()?.into(),
            account_name: row.get(3)?,
            project_id: row.get_ref(2)?.as_str()?.into(),
            project_name: row.get(4)?,
            profile_name: row.get(5)?,
        };
        let known = accounts.iter().find(|account| {
            account.host == last.host
                && account.account_id == last.account_id
                && account.project_id == last.project_id
        });
        let whose = known.unwrap_or(&last);
        let shortened = Shortened {
            deleted: row.get(6)?,
            ..shortened
        };
        let batch = BatchId::new();
        let number = put_batch(connection, whose, batch, "ours", &title, now)?;
        connection.execute(
            "UPDATE batch SET ended = started, shortened = ?2 WHERE number = ?1",
            params![number, json(&shortened)],
        )?;
    }
    Ok(())
}
