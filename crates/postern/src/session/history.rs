//! What was done.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::app::{App, Core};
use crate::change::{self, BatchId, BulkPlan, Naming};
use crate::journal::{self, HistoryFormat, HistoryPage, HistoryQuery, Sighting};
use crate::problem::{Problem, ProblemCode};

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

    /// Reads the clusters of a batch again and says what would undo what of it happened, keeping what
    /// happened since. Sends nothing.
    ///
    /// # Errors
    /// There is no such batch, nothing of it happened, or the journal can't be read.
    pub async fn plan_revert(&self, batch: BatchId) -> Result<BulkPlan, Problem> {
        let open = self.core.unlocked()?;
        let (title, steps) = open.ledger.happened(batch).await?.ok_or_else(|| {
            Problem::new(
                ProblemCode::NotFound,
                "This change is not in the history any more.",
                "Look at the history again.",
            )
        })?;
        if steps.is_empty() {
            let message = format!("Nothing of “{title}” happened: there is nothing to undo.");
            return Err(Problem::new(ProblemCode::Invalid, message, ""));
        }
        let mut clusters: Vec<_> = steps.iter().map(|step| step.cluster_id.clone()).collect();
        clusters.sort();
        clusters.dedup();
        open.review(clusters, |now| {
            let naming = Naming::Fixed(format!("Revert “{title}”"));
            Ok((change::revert(&steps, now), naming))
        })
        .await
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
    /// Prunes at the start, and every day of a long run.
    pub async fn keep_pruning(self: Arc<Self>) {
        loop {
            self.prune_history().await;
            tokio::time::sleep(DAY).await;
        }
    }

    /// Forgets what is older than the user wants it kept.
    pub async fn prune_history(&self) {
        let Some(days) = self.settings.get().keep_history_days else {
            return;
        };
        let Ok(before) = Timestamp::now().checked_sub(DAY * days) else {
            return;
        };
        if let Err(error) = self.journal.prune(before).await {
            tracing::warn!(%error, "old history is still there");
        }
    }
}
