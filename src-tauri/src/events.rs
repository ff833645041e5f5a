//! Events for the page. An event says that something changed; the page then asks for it.

use postern::session::AppEvent;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Runtime};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

use crate::App;

/// The accounts, the keyring, the settings or the lock changed.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct StateChanged;

/// There is a new snapshot of the inventory.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct SnapshotChanged {
    /// The snapshot's version.
    pub version: u32,
}

/// A change started, progressed or ended.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct ChangesChanged;

/// A connection check started, progressed or ended.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct ChecksChanged;

/// Forwards the session's events to the page until Postern quits.
pub(crate) fn forward<R: Runtime>(page: AppHandle<R>, session: &App) {
    let mut events = session.events();
    tauri::async_runtime::spawn(async move {
        loop {
            let sent = match events.recv().await {
                Ok(AppEvent::StateChanged) => StateChanged.emit(&page),
                Ok(AppEvent::SnapshotChanged { version }) => {
                    SnapshotChanged { version }.emit(&page)
                }
                Ok(AppEvent::ChangesChanged) => ChangesChanged.emit(&page),
                Ok(AppEvent::ChecksChanged) => ChecksChanged.emit(&page),
                // Some events were missed, so anything may have changed.
                Err(RecvError::Lagged(_)) => send_all(&page, u32::MAX),
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = sent {
                tracing::warn!("can't send an event to the page: {error}");
            }
        }
    });
}

fn send_all<R: Runtime>(page: &AppHandle<R>, version: u32) -> tauri::Result<()> {
    StateChanged.emit(page)?;
    SnapshotChanged { version }.emit(page)?;
    ChangesChanged.emit(page)?;
    ChecksChanged.emit(page)
}
