//! Events for the page. An event says that something changed; the page then asks for it.

use std::sync::Arc;

use postern::session::AppEvent;
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri::{AppHandle, Manager, Runtime};
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

use crate::key_window::KeyWindow;
use crate::{App, window};

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
                Ok(AppEvent::Locked) => {
                    forget_screen(&page);
                    Ok(())
                }
                Ok(AppEvent::StateChanged) => StateChanged.emit(&page),
                Ok(AppEvent::SnapshotChanged { version }) => {
                    SnapshotChanged { version }.emit(&page)
                }
                Ok(AppEvent::ChangesChanged) => ChangesChanged.emit(&page),
                Ok(AppEvent::ChecksChanged) => ChecksChanged.emit(&page),
                Ok(AppEvent::OthersNoticed) => Ok(()),
                // Some events were missed, so anything may have changed. The page is kept unless the account is
                // locked: a form in it may be half filled in.
                Err(RecvError::Lagged(_)) => {
                    if page.state::<Arc<App>>().is_locked() {
                        forget_screen(&page);
                    }
                    send_all(&page, u32::MAX)
                }
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = sent {
                tracing::warn!("can't send an event to the page: {error}");
            }
        }
    });
}

/// After a lock, nothing that was on the screen stays in memory.
fn forget_screen<R: Runtime>(app: &AppHandle<R>) {
    app.state::<KeyWindow>().close();
    window::restart_page(app);
}

fn send_all<R: Runtime>(page: &AppHandle<R>, version: u32) -> tauri::Result<()> {
    StateChanged.emit(page)?;
    SnapshotChanged { version }.emit(page)?;
    ChangesChanged.emit(page)?;
    ChecksChanged.emit(page)
}
