//! What the page hears. An event says that something is new; the page then asks for it.

use postern::session::AppEvent;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Runtime};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

use crate::App;

/// The accounts, the keyring, the settings or the lock changed: ask for the state again.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct StateChanged;

/// There is a new snapshot of the inventory.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct SnapshotChanged {
    /// Its version.
    pub version: u32,
}

/// A change of PSEs was started, went on or ended.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct ChangesChanged;

/// A network check was started, did a step or ended.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct ChecksChanged;

/// Tells the page of whatever is new, for as long as Postern runs.
pub(crate) fn pass_on<R: Runtime>(page: AppHandle<R>, session: &App) {
    let mut news = session.events();
    tauri::async_runtime::spawn(async move {
        loop {
            let told = match news.recv().await {
                Ok(AppEvent::StateChanged) => StateChanged.emit(&page),
                Ok(AppEvent::SnapshotChanged { version }) => {
                    SnapshotChanged { version }.emit(&page)
                }
                Ok(AppEvent::ChangesChanged) => ChangesChanged.emit(&page),
                Ok(AppEvent::ChecksChanged) => ChecksChanged.emit(&page),
                // Some were missed: all of it may be new.
                Err(RecvError::Lagged(_)) => tell_everything(&page, u32::MAX),
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = told {
                tracing::warn!("the page could not be told: {error}");
            }
        }
    });
}

fn tell_everything<R: Runtime>(page: &AppHandle<R>, version: u32) -> tauri::Result<()> {
    StateChanged.emit(page)?;
    SnapshotChanged { version }.emit(page)?;
    ChangesChanged.emit(page)?;
    ChecksChanged.emit(page)
}
