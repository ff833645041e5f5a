//! What the window shows before the page has asked for anything.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use specta::Type;
use tokio::sync::broadcast::error::RecvError;

use super::AppState;
use super::app::{App, Core, Status};
use crate::config::Views;
use crate::inventory::ClusterList;

/// The lines of a table that fit on a large screen.
const LINES: usize = 40;

/// What the window shows first. The page gets it with its document, and asks for the rest.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FirstScreen {
    pub state: AppState,
    /// What the page remembers for the account; `None` while none is unlocked.
    pub views: Option<Views>,
    /// As many clusters as fit on the screen, by name.
    pub clusters: ClusterList,
    /// The names of accounts and subscriptions, by number or ID.
    pub names: BTreeMap<String, String>,
}

impl App {
    /// The first screen. An account that is being unlocked is waited for, but not for long.
    pub async fn first_screen(&self, patience: Duration) -> FirstScreen {
        let _ = tokio::time::timeout(patience, self.core.settled()).await;
        let snapshot = self.snapshot();
        let mut lines = 0;
        let clusters = snapshot.iter().flat_map(|snapshot| &snapshot.clusters);
        let clusters = clusters.take_while(|cluster| {
            let is_visible = lines < LINES;
            lines += 1 + cluster.regions.len();
            is_visible
        });
        FirstScreen {
            clusters: ClusterList::new(clusters.cloned().collect()),
            views: self.views().await.ok(),
            names: self.owner_names(),
            state: self.state().await,
        }
    }
}

impl Core {
    /// Waits until no account is being unlocked.
    async fn settled(&self) {
        let mut events = self.events.subscribe();
        while self.with_active(|active| {
            active.is_some_and(|active| matches!(active.status, Status::Unlocking { .. }))
        }) {
            match events.recv().await {
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }
}
