//! What there is.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::inventory::Snapshot;
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// What is known now; nothing while no account is unlocked.
#[tauri::command]
#[specta::specta]
pub async fn snapshot(app: State<'_, Arc<App>>) -> Result<Option<Arc<Snapshot>>, Problem> {
    Ok(app.snapshot())
}

/// Reads everything again; the answer comes at once, the news as events.
#[tauri::command]
#[specta::specta]
pub async fn refresh(app: State<'_, Arc<App>>) -> Result<(), Problem> {
    app.refresh().await
}

/// Reads the details of one region's PSE again.
#[tauri::command]
#[specta::specta]
pub async fn read_details(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<(), Problem> {
    app.read_details(region_id).await
}
