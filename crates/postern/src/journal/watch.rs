//! Watches the inventory for changes by others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aeon::ids::RegionInfoId;
use tokio::sync::watch;
use tokio::time::Instant;

use super::compare::Comparer;
pub(crate) use super::compare::{List, Ours};
use super::ledger::Ledger;
use crate::inventory::Snapshot;

/// Records changes by others, and when each principal was first seen, as long as there are snapshots. Starts
/// from what was last seen in the previous run. Calls `noticed` after each change by others.
pub(crate) async fn watch(
    ledger: Ledger,
    mut snapshots: watch::Receiver<Arc<Snapshot>>,
    ours: Arc<Mutex<HashMap<RegionInfoId, Ours>>>,
    lag: Duration,
    noticed: impl Fn(),
) {
    let known = match ledger.known().await {
        Ok(known) => known,
        Err(error) => {
            tracing::error!(%error, "changes by others can't be recorded");
            return;
        }
    };
    let mut comparer = Comparer::new(known, lag);
    loop {
        let now = Arc::clone(&snapshots.borrow_and_update());
        let differences = {
            let mut ours = ours.lock().unwrap_or_else(PoisonError::into_inner);
            comparer.compare(&now, &mut ours, Instant::now())
        };
        if !differences.is_empty() {
            let by_others = !differences.others.is_empty();
            match ledger.record(differences).await {
                Ok(()) if by_others => noticed(),
                Ok(()) => {}
                Err(error) => tracing::error!(%error, "a change by others couldn't be recorded"),
            }
        }
        if snapshots.changed().await.is_err() {
            return;
        }
    }
}
