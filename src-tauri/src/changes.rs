//! Changes: plan, review, apply, and what to do with failed ones.

use std::collections::HashMap;
use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::change::{BatchId, Change, ChangeId, Decision, NoteDraft};
use postern::plan::{BulkPlan, Goal};
use postern::problem::Problem;
use postern::session::Reading;
use tauri::State;

use crate::App;

/// Reads the clusters again and plans what the goal would change. Changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn plan_bulk(app: State<'_, Arc<App>>, goal: Goal) -> Result<BulkPlan, Problem> {
    app.plan_bulk(goal).await
}

/// Reads the clusters again that a plan could not read, and plans again. Changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn read_unread(app: State<'_, Arc<App>>, batch: BatchId) -> Result<BulkPlan, Problem> {
    app.read_unread(batch).await
}

/// The progress of reading for a review; `null` if nothing is being read.
#[tauri::command]
#[specta::specta]
pub async fn reading(app: State<'_, Arc<App>>) -> Result<Option<Reading>, Problem> {
    app.reading().await
}

/// Stops reading for a review, and plans with what has been read.
#[tauri::command]
#[specta::specta]
pub async fn stop_reading(app: State<'_, Arc<App>>, id: u32) -> Result<(), Problem> {
    app.stop_reading(id).await
}

/// Plans again with these decisions about conflicts. Changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn decide_plan(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    decisions: HashMap<RegionInfoId, Decision>,
) -> Result<BulkPlan, Problem> {
    app.decide_plan(batch, decisions).await
}

/// What the user has to type before a plan without the regions in `exclude` is applied.
#[tauri::command]
#[specta::specta]
pub async fn to_type(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    exclude: Vec<RegionInfoId>,
) -> Result<Vec<String>, Problem> {
    app.to_type(batch, exclude).await
}

/// Keeps what the user says about a plan. It is recorded when the plan is applied.
#[tauri::command]
#[specta::specta]
pub async fn note_plan(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    note: NoteDraft,
) -> Result<(), Problem> {
    app.note_plan(batch, &note).await
}

/// Applies a plan without its blocked steps and the regions in `exclude`. `confirmations` is what the user typed to
/// confirm. The user confirms a risky plan in a native dialog as well.
#[tauri::command]
#[specta::specta]
pub async fn apply_bulk(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    confirmations: Vec<String>,
    exclude: Vec<RegionInfoId>,
) -> Result<Vec<Change>, Problem> {
    app.apply_bulk(batch, confirmations, exclude).await
}

/// Reads the text of a plan file and plans what it would change now. Changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn import_plan(app: State<'_, Arc<App>>, text: String) -> Result<BulkPlan, Problem> {
    app.import_plan(text).await
}

/// This session's changes, newest first.
#[tauri::command]
#[specta::specta]
pub async fn changes(app: State<'_, Arc<App>>) -> Result<Vec<Change>, Problem> {
    Ok(app.changes())
}

/// Decides a conflict of a running change. The user confirms a risky decision in a native dialog.
#[tauri::command]
#[specta::specta]
pub async fn decide(
    app: State<'_, Arc<App>>,
    change: ChangeId,
    region_id: RegionInfoId,
    decision: Decision,
) -> Result<(), Problem> {
    app.decide(change, region_id, decision).await
}

/// Retries a failed or unconfirmed step. The user confirms risky ones in a native
/// dialog.
#[tauri::command]
#[specta::specta]
pub async fn retry_step(
    app: State<'_, Arc<App>>,
    change: ChangeId,
    region_id: RegionInfoId,
) -> Result<(), Problem> {
    app.retry_step(change, region_id).await
}

/// Cancels a batch: steps that were sent are finished, the others are not sent.
#[tauri::command]
#[specta::specta]
pub async fn cancel_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.cancel_batch(batch).await
}

/// Retries a batch's steps that failed, or were not confirmed or not sent. The user confirms risky
/// ones in a native dialog.
#[tauri::command]
#[specta::specta]
pub async fn retry_failed(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.retry_failed(batch).await
}

/// Resumes a batch's unfinished steps after a restart of Postern. The user confirms risky ones in a native
/// dialog.
#[tauri::command]
#[specta::specta]
pub async fn resume_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.resume_batch(batch).await
}

/// Discards a batch's unfinished steps after a restart of Postern.
#[tauri::command]
#[specta::specta]
pub async fn discard_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.discard_batch(batch).await
}

/// Dismisses a batch from the list of changes; it stays in the history.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.dismiss_batch(batch).await
}
