//! The history of changes, and reverting.

use std::sync::Arc;
use std::time::Duration;

use aeon::ids::RegionInfoId;
use jiff::Timestamp;
use tokio::sync::broadcast::error::RecvError;

use super::app::{App, Core};
use crate::change::BatchId;
use crate::journal::{
    self, Happened, HistoryFormat, HistoryNames, HistoryPage, HistoryQuery, Sighting, Whose,
};
use crate::plan::{BulkPlan, Naming};
use crate::problem::{Problem, ProblemCode};

const DAY: Duration = Duration::from_hours(24);

impl App {
    /// A page of the history of the account in use, newest first.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history(&self, query: HistoryQuery) -> Result<HistoryPage, Problem> {
        Ok(self.core.unlocked()?.ledger.history(query).await?)
    }

    /// The whole history matching a query, as the text of a file.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history_export(
        &self,
        query: HistoryQuery,
        format: HistoryFormat,
    ) -> Result<String, Problem> {
        let entries = self.core.unlocked()?.ledger.whole_history(query).await?;
        Ok(journal::export(&entries, &self.book().names(), format))
    }

    /// The values that the history of the account in use can be filtered by, including endpoints and principals
    /// that no longer exist.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history_names(&self) -> Result<HistoryNames, Problem> {
        Ok(self.core.unlocked()?.ledger.names().await?)
    }

    /// The number of changes, in all accounts, that would be deleted if the history were kept for `days`.
    ///
    /// # Errors
    /// The journal can't be read.
    pub async fn history_beyond(&self, days: u32) -> Result<u32, Problem> {
        Ok(self.core.journal.count_beyond(days).await?)
    }

    /// Reads the clusters of a batch again and plans how to undo the steps that were applied (in `regions`, or
    /// everywhere if `None`), keeping later changes. Sends nothing. Steps that may have been applied are listed
    /// as skipped.
    ///
    /// # Errors
    /// The batch doesn't exist, none of its steps were applied, or the journal can't be read.
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
                "This change is no longer in the history.",
                "Reload the history.",
            )
        })?;
        let Happened { title, steps, .. } = &happened;
        if steps.is_empty() {
            let message = format!("None of “{title}” was applied, so there is nothing to revert.");
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
        let at = Timestamp::now();
        open.review(clusters, None, move |now| {
            let mut expanded = crate::plan::revert(&happened.steps, now, at);
            expanded.skipped.extend(happened.unclear.iter().cloned());
            Ok((expanded, Naming::Fixed(title.clone())))
        })
        .await
    }

    /// When each principal was first seen on each endpoint's list.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn first_seen(&self) -> Result<Vec<Sighting>, Problem> {
        Ok(self.core.unlocked()?.ledger.first_seen().await?)
    }
}

impl Core {
    /// Deletes old history once the service has confirmed this machine's clock, and then once a day: a clock that is
    /// set forward would delete all of it.
    pub async fn keep_pruning(self: Arc<Self>) {
        let mut events = self.events.subscribe();
        loop {
            while !self.clock_is_confirmed() {
                if let Err(RecvError::Closed) = events.recv().await {
                    return;
                }
            }
            self.prune_history().await;
            tokio::time::sleep(DAY).await;
        }
    }

    /// Deletes history older than the settings say.
    pub async fn prune_history(&self) {
        let days = self.settings.get().keep_history_days;
        let accounts = self.vault.profiles().iter().map(Whose::from).collect();
        if let Err(error) = self.journal.keep(days, accounts).await {
            tracing::warn!(%error, "old history couldn't be deleted");
        }
    }
}
