//! Does it connect? Checks from this machine.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::problem::Problem;
use postern::recipe::Network;
use postern::session::CheckRun;
use tauri::State;

use crate::App;

/// Begins to check the connection from this machine; each step is told as news. `host` takes the place of
/// the endpoint's own; empty: the endpoint's own.
#[tauri::command]
#[specta::specta]
pub async fn start_check(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
    host: String,
) -> Result<(), Problem> {
    app.start_check(region_id, &network, &host)
}

/// Ends a check; what was found stays.
#[tauri::command]
#[specta::specta]
pub async fn stop_check(app: State<'_, Arc<App>>, region_id: RegionInfoId) -> Result<(), Problem> {
    app.stop_check(&region_id)
}

/// The last check of each endpoint.
#[tauri::command]
#[specta::specta]
pub async fn checks(app: State<'_, Arc<App>>) -> Result<Vec<CheckRun>, Problem> {
    Ok(app.checks())
}
