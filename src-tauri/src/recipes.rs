//! Connecting an application: prerequisites, recipes and diagnosis.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::problem::Problem;
use postern::recipe::{Artifact, Network, Prerequisite};
use postern::session::{Recipes, TerraformScope};
use postern::trouble::{Diagnosis, Trouble};
use tauri::State;

use crate::App;

/// The prerequisites for connecting an application to this region's endpoint.
#[tauri::command]
#[specta::specta]
pub async fn prerequisites(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<Vec<Prerequisite>, Problem> {
    app.prerequisites(&region_id)
}

/// The network that the user entered for this cloud and region; `null` if the cloud has no endpoints.
#[tauri::command]
#[specta::specta]
pub async fn network(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<Option<Network>, Problem> {
    app.network(&region_id)
}

/// Saves the network that the user entered, for this account, cloud and region.
#[tauri::command]
#[specta::specta]
pub async fn remember_network(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
) -> Result<(), Problem> {
    app.remember_network(&region_id, network).await
}

/// Scripts and templates that connect this network, with blanks for what was not entered.
#[tauri::command]
#[specta::specta]
pub async fn recipes(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
) -> Result<Recipes, Problem> {
    app.recipes(&region_id, &network)
}

/// Terraform for a cluster's endpoints, or for all endpoints.
#[tauri::command]
#[specta::specta]
pub async fn terraform(
    app: State<'_, Arc<App>>,
    scope: TerraformScope,
) -> Result<Artifact, Problem> {
    app.terraform(scope).await
}

/// Possible causes of a pasted error message, most likely first; empty if none is known.
#[tauri::command]
#[specta::specta]
pub async fn diagnose(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
    text: String,
) -> Result<Vec<Diagnosis>, Problem> {
    app.diagnose(&region_id, &network, &text)
}

/// The cause of a symptom, and what to do about it for this endpoint.
#[tauri::command]
#[specta::specta]
pub async fn explain(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
    trouble: Trouble,
) -> Result<Diagnosis, Problem> {
    app.explain(&region_id, &network, trouble)
}
