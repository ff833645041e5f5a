//! Private service endpoints.

use aeon::wire::unverified::{CreatePseBody, CreatePseResponse};
use aeon::wire::{Metadata, PseRegionRequest};
use axum::body::Bytes;
use axum::extract::Path;
use serde_json::json;

use super::{ApiRequest, ApiResponse, RouteResult, parse};
use crate::state::pse::unknown;

type Cluster = Path<(String, String, String)>;
type Item = Path<(String, String, String, String)>;

pub(super) async fn create(
    request: ApiRequest,
    Path((account, project, cluster)): Cluster,
    body: Bytes,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "UPDATE")?;
    let body: CreatePseBody = parse(&body)?;
    let data = world.create_pses(project, &cluster, &body.private_service_endpoint_spec)?;
    let response = CreatePseResponse {
        data,
        metadata: Metadata::default(),
    };
    Ok(ApiResponse(201, json!(response).to_string()))
}

pub(super) async fn read(
    request: ApiRequest,
    Path((account, project, cluster, pse)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "READ")?;
    let row = world.projects[project].cluster(&cluster)?;
    let pse = row.pse(&pse).ok_or_else(|| unknown(&pse))?;
    Ok(ApiResponse::one(200, pse.wire()))
}

pub(super) async fn edit(
    request: ApiRequest,
    Path((account, project, cluster, pse)): Item,
    body: Bytes,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "UPDATE")?;
    let spec: PseRegionRequest = parse(&body)?;
    Ok(ApiResponse::one(
        200,
        world.edit_pse(project, &cluster, &pse, &spec)?,
    ))
}

pub(super) async fn delete(
    request: ApiRequest,
    Path((account, project, cluster, pse)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "UPDATE")?;
    world.delete_pse(project, &cluster, &pse)?;
    Ok(ApiResponse::empty())
}
