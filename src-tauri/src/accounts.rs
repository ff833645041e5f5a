//! Accounts: adding, switching, locking.

use std::sync::Arc;

use aeon::ids::ProjectId;
use postern::config::{KeyStore, ProfileId};
use postern::problem::Problem;
use postern::session::AppState;
use postern::session::{KeySource, TriedKey};
use tauri::State;

use crate::App;
use crate::clipboard::Clipboard;
use crate::demo::Demo;

/// All that the page needs to know before it shows a screen.
#[tauri::command]
#[specta::specta]
pub async fn app_state(app: State<'_, Arc<App>>) -> Result<AppState, Problem> {
    Ok(app.state().await)
}

/// Tries a key against its account; it then waits under the answer's `draft`. One that could not be tried
/// waits as well, until it is tried again, dropped, or its time is over. The user is asked before a key goes
/// to a new address, or is taken from the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn try_key(
    app: State<'_, Arc<App>>,
    clipboard: State<'_, Clipboard>,
    host: String,
    source: KeySource,
) -> Result<TriedKey, Problem> {
    match source {
        KeySource::Typed { key } => app.try_key(host, key).await,
        KeySource::Clipboard => app.try_clipboard_key(host, clipboard.key()).await,
        KeySource::Untried => app.try_untried_key(host).await,
    }
}

/// Forgets the key that could not be tried.
#[tauri::command]
#[specta::specta]
pub async fn drop_untried_key(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.drop_untried_key().await
}

/// Adds the account of a tried key and switches to it.
#[tauri::command]
#[specta::specta]
pub async fn add_account(
    app: State<'_, Arc<App>>,
    draft: String,
    name: String,
    project_id: ProjectId,
    store: KeyStore,
) -> Result<ProfileId, Problem> {
    app.add_account(draft, name, project_id, store).await
}

/// Gives an account a tried key in place of the one it has, kept in `store` from now on.
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

/// Forgets a tried key that is not wanted after all.
#[tauri::command]
#[specta::specta]
pub async fn drop_draft(app: State<'_, Arc<App>>, draft: String) -> Result<(), Problem> {
    app.drop_draft(&draft).await
}

/// Locks the account in use and unlocks this one.
#[tauri::command]
#[specta::specta]
pub async fn switch_account(app: State<'_, Arc<App>>, profile: ProfileId) -> Result<(), Problem> {
    app.switch_account(profile).await
}

/// Gives an account another name.
#[tauri::command]
#[specta::specta]
pub async fn rename_account(
    app: State<'_, Arc<App>>,
    profile: ProfileId,
    name: String,
) -> Result<(), Problem> {
    app.rename_account(profile, name).await
}

/// Removes an account and its key; with `leave_key` only the account.
#[tauri::command]
#[specta::specta]
pub async fn remove_account(
    app: State<'_, Arc<App>>,
    profile: ProfileId,
    leave_key: bool,
) -> Result<(), Problem> {
    app.remove_account(profile, leave_key).await
}

/// Drops the key and the inventory of the account in use from memory, and every key that waits or is kept for
/// the session only.
#[tauri::command]
#[specta::specta]
pub async fn lock(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.lock().await
}

/// Reads the key of the account in use from the keyring again.
#[tauri::command]
#[specta::specta]
pub async fn unlock(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.unlock().await
}

/// Says that the user did something: the time until the account locks itself begins anew.
#[tauri::command]
#[specta::specta]
pub async fn activity(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.activity();
    Ok(())
}

/// Opens the demo account, whose service runs inside this program.
#[tauri::command]
#[specta::specta]
pub async fn open_demo(app: State<'_, Arc<App>>, demo: State<'_, Demo>) -> Result<(), Problem> {
    demo.open(&app).await
}

/// Closes the demo account and stops its service.
#[tauri::command]
#[specta::specta]
pub async fn leave_demo(app: State<'_, Arc<App>>, demo: State<'_, Demo>) -> Result<(), Problem> {
    demo.leave(&app).await
}
