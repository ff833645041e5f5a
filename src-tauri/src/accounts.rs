//! Accounts and their keys.

use std::sync::Arc;

use postern::config::{Environment, KeyStore, ProfileId};
use postern::problem::Problem;
use postern::session::{AppState, KeySource, NewAccount, TriedKey};
use tauri::State;

use crate::App;
use crate::clipboard::Clipboard;
use crate::demo::Demo;
use crate::input::Input;
use crate::key_window::{KeyRequest, KeyWindow};

/// What the page needs before it can show a screen.
#[tauri::command]
#[specta::specta]
pub async fn app_state(app: State<'_, Arc<App>>) -> Result<AppState, Problem> {
    Ok(app.state().await)
}

/// Opens the window in which the user enters a key for this service address, and keeps the key in memory. `account` is
/// the account whose key is to be replaced.
#[tauri::command]
#[specta::specta]
pub async fn ask_for_key(
    app: State<'_, Arc<App>>,
    window: State<'_, KeyWindow>,
    host: String,
    account: Option<ProfileId>,
) -> Result<(), Problem> {
    let account = account.and_then(|id| app.account_name(id));
    let theme = app.state().await.settings.theme;
    let ask = |address| {
        window.ask(KeyRequest {
            address,
            account,
            theme,
        })
    };
    app.enter_key(&host, ask).await
}

/// Closes the window in which the user enters a key, if it is open.
#[tauri::command]
#[specta::specta]
pub async fn close_key_window(window: State<'_, KeyWindow>) -> Result<(), Problem> {
    window.close();
    Ok(())
}

/// Tests a key against its account, and keeps it in memory under the result's `draft`. A key that could not be
/// tested is kept as well, until it is tested again, dropped, or its time is over. The user confirms before a key is
/// sent to a new address or read from the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn try_key(
    app: State<'_, Arc<App>>,
    clipboard: State<'_, Clipboard>,
    host: String,
    source: KeySource,
) -> Result<TriedKey, Problem> {
    match source {
        KeySource::Clipboard => app.try_clipboard_key(host, clipboard.key()).await,
        KeySource::Untried => app.try_untried_key(host).await,
    }
}

/// Drops the key that could not be tested.
#[tauri::command]
#[specta::specta]
pub async fn drop_untried_key(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.drop_untried_key().await
}

/// Adds an account for each of these projects of a tested key, and switches to the first.
#[tauri::command]
#[specta::specta]
pub async fn add_accounts(
    app: State<'_, Arc<App>>,
    draft: String,
    accounts: Vec<NewAccount>,
    store: KeyStore,
) -> Result<ProfileId, Problem> {
    app.add_accounts(draft, accounts, store).await
}

/// Replaces an account's key with a tested one, also where the same key is used, and saves it in `store`.
#[tauri::command]
#[specta::specta]
pub async fn replace_key(
    app: State<'_, Arc<App>>,
    profile: ProfileId,
    draft: String,
    store: KeyStore,
) -> Result<(), Problem> {
    app.replace_key(profile, draft, store).await
}

/// Drops a tested key.
#[tauri::command]
#[specta::specta]
pub async fn drop_draft(app: State<'_, Arc<App>>, draft: String) -> Result<(), Problem> {
    app.drop_draft(&draft).await
}

/// Locks the active account and unlocks this one.
#[tauri::command]
#[specta::specta]
pub async fn switch_account(app: State<'_, Arc<App>>, profile: ProfileId) -> Result<(), Problem> {
    app.switch_account(profile).await
}

/// Renames an account.
#[tauri::command]
#[specta::specta]
pub async fn rename_account(
    app: State<'_, Arc<App>>,
    profile: ProfileId,
    name: String,
) -> Result<(), Problem> {
    app.rename_account(profile, name).await
}

/// Sets what an account is for, and whether Postern refuses to change anything in it. The user confirms leaving production
/// and turning read-only off.
#[tauri::command]
#[specta::specta]
pub async fn mark_account(
    app: State<'_, Arc<App>>,
    profile: ProfileId,
    environment: Environment,
    read_only: bool,
) -> Result<(), Problem> {
    app.mark_account(profile, environment, read_only).await
}

/// Removes an account and its key, after the user confirms it; with `leave_key` the key stays in the keyring.
#[tauri::command]
#[specta::specta]
pub async fn remove_account(
    app: State<'_, Arc<App>>,
    profile: ProfileId,
    leave_key: bool,
) -> Result<(), Problem> {
    app.remove_account(profile, leave_key).await
}

/// Removes the active account's key and inventory from memory, and all keys that are tested but not saved, or saved
/// for this session only.
#[tauri::command]
#[specta::specta]
pub async fn lock(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.lock().await
}

/// Reads the active account's key from the keyring.
#[tauri::command]
#[specta::specta]
pub async fn unlock(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.unlock().await
}

/// Reports user activity, which restarts the time until the account locks. Ignored unless the window got input.
#[tauri::command]
#[specta::specta]
pub async fn activity(app: State<'_, Arc<App>>, input: State<'_, Input>) -> Result<(), Problem> {
    if input.is_active() {
        app.activity();
    }
    Ok(())
}

/// Opens the demo account, whose service is simulated in this program.
#[tauri::command]
#[specta::specta]
pub async fn open_demo(app: State<'_, Arc<App>>, demo: State<'_, Demo>) -> Result<(), Problem> {
    demo.open(&app).await
}

/// Closes the demo account and stops its simulated service.
#[tauri::command]
#[specta::specta]
pub async fn leave_demo(app: State<'_, Arc<App>>, demo: State<'_, Demo>) -> Result<(), Problem> {
    demo.leave(&app).await
}
