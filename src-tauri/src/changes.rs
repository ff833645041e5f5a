//! Changing PSEs: plan, apply, decide.

use std::collections::HashMap;
use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::change::{BatchId, Change, ChangeId, Decision};
use postern::plan::{BulkPlan, Goal};
use postern::problem::Problem;
use postern::session::Reading;
use tauri::State;

use crate::App;

/// Reads the clusters again and says what the goal would change over all of them. Sends nothing.
#[tauri::command]
#[specta::specta]
pub async fn plan_bulk(app: State<'_, Arc<App>>, goal: Goal) -> Result<BulkPlan, Problem> {
    app.plan_bulk(goal).await
}

/// Reads those clusters of a bulk plan again that could not be read, and plans all of it again. Sends nothing.
#[tauri::command]
#[specta::specta]
pub async fn read_unread(app: State<'_, Arc<App>>, batch: BatchId) -> Result<BulkPlan, Problem> {
    app.read_unread(batch).await
}

/// How far the reading for a review is; nothing where nothing is being read for one.
#[tauri::command]
#[specta::specta]
pub async fn reading(app: State<'_, Arc<App>>) -> Result<Option<Reading>, Problem> {
    app.reading().await
}

/// Stops reading for a review: its plan is made of what was read by then.
#[tauri::command]
#[specta::specta]
pub async fn stop_reading(app: State<'_, Arc<App>>, id: u32) -> Result<(), Problem> {
    app.stop_reading(id).await
}

/// Plans again what a bulk plan asks for, with the conflicts decided. Sends nothing.
#[tauri::command]
#[specta::specta]
pub async fn decide_plan(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    decisions: HashMap<RegionInfoId, Decision>,
) -> Result<BulkPlan, Problem> {
    app.decide_plan(batch, decisions).await
}

/// What has to be typed before a bulk plan is applied without the regions in `leave_out`.
#[tauri::command]
#[specta::specta]
pub async fn to_type(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    leave_out: Vec<RegionInfoId>,
) -> Result<Vec<String>, Problem> {
    app.to_type(batch, leave_out).await
}

/// Carries a bulk plan out, except what is blocked and the regions in `leave_out`. `confirmations` holds
/// what was typed for the steps that ask for it.
#[tauri::command]
#[specta::specta]
pub async fn apply_bulk(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    confirmations: Vec<String>,
    leave_out: Vec<RegionInfoId>,
) -> Result<Vec<Change>, Problem> {
    app.apply_bulk(batch, confirmations, leave_out).await
}

/// A bulk plan that was not applied yet, without the regions in `leave_out`, as commands of the vendor's
/// command line.
#[tauri::command]
#[specta::specta]
pub async fn ybm_commands(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    leave_out: Vec<RegionInfoId>,
) -> Result<String, Problem> {
    app.ybm_commands(batch, leave_out).await
}

/// A bulk plan that was not applied yet, without the regions in `leave_out`, as the text of a file.
#[tauri::command]
#[specta::specta]
pub async fn export_plan(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    leave_out: Vec<RegionInfoId>,
) -> Result<String, Problem> {
    app.export_plan(batch, leave_out).await
}

/// Reads the text of an exported plan and says what it would change now. Sends nothing.
#[tauri::command]
#[specta::specta]
pub async fn import_plan(app: State<'_, Arc<App>>, text: String) -> Result<BulkPlan, Problem> {
    app.import_plan(text).await
}

/// The changes of this session, newest first.
#[tauri::command]
#[specta::specta]
pub async fn changes(app: State<'_, Arc<App>>) -> Result<Vec<Change>, Problem> {
    Ok(app.changes())
}

/// Settles a conflict that a running change met.
#[tauri::command]
#[specta::specta]
pub async fn decide(
    app: State<'_, Arc<App>>,
    change: ChangeId,
    region_id: RegionInfoId,
    decision: Decision,
) -> Result<(), Problem> {
    app.engine()?.decide(change, region_id, decision).await
}

/// Tries a failed or unconfirmed step again.
#[tauri::command]
#[specta::specta]
pub async fn retry_step(
    app: State<'_, Arc<App>>,
    change: ChangeId,
    region_id: RegionInfoId,
) -> Result<(), Problem> {
    app.engine()?.retry(change, region_id).await
}

/// Calls a batch off: what was sent is finished, the rest is not sent.
#[tauri::command]
#[specta::specta]
pub async fn cancel_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.cancel_batch(batch).await
}

/// Tries everything of a batch again that failed, was not confirmed or not sent.
#[tauri::command]
#[specta::specta]
pub async fn retry_failed(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.retry_failed(batch).await
}

/// Goes on with what of a batch was left when Postern ended.
#[tauri::command]
#[specta::specta]
pub async fn resume_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.resume_batch(batch).await
}

/// Gives up what of a batch was left when Postern ended.
#[tauri::command]
#[specta::specta]
pub async fn discard_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.discard_batch(batch).await
}

/// Takes a batch off the list of changes; it stays in the history.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_batch(app: State<'_, Arc<App>>, batch: BatchId) -> Result<(), Problem> {
    app.engine()?.dismiss_batch(batch).await
}
