//! The inventory of the account in use.

use aeon::ids::RegionInfoId;

use super::app::App;
use crate::problem::Problem;

impl App {
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
