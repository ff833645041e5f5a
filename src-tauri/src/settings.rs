//! What the user sets.

use std::sync::Arc;

use postern::problem::Problem;
use postern::session::SettingsChange;
use tauri::State;

use crate::App;

/// Changes some of the settings; what can't be used is refused and nothing changes.
#[tauri::command]
#[specta::specta]
pub async fn set_settings(app: State<'_, Arc<App>>, change: SettingsChange) -> Result<(), Problem> {
    app.set_settings(change).await
}
