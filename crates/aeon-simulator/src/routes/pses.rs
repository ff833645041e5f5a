//! Private service endpoints.

use aeon::wire::unverified::{CreatePseBody, CreatePseResponse};
use aeon::wire::{Metadata, PseRegionRequest};
use axum::body::Bytes;
use axum::extract::Path;
use serde_json::json;

use super::{Answer, Call, Reply, parse};
use crate::state::pse::unknown;

type Cluster = Path<(String, String, String)>;
type Item = Path<(String, String, String, String)>;

pub(super) async fn create(
    call: Call,
    Path((account, project, cluster)): Cluster,
    body: Bytes,
) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "UPDATE")?;
    let body: CreatePseBody = parse(&body)?;
    let data = world.create_pses(project, &cluster, &body.private_service_endpoint_spec)?;
    let answer = CreatePseResponse {
        data,
        metadata: Metadata::default(),
    };
    Ok(Reply(201, json!(answer).to_string()))
}

pub(super) async fn read(call: Call, Path((account, project, cluster, pse)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "READ")?;
    let row = world.projects[project].cluster(&cluster)?;
    let pse = row.pse(&pse).ok_or_else(|| unknown(&pse))?;
    Ok(Reply::one(200, pse.wire()))
}

pub(super) async fn edit(
    call: Call,
    Path((account, project, cluster, pse)): Item,
    body: Bytes,
) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "UPDATE")?;
    let spec: PseRegionRequest = parse(&body)?;
    Ok(Reply::one(
        200,
        world.edit_pse(project, &cluster, &pse, &spec)?,
    ))
}

pub(super) async fn delete(call: Call, Path((account, project, cluster, pse)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "UPDATE")?;
    world.delete_pse(project, &cluster, &pse)?;
    Ok(Reply::empty())
}
