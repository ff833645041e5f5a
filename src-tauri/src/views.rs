//! What the page shows and how: rows as text, views and the zoom.

use std::sync::Arc;

use postern::config::{ProfileId, Views};
use postern::problem::Problem;
use postern::rows::{Rows, RowsFormat, RowsSummary};
use tauri::State;

use crate::App;
use crate::clipboard::Clipboard;
use crate::input::Input;
use crate::window::Zoom;

/// Copies rows of a table to the clipboard as a text that Postern makes, right after the user pressed something. If there is nothing to copy, the clipboard
/// stays as it is.
#[tauri::command]
#[specta::specta]
pub async fn copy_rows(
    app: State<'_, Arc<App>>,
    clipboard: State<'_, Clipboard>,
    input: State<'_, Input>,
    rows: Rows,
    format: RowsFormat,
) -> Result<RowsSummary, Problem> {
    input.require_press()?;
    let made = app.rows_text(&rows, format).await?;
    if made.summary.count > 0 {
        clipboard.put(made.text).await?;
    }
    Ok(made.summary)
}

/// What the page remembers for the account: columns, filters, the last page and named views.
#[tauri::command]
#[specta::specta]
pub async fn views(app: State<'_, Arc<App>>) -> Result<Views, Problem> {
    app.views().await
}

/// Replaces what the page remembers for an account, if it is the one in use; `null` is the demo.
#[tauri::command]
#[specta::specta]
pub async fn set_views(
    app: State<'_, Arc<App>>,
    profile: Option<ProfileId>,
    views: Views,
) -> Result<(), Problem> {
    app.set_views(profile, views).await
}

/// Sets the zoom of the window, in percent.
#[tauri::command]
#[specta::specta]
pub async fn set_zoom(
    app: State<'_, Arc<App>>,
    window: State<'_, Zoom>,
    percent: u32,
) -> Result<(), Problem> {
    let set = app.set_zoom(percent).await;
    window.set(app.zoom());
    set
}
