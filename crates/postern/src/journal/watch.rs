//! Watches the inventory for what others change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aeon::ids::RegionInfoId;
use tokio::sync::watch;

use super::compare::Comparer;
pub(crate) use super::compare::{List, Ours};
use super::ledger::Ledger;
use crate::inventory::Snapshot;

/// Records what others change, and since when each principal is where it is, for as long as there are
/// snapshots. What was known at the end of the last run is where it begins.
pub(crate) async fn watch(
    ledger: Ledger,
    mut snapshots: watch::Receiver<Arc<Snapshot>>,
    ours: Arc<Mutex<HashMap<RegionInfoId, Ours>>>,
    lag: Duration,
) {
    let known = match ledger.known().await {
        Ok(known) => known,
        Err(error) => {
            tracing::error!(%error, "what others change is not recorded");
            return;
        }
    };
    let mut comparer = Comparer::new(known, lag);
    loop {
        let now = Arc::clone(&snapshots.borrow_and_update());
        let news = {
            let mut ours = ours.lock().unwrap_or_else(PoisonError::into_inner);
            comparer.compare(&now, &mut ours, Instant::now())
        };
        if !news.is_empty()
            && let Err(error) = ledger.keep(news).await
        {
            tracing::error!(%error, "what others changed is not recorded");
        }
        if snapshots.changed().await.is_err() {
            return;
        }
    }
}
