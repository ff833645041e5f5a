//! An account as a session opens it, without keyring, files and window: for simulations.

use tokio::task::JoinHandle;

use crate::apply::Engine;
use crate::inventory::{About, Inventory, Link, Pace};
use crate::journal::{self, Ledger};
use crate::permission::Permissions;

/// An open account.
pub struct Account {
    /// What is known of it.
    pub inventory: Inventory,
    /// Its changes.
    pub engine: Engine,
    /// Its journal.
    pub ledger: Ledger,
    watcher: JoinHandle<()>,
}

impl Account {
    /// Opens it.
    pub async fn open(link: Link, about: About, ledger: Ledger, pace: Pace) -> Self {
        let lag = pace.lag;
        let inventory = Inventory::start(link, about, None, Permissions::default(), pace).await;
        let engine = Engine::open(&inventory, ledger.clone()).await;
        let watcher = tokio::spawn(journal::watch(
            ledger.clone(),
            inventory.snapshots(),
            engine.ours(),
            lag,
        ));
        Self {
            inventory,
            engine,
            ledger,
            watcher,
        }
    }

    /// Locks it: what is being sent is answered first.
    pub async fn close(&self) {
        self.inventory.stop();
        self.engine.close().await;
        self.inventory.close().await;
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        self.watcher.abort();
    }
}
