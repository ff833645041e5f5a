//! The cloud side: recipes, prerequisites, troubles.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::problem::Problem;
use postern::recipe::{Artefact, Network, Prerequisite};
use postern::session::{Recipes, TerraformScope};
use postern::trouble::{Diagnosis, Trouble};
use tauri::State;

use crate::App;

/// What must hold before an application can connect to this region's endpoint.
#[tauri::command]
#[specta::specta]
pub async fn prerequisites(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<Vec<Prerequisite>, Problem> {
    app.prerequisites(&region_id)
}

/// What the user filled in for this cloud and region before; nothing where the cloud has no endpoints.
#[tauri::command]
#[specta::specta]
pub async fn network(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
) -> Result<Option<Network>, Problem> {
    app.network(&region_id)
}

/// Remembers what the user filled in, for this account, cloud and region.
#[tauri::command]
#[specta::specta]
pub async fn remember_network(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
) -> Result<(), Problem> {
    app.remember_network(&region_id, network).await
}

/// Everything that can be done for an application with this network, as far as it is filled in.
#[tauri::command]
#[specta::specta]
pub async fn recipes(
    app: State<'_, Arc<App>>,
    region_id: RegionInfoId,
    network: Network,
) -> Result<Recipes, Problem> {
    app.recipes(&region_id, &network)
}

/// Terraform for a cluster's endpoints, or for all there are.
#[tauri::command]
#[specta::specta]
pub async fn terraform(
    app: State<'_, Arc<App>>,
    scope: TerraformScope,
) -> Result<Artefact, Problem> {
    app.terraform(scope).await
}

/// What is the matter with a text that was pasted, the likeliest first; empty: it is not known.
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

/// The cause of a symptom, and what helps with this endpoint.
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
