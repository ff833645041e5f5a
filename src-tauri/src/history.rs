//! The history of changes.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::change::BatchId;
use postern::journal::{HistoryNames, HistoryPage, HistoryQuery};
use postern::plan::BulkPlan;
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// A page of the history, newest first.
#[tauri::command]
#[specta::specta]
pub async fn history(
    app: State<'_, Arc<App>>,
    query: HistoryQuery,
) -> Result<HistoryPage, Problem> {
    app.history(query).await
}

/// The names that the history can be filtered by, including those of deleted endpoints and removed principals.
#[tauri::command]
#[specta::specta]
pub async fn history_names(app: State<'_, Arc<App>>) -> Result<HistoryNames, Problem> {
    app.history_names().await
}

/// The number of changes that would be deleted if the history were kept for this many days.
#[tauri::command]
#[specta::specta]
pub async fn history_beyond(app: State<'_, Arc<App>>, days: u32) -> Result<u32, Problem> {
    app.history_beyond(days).await
}

/// Reads the clusters of a batch again and plans how to undo it, on these regions or on all. Changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn plan_revert(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    regions: Option<Vec<RegionInfoId>>,
) -> Result<BulkPlan, Problem> {
    app.plan_revert(batch, regions).await
}
