//! The inventory of the account in use.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aeon::ids::RegionInfoId;

use super::app::App;
use crate::inventory::{Snapshot, SnapshotUpdate};
use crate::problem::Problem;
use crate::sync::lock;

/// The snapshot that the page was given last, with its token. It belongs to the unlocked account and goes with it.
pub(super) type Given = Option<(u32, Arc<Snapshot>)>;

/// A token is never used again, so that one of another account names nothing.
static NEXT_TOKEN: AtomicU32 = AtomicU32::new(1);

impl App {
    /// What is new since the snapshot with this token, or everything if that isn't the last one that was given out;
    /// `None` while no account is unlocked.
    pub fn snapshot_since(&self, token: Option<u32>) -> Option<SnapshotUpdate> {
        let open = self.core.current()?;
        let mut given = lock(&open.given);
        let now = open.inventory.snapshot();
        let base = given.as_ref().filter(|(of, _)| Some(*of) == token);
        let base = base.map(|(token, snapshot)| (*token, snapshot.as_ref()));
        let next = NEXT_TOKEN.fetch_add(1, Ordering::Relaxed);
        let update = SnapshotUpdate::between(base, (next, &now));
        *given = Some((next, now));
        Some(update)
    }

    /// Reads everything again; returns at once.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn refresh(&self) -> Result<(), Problem> {
        self.core.unlocked()?.inventory.refresh();
        Ok(())
    }

    /// Reads the details of one region's PSE again.
    ///
    /// # Errors
    /// There is no PSE in that region, or the key is refused. A read that fails is shown in the snapshot.
    pub async fn read_details(&self, region: RegionInfoId) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        // The page asks every few seconds while it waits for a connection; with a refused key nothing is sent.
        if let Some(refused) = open.link.refused() {
            return Err(refused);
        }
        open.inventory.read_details(&region).await
    }
}
