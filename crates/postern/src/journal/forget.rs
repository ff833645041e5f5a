//! What is no longer kept.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::owner::{Journal, JournalError};
use super::rows::{find_scope, json};
use super::{Shortened, Whose};

impl Journal {
    /// Forgets everything of an account's project.
    ///
    /// # Errors
    /// It is still there.
    pub async fn forget(&self, whose: Whose) -> Result<(), JournalError> {
        self.write(move |connection| {
            if let Some(scope) = find_scope(connection, &whose)? {
                connection.execute("DELETE FROM scope WHERE id = ?1", [scope])?;
            }
            Ok(())
        })
        .await
    }

    /// How many changes, of all accounts, would go if the history were kept for so many days.
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

    /// Keeps the history for so many days (`None`: for ever), and forgets what is older and has ended. Where
    /// that is shorter than the last time, each account's history says so, in the same commit.
    ///
    /// # Errors
    /// It is all still there.
    pub async fn keep(&self, days: Option<u32>) -> Result<(), JournalError> {
        self.write(move |connection| {
            let now = Timestamp::now();
            let before = days.and_then(beyond).map(Timestamp::as_microsecond);
            let was: Option<u32> =
                connection.query_row("SELECT days FROM keeping", [], |row| row.get(0))?;
            if let Some(to_days) = days
                && was.is_none_or(|was| to_days < was)
            {
                record(connection, was, to_days, before, now)?;
            }
            if let Some(before) = before {
                connection.execute(&format!("DELETE FROM batch WHERE {OLD}"), [before])?;
            }
            connection.execute("UPDATE keeping SET days = ?1 WHERE days IS NOT ?1", [days])?;
            Ok(())
        })
        .await
    }
}

const DAY: Duration = Duration::from_hours(24);

/// What is pruned of what was started before `?1`. That the time was shortened stays.
const OLD: &str = "ended IS NOT NULL AND started < ?1 AND shortened IS NULL";

/// What was started before is older than so many days; `None`: nothing can be.
fn beyond(days: u32) -> Option<Timestamp> {
    Timestamp::now().checked_sub(DAY * days).ok()
}

/// Makes an entry in each account's history.
fn record(
    connection: &Connection,
    from_days: Option<u32>,
    to_days: u32,
    before: Option<i64>,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let from = from_days.map_or_else(|| "no limit".to_owned(), |days| format!("{days} days"));
    let title = format!("Shorten the history from {from} to {to_days} days");
    // The names are those of the latest entry.
    let sql = format!(
        "SELECT s.id, s.account, s.project, b.account_name, b.project_name, b.profile_name,
            (SELECT count(*) FROM batch WHERE scope = s.id AND {OLD})
         FROM scope s LEFT JOIN batch b
            ON b.number = (SELECT max(number) FROM batch WHERE scope = s.id)"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([before])?;
    while let Some(row) = rows.next()? {
        let named = |name: usize, id: usize| match row.get::<_, Option<String>>(name)? {
            Some(name) => Ok(name),
            None => row.get(id),
        };
        let shortened = Shortened {
            from_days,
            to_days,
            deleted: row.get(6)?,
        };
        let sql = "INSERT INTO batch (id, scope, kind, title, hay, account_name, project_name,
                profile_name, started, ended, shortened)
            VALUES (?1, ?2, 'ours', ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)";
        connection.execute(
            sql,
            params![
                Uuid::new_v4().to_string(),
                row.get::<_, i64>(0)?,
                title,
                title.to_lowercase(),
                named(3, 1)?,
                named(4, 2)?,
                row.get::<_, Option<String>>(5)?,
                now.as_microsecond(),
                json(&shortened),
            ],
        )?;
    }
    Ok(())
}
