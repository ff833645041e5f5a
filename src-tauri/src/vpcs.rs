//! VPCs: validate the form, create, delete.

use std::sync::Arc;

use aeon::ids::VpcId;
use postern::cloud::Cloud;
use postern::problem::Problem;
use postern::vpc::{VpcCheck, VpcDraft};
use tauri::State;

use crate::App;

/// The regions of this cloud in which a VPC can be created.
#[tauri::command]
#[specta::specta]
pub async fn vpc_regions(app: State<'_, Arc<App>>, cloud: Cloud) -> Result<Vec<String>, Problem> {
    Ok(app.vpc_regions(&cloud))
}

/// Validates the form's fields.
#[tauri::command]
#[specta::specta]
pub async fn check_vpc(app: State<'_, Arc<App>>, draft: VpcDraft) -> Result<VpcCheck, Problem> {
    app.check_vpc(draft).await
}

/// Creates a VPC. The user confirms it in a native dialog if the settings say so.
#[tauri::command]
#[specta::specta]
pub async fn create_vpc(app: State<'_, Arc<App>>, draft: VpcDraft) -> Result<VpcId, Problem> {
    app.create_vpc(draft).await
}

/// Deletes a VPC, after the user confirms it in a native dialog. `typed_name` is the name that the user typed to confirm
/// in the page.
#[tauri::command]
#[specta::specta]
pub async fn delete_vpc(
    app: State<'_, Arc<App>>,
    id: VpcId,
    typed_name: String,
) -> Result<(), Problem> {
    app.delete_vpc(id, typed_name).await
}
