//! What is no longer kept.

use jiff::Timestamp;
use rusqlite::params;

use super::Whose;
use super::owner::{Journal, JournalError};
use super::rows::find_scope;

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

    /// How many changes, of all accounts, were started before and have ended.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn count_before(&self, before: Timestamp) -> Result<u32, JournalError> {
        self.read(move |connection| {
            let sql = "SELECT count(*) FROM batch WHERE ended IS NOT NULL AND started < ?1";
            connection.query_row(sql, params![before.as_microsecond()], |row| row.get(0))
        })
        .await
    }

    /// Forgets what was started before and has ended.
    ///
    /// # Errors
    /// It is still there.
    pub async fn prune(&self, before: Timestamp) -> Result<(), JournalError> {
        self.write(move |connection| {
            let sql = "DELETE FROM batch WHERE ended IS NOT NULL AND started < ?1";
            connection.execute(sql, params![before.as_microsecond()])?;
            Ok(())
        })
        .await
    }
}
