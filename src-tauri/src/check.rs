//! Connection checks from this machine.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::problem::Problem;
use postern::recipe::Network;
use postern::session::CheckRun;
use tauri::State;

use crate::App;

/// Starts to check the endpoint's connection from this machine; an event reports each step.
#[tauri::command]
#[specta::specta]
pub async fn start_check(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
) -> Result<(), Problem> {
    app.start_check(region_id, &network)
}

/// Stops a check and keeps its results so far.
#[tauri::command]
#[specta::specta]
pub async fn stop_check(app: State<'_, Arc<App>>, region_id: RegionInfoId) -> Result<(), Problem> {
    app.stop_check(&region_id)
}

/// The latest check of each endpoint.
#[tauri::command]
#[specta::specta]
pub async fn checks(app: State<'_, Arc<App>>) -> Result<Vec<CheckRun>, Problem> {
    Ok(app.checks())
}
