//! Desktop notifications about finished changes while the window isn't focused, and reminders.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use notify_rust::Notification;
use postern::apply::BatchResults;
use postern::session::AppEvent;
use tauri::{AppHandle, Runtime};
use tokio::sync::broadcast::error::RecvError;

use crate::{App, window};

/// Whether there is something to be reminded of is looked at no more often than this.
const BETWEEN_LOOKS: Duration = Duration::from_secs(10 * 60);

/// How long the first look waits: what was just opened is drawn first.
const BEFORE_FIRST_LOOK: Duration = Duration::from_secs(2);

/// Reminds of access past its date, once for each principal until Postern quits.
pub(crate) fn remind(session: Arc<App>) {
    let mut events = session.events();
    tauri::async_runtime::spawn(async move {
        let mut reminded = HashSet::new();
        let mut looked: Option<Instant> = None;
        loop {
            match events.recv().await {
                Ok(AppEvent::SnapshotChanged { .. }) => {}
                Ok(AppEvent::StateChanged) => {
                    // Another account may have been opened.
                    looked = None;
                    continue;
                }
                Ok(_) | Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            }
            if looked.is_some_and(|at| at.elapsed() < BETWEEN_LOOKS) {
                continue;
            }
            if looked.is_none() {
                tokio::time::sleep(BEFORE_FIRST_LOOK).await;
            }
            looked = Some(Instant::now());
            for reminder in session.reminders().await {
                if reminded.insert(reminder.id) {
                    let (title, text) = (reminder.title, reminder.text);
                    tauri::async_runtime::spawn_blocking(move || show(&title, &text));
                }
            }
        }
    });
}

/// Notifies of what others changed, if the settings want that, until Postern quits.
pub(crate) fn tell_of_others(session: Arc<App>) {
    let mut events = session.events();
    tauri::async_runtime::spawn(async move {
        let mut told = Timestamp::now();
        loop {
            match events.recv().await {
                Ok(AppEvent::OthersNoticed) | Err(RecvError::Lagged(_)) => {}
                Ok(_) => continue,
                Err(RecvError::Closed) => return,
            }
            let since = std::mem::replace(&mut told, Timestamp::now());
            if let Some(news) = session.others_since(since).await {
                tauri::async_runtime::spawn_blocking(move || show(&news.title, &news.text));
            }
        }
    });
}

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
                    tauri::async_runtime::spawn_blocking(move || {
                        show(&outcome.title, &outcome.text)
                    });
                }
            }
        }
    });
}

/// Whether the window is focused; also `true` if that is unknown, to not disturb the user.
fn is_focused<R: Runtime>(app: &AppHandle<R>) -> bool {
    window::main(app).is_none_or(|window| window.is_focused().unwrap_or(true))
}

fn show(title: &str, text: &str) {
    let shown = Notification::new()
        .appname("Postern")
        .summary(title)
        .body(text)
        .icon("postern")
        .show();
    if let Err(error) = shown {
        // Some desktops have no notifications.
        tracing::info!("can't show a notification: {error}");
    }
}
