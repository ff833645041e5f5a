//! Settings, each with a command of its own.

use std::sync::Arc;

use postern::config::{Confirmations, ProxySetting, SettingsChange, Theme};
use postern::problem::Problem;
use postern::session::Diagnostics;
use tauri::State;

use crate::App;
use crate::files::FileDialogs;
use crate::input::Input;

/// Sets the window's appearance.
#[tauri::command]
#[specta::specta]
pub async fn set_theme(app: State<'_, Arc<App>>, theme: Theme) -> Result<(), Problem> {
    let change = SettingsChange {
        theme: Some(theme),
        ..SettingsChange::default()
    };
    app.set_settings(change).await
}

/// Sets the minutes without input before the account is locked; `null` for never. The user confirms a time over two
/// hours.
#[tauri::command]
#[specta::specta]
pub async fn set_lock_time(app: State<'_, Arc<App>>, minutes: Option<u32>) -> Result<(), Problem> {
    let change = SettingsChange {
        lock_after_minutes: Some(minutes),
        ..SettingsChange::default()
    };
    app.set_settings(change).await
}

/// Sets the proxy. The user confirms a new one. An address without its password is the saved one with it.
#[tauri::command]
#[specta::specta]
pub async fn set_proxy(app: State<'_, Arc<App>>, proxy: ProxySetting) -> Result<(), Problem> {
    let change = SettingsChange {
        proxy: Some(proxy),
        ..SettingsChange::default()
    };
    app.set_settings(change).await
}

/// Sets the days to keep the history of changes, at least 30; `null` for no limit. The user confirms a shorter time.
#[tauri::command]
#[specta::specta]
pub async fn set_history_time(app: State<'_, Arc<App>>, days: Option<u32>) -> Result<(), Problem> {
    let change = SettingsChange {
        keep_history_days: Some(days),
        ..SettingsChange::default()
    };
    app.set_settings(change).await
}

/// Sets what is confirmed in a native dialog, and the most endpoints that are changed without one. The user confirms
/// that less is confirmed.
#[tauri::command]
#[specta::specta]
pub async fn set_confirmations(
    app: State<'_, Arc<App>>,
    confirmations: Confirmations,
    unconfirmed_endpoints: u32,
) -> Result<(), Problem> {
    let change = SettingsChange {
        confirmations: Some(confirmations),
        unconfirmed_endpoints: Some(unconfirmed_endpoints),
        ..SettingsChange::default()
    };
    app.set_settings(change).await
}

/// Sets whether a notification says that somebody else has changed something.
#[tauri::command]
#[specta::specta]
pub async fn set_notify_others(app: State<'_, Arc<App>>, notify: bool) -> Result<(), Problem> {
    let change = SettingsChange {
        notify_others: Some(notify),
        ..SettingsChange::default()
    };
    app.set_settings(change).await
}

/// Sets whether Postern looks for a newer version once a day.
#[tauri::command]
#[specta::specta]
pub async fn set_look_for_updates(app: State<'_, Arc<App>>, look: bool) -> Result<(), Problem> {
    let change = SettingsChange {
        look_for_updates: Some(look),
        ..SettingsChange::default()
    };
    app.set_settings(change).await
}

/// Why the system can't verify the user; `null` if it can.
#[tauri::command]
#[specta::specta]
pub async fn no_user_verification(app: State<'_, Arc<App>>) -> Result<Option<String>, Problem> {
    Ok(app.no_user_verification().await)
}

/// Sets whether the system verifies the user before an account is unlocked or removed. The user is verified first.
#[tauri::command]
#[specta::specta]
pub async fn set_user_verification(
    app: State<'_, Arc<App>>,
    verify_user: bool,
) -> Result<(), Problem> {
    app.set_user_verification(verify_user).await
}

/// Has the user choose a file with CA certificates right after they pressed something, and confirm before they are
/// trusted. Returns `false` if the user chose no file.
#[tauri::command]
#[specta::specta]
pub async fn choose_certificates(
    app: State<'_, Arc<App>>,
    dialog: State<'_, FileDialogs>,
    input: State<'_, Input>,
) -> Result<bool, Problem> {
    input.use_press()?;
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

/// What helps to find out why the service can't be used.
#[tauri::command]
#[specta::specta]
pub async fn diagnostics(app: State<'_, Arc<App>>) -> Result<Diagnostics, Problem> {
    Ok(app.diagnostics().await)
}

/// Sets how requests about endpoints are sent to a service. The user confirms first.
#[tauri::command]
#[specta::specta]
pub async fn set_service_form(
    app: State<'_, Arc<App>>,
    host: String,
    path: Option<String>,
    field: Option<String>,
) -> Result<(), Problem> {
    app.set_service_form(host, path, field).await
}

/// Forgets what was learned of a service.
#[tauri::command]
#[specta::specta]
pub async fn forget_service_form(app: State<'_, Arc<App>>, host: String) -> Result<(), Problem> {
    app.forget_service_form(host).await
}
