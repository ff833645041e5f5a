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
