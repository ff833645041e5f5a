//! What was done.

use std::time::Duration;

use jiff::Timestamp;

use super::app::{App, Core};
use crate::journal::{self, HistoryFormat, HistoryPage, HistoryQuery, Sighting};
use crate::problem::Problem;

const DAY: Duration = Duration::from_hours(24);

impl App {
    /// Some of the history of the account in use, newest first.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, Problem> {
        Ok(self.core.unlocked()?.ledger.history(query).await?)
    }

    /// All of the history that fits, as the text of a file.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history_export(
        &self,
        query: HistoryQuery,
        format: HistoryFormat,
    ) -> Result<String, Problem> {
        let entries = self.core.unlocked()?.ledger.whole_history(query).await?;
        Ok(journal::export(&entries, format))
    }

    /// Since when each principal is on the list of an endpoint, as far as known.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn first_seen(&self) -> Result<Vec<Sighting>, Problem> {
        Ok(self.core.unlocked()?.ledger.first_seen().await?)
    }
}

impl Core {
    /// Forgets what is older than the user wants it kept.
    pub fn prune_history(&self) {
        let Some(days) = self.settings.get().keep_history_days else {
            return;
        };
        let Ok(before) = Timestamp::now().checked_sub(DAY * days) else {
            return;
        };
        let journal = self.journal.clone();
        tokio::spawn(async move {
            if let Err(error) = journal.prune(before).await {
                tracing::warn!(%error, "old history is still there");
            }
        });
    }
}
