//! What the user sets.

use std::sync::Arc;

use postern::problem::Problem;
use postern::session::Settings;
use tauri::State;

use crate::App;

/// Takes the settings; what can't be used is refused and nothing changes.
#[tauri::command]
#[specta::specta]
pub async fn set_settings(app: State<'_, Arc<App>>, settings: Settings) -> Result<(), Problem> {
    app.set_settings(settings).await
}
