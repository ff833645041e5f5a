//! The Access page: who can connect where, and findings.

use std::sync::Arc;

use postern::access::{AccessView, ExportFormat, FindingCounts, FindingPlaces};
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// Who can connect to which endpoints, with findings.
#[tauri::command]
#[specta::specta]
pub async fn access(app: State<'_, Arc<App>>) -> Result<AccessView, Problem> {
    app.access().await
}

/// The number of findings.
#[tauri::command]
#[specta::specta]
pub async fn finding_counts(app: State<'_, Arc<App>>) -> Result<FindingCounts, Problem> {
    app.finding_counts().await
}

/// The regions of each kind of finding.
#[tauri::command]
#[specta::specta]
pub async fn finding_places(app: State<'_, Arc<App>>) -> Result<Vec<FindingPlaces>, Problem> {
    app.finding_places().await
}

/// Names an AWS account or Azure subscription; `null` removes the name.
#[tauri::command]
#[specta::specta]
pub async fn set_owner_name(
    app: State<'_, Arc<App>>,
    owner: String,
    name: Option<String>,
) -> Result<(), Problem> {
    app.set_owner_name(owner, name).await
}

/// Who can connect to which endpoints, as text for other programs.
#[tauri::command]
#[specta::specta]
pub async fn access_export(
    app: State<'_, Arc<App>>,
    format: ExportFormat,
) -> Result<String, Problem> {
    app.access_export(format).await
}
