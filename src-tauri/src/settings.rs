//! What the user sets.

use std::sync::Arc;

use postern::config::SettingsChange;
use postern::problem::Problem;
use tauri::State;

use crate::App;
use crate::history::FileDialogs;

/// Changes some of the settings; what can't be used is refused and nothing changes. The user is asked before a
/// new proxy is used.
#[tauri::command]
#[specta::specta]
pub async fn set_settings(app: State<'_, Arc<App>>, change: SettingsChange) -> Result<(), Problem> {
    app.set_settings(change).await
}

/// Asks the user for a file of CA certificates, and whether to trust them; `false`: the user chose no file. The
/// page is never given a way to name a file itself.
#[tauri::command]
#[specta::specta]
pub async fn choose_certificates(
    app: State<'_, Arc<App>>,
    dialog: State<'_, FileDialogs>,
) -> Result<bool, Problem> {
    let dialog = dialog
        .begin()
        .set_title("Choose CA certificates")
        .add_filter("PEM certificates", &["pem", "crt", "cer"])
        .add_filter("All files", &["*"]);
    let Some(chosen) = dialog.pick_file().await else {
        return Ok(false);
    };
    app.trust_certificates(chosen.path().to_owned()).await?;
    Ok(true)
}

/// Trusts the system's certificates alone.
#[tauri::command]
#[specta::specta]
pub async fn remove_certificates(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.remove_certificates().await
}
