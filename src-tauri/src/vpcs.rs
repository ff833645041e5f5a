//! VPCs: checks, making, deleting.

use std::sync::Arc;

use aeon::ids::VpcId;
use postern::cloud::Cloud;
use postern::problem::Problem;
use postern::vpc::{VpcCheck, VpcDraft};
use tauri::State;

use crate::App;

/// The regions that a VPC of this cloud may have.
#[tauri::command]
#[specta::specta]
pub async fn vpc_regions(app: State<'_, Arc<App>>, cloud: Cloud) -> Result<Vec<String>, Problem> {
    Ok(app.vpc_regions(&cloud))
}

/// Says what is wrong with the form, field by field.
#[tauri::command]
#[specta::specta]
pub async fn check_vpc(app: State<'_, Arc<App>>, draft: VpcDraft) -> Result<VpcCheck, Problem> {
    app.check_vpc(draft).await
}

/// Makes a VPC.
#[tauri::command]
#[specta::specta]
pub async fn create_vpc(app: State<'_, Arc<App>>, draft: VpcDraft) -> Result<VpcId, Problem> {
    app.create_vpc(draft).await
}

/// Deletes a VPC whose name was typed to confirm it.
#[tauri::command]
#[specta::specta]
pub async fn delete_vpc(
    app: State<'_, Arc<App>>,
    id: VpcId,
    typed_name: String,
) -> Result<(), Problem> {
    app.delete_vpc(id, typed_name).await
}
