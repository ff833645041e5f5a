//! Says on the desktop how a change ended, to whoever isn't looking at the window.

use std::sync::Arc;

use notify_rust::Notification;
use postern::apply::{BatchResult, BatchResults};
use postern::session::AppEvent;
use tauri::{AppHandle, Runtime};
use tokio::sync::broadcast::error::RecvError;

use crate::{App, window};

/// Watches the changes for as long as Postern runs.
pub(crate) fn watch<R: Runtime>(app: AppHandle<R>, session: Arc<App>) {
    let mut news = session.events();
    tauri::async_runtime::spawn(async move {
        let mut outcomes = BatchResults::default();
        loop {
            match news.recv().await {
                Ok(AppEvent::ChangesChanged) | Err(RecvError::Lagged(_)) => {}
                Ok(_) => continue,
                Err(RecvError::Closed) => return,
            }
            let changes = session.changes();
            for outcome in outcomes.since(&changes) {
                if !is_in_front(&app) {
                    tauri::async_runtime::spawn_blocking(move || show(&outcome));
                }
            }
        }
    });
}

/// Whether the user is looking. Where that can't be found out, nobody is disturbed.
fn is_in_front<R: Runtime>(app: &AppHandle<R>) -> bool {
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
        // A desktop without notifications is no reason to stop.
        tracing::info!("no notification: {error}");
    }
}
