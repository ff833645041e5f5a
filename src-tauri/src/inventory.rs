//! The inventory of clusters, endpoints and VPCs.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::inventory::SnapshotUpdate;
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// The current snapshot, as what differs from the one that the page has; `null` while no account is unlocked.
#[tauri::command]
#[specta::specta]
pub async fn snapshot(
    app: State<'_, Arc<App>>,
    since: Option<u32>,
) -> Result<Option<SnapshotUpdate>, Problem> {
    Ok(app.snapshot_since(since))
}

/// Starts to read everything again. Events report the progress.
#[tauri::command]
#[specta::specta]
pub async fn refresh(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.refresh().await
}

/// Reads a region's endpoint again.
#[tauri::command]
#[specta::specta]
pub async fn read_details(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<(), Problem> {
    app.read_details(region_id).await
}
