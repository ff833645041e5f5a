//! Private service endpoints.

use std::collections::BTreeMap;

use aeon::wire::unverified::CreatePseResponse;
use aeon::wire::{Metadata, PseRegionRequest};
use axum::body::Bytes;
use axum::extract::Path;
use serde_json::json;

use super::{ApiRequest, ApiResponse, RouteResult, parse};
use crate::refusal::Refusal;
use crate::state::applied::Operation;
use crate::state::pse::unknown;
use crate::unknown::note;

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
    let regions = regions(&request, &body)?;
    let data = world.create_pses(project, &cluster, &regions)?;
    for pse in &data {
        let row = world.projects[project].cluster(&cluster)?;
        let Some(made) = row.pse(pse.info.id.as_str()) else {
            continue;
        };
        let (region, list) = (made.region.clone(), made.principals.clone());
        let place = (cluster.as_str(), region.as_str());
        world.note(request.key.name, place, Operation::Create, Vec::new(), list);
    }
    let response = CreatePseResponse {
        data,
        metadata: Metadata::default(),
    };
    Ok(ApiResponse(201, json!(response).to_string()))
}

/// The regions in the body of a create. A strict service takes its own field and no other.
fn regions(request: &ApiRequest, body: &Bytes) -> Result<Vec<PseRegionRequest>, Refusal> {
    let service = &request.service;
    let mut fields: BTreeMap<String, serde_json::Value> = parse(body)?;
    let field = service.dialect.field.as_str();
    let regions = fields.remove(field);
    if let Some(other) = fields.keys().next() {
        note(service, "POST", &request.path, body);
        return Err(Refusal::new(400, format!("Unrecognized field \"{other}\"")));
    }
    let Some(regions) = regions else {
        note(service, "POST", &request.path, body);
        return Err(Refusal::new(400, "A required field is missing"));
    };
    serde_json::from_value(regions)
        .map_err(|error| Refusal::new(400, format!("The request body cannot be read: {error}")))
}

pub(super) async fn read(
    request: ApiRequest,
    Path((account, project, cluster, pse)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "READ")?;
    world.choose_lists(project);
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
    let row = world.projects[project].cluster(&cluster)?;
    let found = row.pse(&pse).ok_or_else(|| unknown(&pse))?;
    let (region, before) = (found.region.clone(), found.principals.clone());
    let edited = world.edit_pse(project, &cluster, &pse, &spec)?;
    let after = spec.security_principals;
    let place = (cluster.as_str(), region.as_str());
    world.note(request.key.name, place, Operation::Edit, before, after);
    Ok(ApiResponse::one(200, edited))
}

pub(super) async fn delete(
    request: ApiRequest,
    Path((account, project, cluster, pse)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "UPDATE")?;
    let row = world.projects[project].cluster(&cluster)?;
    let found = row.pse(&pse).ok_or_else(|| unknown(&pse))?;
    let (region, before) = (found.region.clone(), found.principals.clone());
    world.delete_pse(project, &cluster, &pse)?;
    let place = (cluster.as_str(), region.as_str());
    world.note(
        request.key.name,
        place,
        Operation::Delete,
        before,
        Vec::new(),
    );
    Ok(ApiResponse::empty())
}
