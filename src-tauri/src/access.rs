//! Who can reach what, and what looks wrong.

use std::sync::Arc;

use postern::access::{AccessView, ExportFormat, FindingCounts, FindingPlaces};
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// Who can reach what, and what looks wrong.
#[tauri::command]
#[specta::specta]
pub async fn access(app: State<'_, Arc<App>>) -> Result<AccessView, Problem> {
    app.access().await
}

/// How many findings there are.
#[tauri::command]
#[specta::specta]
pub async fn finding_counts(app: State<'_, Arc<App>>) -> Result<FindingCounts, Problem> {
    app.finding_counts().await
}

/// Which regions each kind of finding is about.
#[tauri::command]
#[specta::specta]
pub async fn finding_places(app: State<'_, Arc<App>>) -> Result<Vec<FindingPlaces>, Problem> {
    app.finding_places().await
}

/// Gives an account number or a subscription id a name; `null` takes it away.
#[tauri::command]
#[specta::specta]
pub async fn set_owner_name(
    app: State<'_, Arc<App>>,
    owner: String,
    name: Option<String>,
) -> Result<(), Problem> {
    app.set_owner_name(owner, name).await
}

/// Who can reach what, as text for other programs.
#[tauri::command]
#[specta::specta]
pub async fn access_export(
    app: State<'_, Arc<App>>,
    format: ExportFormat,
) -> Result<String, Problem> {
    app.access_export(format).await
}
