//! The user's own AWS and Azure CLIs: whether Postern may run them, and whose connections they find.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::cloud_cli::Cli;
use postern::problem::Problem;
use postern::recipe::Network;
use postern::session::{CloudAccessView, ConnectionsView, PreflightView};
use tauri::State;

use crate::App;
use crate::files::FileDialogs;
use crate::input::Input;

/// Whether Postern may run the AWS and Azure CLIs in this account, and what it would run.
#[tauri::command]
#[specta::specta]
pub async fn cloud_access(app: State<'_, Arc<App>>) -> Result<CloudAccessView, Problem> {
    app.cloud_access().await
}

/// Sets whether Postern may run the AWS and Azure CLIs in this account, and which of the AWS CLI's profiles it uses. The
/// user confirms before it is switched on.
#[tauri::command]
#[specta::specta]
pub async fn set_cloud_access(
    app: State<'_, Arc<App>>,
    is_on: bool,
    profiles: Vec<String>,
) -> Result<(), Problem> {
    app.set_cloud_access(is_on, profiles).await
}

/// Has the user choose the program of a CLI right after they pressed something, and confirm it. Returns `false` if the
/// user chose no file.
#[tauri::command]
#[specta::specta]
pub async fn choose_cli(
    app: State<'_, Arc<App>>,
    dialog: State<'_, FileDialogs>,
    input: State<'_, Input>,
    cli: Cli,
) -> Result<bool, Problem> {
    input.use_press()?;
    let title = format!("Choose the {}", cli.title());
    let Some(chosen) = dialog.create().set_title(title).pick_file().await else {
        return Ok(false);
    };
    app.use_cli(cli, chosen.path().to_owned()).await?;
    Ok(true)
}

/// Looks for a CLI in the usual places again.
#[tauri::command]
#[specta::specta]
pub async fn find_cli(app: State<'_, Arc<App>>, cli: Cli) -> Result<(), Problem> {
    app.find_cli(cli).await
}

/// An endpoint's connections, and what a lookup of whose they are found.
#[tauri::command]
#[specta::specta]
pub async fn connections(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<ConnectionsView, Problem> {
    app.connections(&region_id).await
}

/// Starts to look up whose an endpoint's connections are, with the AWS or Azure CLI.
#[tauri::command]
#[specta::specta]
pub async fn look_up(app: State<'_, Arc<App>>, region_id: RegionInfoId) -> Result<(), Problem> {
    app.look_up(region_id).await
}

/// Stops a lookup.
#[tauri::command]
#[specta::specta]
pub async fn stop_look_up(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<(), Problem> {
    app.stop_look_up(&region_id)
}

/// The names of accounts from the AWS CLI with one of its profiles, or of subscriptions from the Azure CLI, as a list
/// that can be imported.
#[tauri::command]
#[specta::specta]
pub async fn names_from_cli(
    app: State<'_, Arc<App>>,
    profile: Option<String>,
) -> Result<String, Problem> {
    app.names_from_cli(profile).await
}

/// Whether an application's network can connect, as far as a pre-flight with the AWS or Azure CLI found out.
#[tauri::command]
#[specta::specta]
pub async fn preflight(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
    profile: Option<String>,
) -> Result<PreflightView, Problem> {
    app.preflight(&region_id, &network, profile).await
}

/// Starts a pre-flight of an application's network, with the AWS or Azure CLI.
#[tauri::command]
#[specta::specta]
pub async fn start_preflight(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
    profile: Option<String>,
) -> Result<(), Problem> {
    app.start_preflight(region_id, &network, profile).await
}

/// Stops a pre-flight, and keeps what it found.
#[tauri::command]
#[specta::specta]
pub async fn stop_preflight(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<(), Problem> {
    app.stop_preflight(&region_id)
}
