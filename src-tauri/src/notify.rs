//! Desktop notifications about finished changes, while the window isn't focused.

use std::sync::Arc;

use notify_rust::Notification;
use postern::apply::{BatchResult, BatchResults};
use postern::session::AppEvent;
use tauri::{AppHandle, Runtime};
use tokio::sync::broadcast::error::RecvError;

use crate::{App, window};

/// Notifies of finished changes until Postern quits.
pub(crate) fn watch<R: Runtime>(app: AppHandle<R>, session: Arc<App>) {
    let mut events = session.events();
    tauri::async_runtime::spawn(async move {
        let mut outcomes = BatchResults::default();
        loop {
            match events.recv().await {
                Ok(AppEvent::ChangesChanged) | Err(RecvError::Lagged(_)) => {}
                Ok(_) => continue,
                Err(RecvError::Closed) => return,
            }
            let changes = session.changes();
            for outcome in outcomes.since(&changes) {
                if !is_focused(&app) {
                    tauri::async_runtime::spawn_blocking(move || show(&outcome));
                }
            }
        }
    });
}

/// Whether the window is focused; also `true` if that is unknown, to not disturb the user.
fn is_focused<R: Runtime>(app: &AppHandle<R>) -> bool {
    window::main(app).is_none_or(|window| window.is_focused().unwrap_or(true))
}

fn show(outcome: &BatchResult) {
    let shown = Notification::new()
        .appname("Postern")
        .summary(&outcome.title)
        .body(&outcome.text)
        .icon("postern")
        .show();
    if let Err(error) = shown {
        // Some desktops have no notifications.
        tracing::info!("can't show a notification: {error}");
    }
}
