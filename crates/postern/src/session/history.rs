//! What was done.

use std::sync::Arc;
use std::time::Duration;

use aeon::ids::RegionInfoId;

use super::app::{App, Core};
use crate::change::BatchId;
use crate::journal::{
    self, Happened, HistoryFormat, HistoryNames, HistoryPage, HistoryQuery, Sighting, Whose,
};
use crate::plan::{BulkPlan, Naming};
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

    /// What the history of the account in use can be asked for: also endpoints and principals that are
    /// gone.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history_names(&self) -> Result<HistoryNames, Problem> {
        Ok(self.core.unlocked()?.ledger.names().await?)
    }

    /// How many changes, of all accounts, would be forgotten if the history were kept for so many days.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn history_beyond(&self, days: u32) -> Result<u32, Problem> {
        Ok(self.core.journal.count_beyond(days).await?)
    }

    /// Reads the clusters of a batch again and says what would undo what of it happened (on these endpoints;
    /// `None`: on all of them), keeping what happened since. Sends nothing. What may have happened is among
    /// what is skipped.
    ///
    /// # Errors
    /// There is no such batch, nothing of it happened, or the journal can't be read.
    pub async fn plan_revert(
        &self,
        batch: BatchId,
        regions: Option<Vec<RegionInfoId>>,
    ) -> Result<BulkPlan, Problem> {
        let open = self.core.unlocked()?;
        let happened = open.ledger.happened(batch, regions).await?;
        let happened = happened.ok_or_else(|| {
            Problem::new(
                ProblemCode::NotFound,
                "This change is not in the history any more.",
                "Look at the history again.",
            )
        })?;
        let Happened { title, steps, .. } = &happened;
        if steps.is_empty() {
            let message = format!("Nothing of “{title}” happened: there is nothing to undo.");
            return Err(Problem::new(ProblemCode::Invalid, message, ""));
        }
        let mut clusters: Vec<_> = steps.iter().map(|step| step.cluster_id.clone()).collect();
        clusters.sort();
        clusters.dedup();
        let title = match happened.places.as_slice() {
            _ if happened.whole => format!("Revert “{title}”"),
            [place] => format!("Revert “{title}” on {place}"),
            places => format!("Revert “{title}” on {} endpoints", places.len()),
        };
        open.review(clusters, None, move |now| {
            let mut expanded = crate::plan::revert(&happened.steps, now);
            expanded.skipped.extend(happened.unclear.iter().cloned());
            Ok((expanded, Naming::Fixed(title.clone())))
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
        let days = self.settings.get().keep_history_days;
        let accounts = self.vault.profiles().iter().map(Whose::from).collect();
        if let Err(error) = self.journal.keep(days, accounts).await {
            tracing::warn!(%error, "old history is still there");
        }
    }
}
