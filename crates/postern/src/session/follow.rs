//! Waiting for the cloud's side to connect.

use std::sync::Arc;
use std::time::Duration;

use aeon::ids::RegionInfoId;

use super::app::App;
use super::open::{Open, lock};
use crate::problem::Problem;

impl App {
    /// Reads these regions' endpoints every few seconds, for their connections, in place of those that
    /// were followed before; none: nothing is followed any more.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn follow_connections(&self, regions: Vec<RegionInfoId>) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        open.follow(regions, self.core.options.pace.connections);
        Ok(())
    }
}

impl Open {
    fn follow(self: &Arc<Self>, regions: Vec<RegionInfoId>, pause: Duration) {
        let open = Arc::downgrade(self);
        let task = (!regions.is_empty()).then(|| {
            tokio::spawn(async move {
                loop {
                    tokio::time::sleep(pause).await;
                    let Some(open) = open.upgrade() else { return };
                    for region in &regions {
                        // A key that was refused asks for nothing more.
                        if open.link.is_refused() {
                            return;
                        }
                        // What went wrong stands in the snapshot; an endpoint that is gone may come back.
                        let _ = open.inventory.read_details(region).await;
                    }
                }
            })
        });
        let before = std::mem::replace(&mut *lock(&self.following), task);
        if let Some(before) = before {
            before.abort();
        }
    }

    /// Ends the following.
    pub fn stop_following(&self) {
        if let Some(task) = lock(&self.following).take() {
            task.abort();
        }
    }
}
