//! What the page hears. An event says that something is new; the page then asks for it.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Runtime};
use tauri_specta::Event;

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

/// Tells the page of whatever is new, for as long as Postern runs.
pub(crate) fn pass_on<R: Runtime>(_app: AppHandle<R>, _session: &App) {}
