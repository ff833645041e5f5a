//! Settings.

use std::sync::Arc;

use postern::config::SettingsChange;
use postern::problem::Problem;
use tauri::State;

use crate::App;
use crate::files::FileDialogs;

/// Changes some settings, all or none of them. The user confirms before a new proxy is used.
#[tauri::command]
#[specta::specta]
pub async fn set_settings(app: State<'_, Arc<App>>, change: SettingsChange) -> Result<(), Problem> {
    app.set_settings(change).await
}

/// Has the user choose a file with CA certificates, and confirm before they are trusted. Returns `false` if the user
/// chose no file.
#[tauri::command]
#[specta::specta]
pub async fn choose_certificates(
    app: State<'_, Arc<App>>,
    dialog: State<'_, FileDialogs>,
) -> Result<bool, Problem> {
    let dialog = dialog
        .create()
        .set_title("Choose CA certificates")
        .add_filter("PEM certificates", &["pem", "crt", "cer"])
        .add_filter("All files", &["*"]);
    let Some(chosen) = dialog.pick_file().await else {
        return Ok(false);
    };
    app.trust_certificates(chosen.path().to_owned()).await?;
    Ok(true)
}

/// Trusts only the system's certificates again.
#[tauri::command]
#[specta::specta]
pub async fn remove_certificates(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.remove_certificates().await
}
