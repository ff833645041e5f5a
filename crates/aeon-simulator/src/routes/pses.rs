//! Private service endpoints.

use aeon::ids::RegionInfoId;
use aeon::wire::unverified::{CreatePseAnswer, CreatePseBody};
use aeon::wire::{Metadata, PseRegionSpec};
use axum::body::Bytes;
use axum::extract::Path;
use serde_json::json;

use super::{Answer, Call, Reply, parse};
use crate::state::pse::unknown;

/// A region as a request must give it: without a list, or with `null`, it is refused. (The wire's own type
/// takes what a service may leave out of its answers.)
#[derive(serde::Deserialize)]
struct Region {
    cluster_region_info_id: RegionInfoId,
    security_principals: Vec<String>,
}

impl From<Region> for PseRegionSpec {
    fn from(region: Region) -> Self {
        Self {
            cluster_region_info_id: region.cluster_region_info_id,
            security_principals: region.security_principals,
        }
    }
}

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
    let body: CreatePseBody<Region> = parse(&body)?;
    let regions = body.private_service_endpoint_spec.into_iter();
    let specs: Vec<PseRegionSpec> = regions.map(PseRegionSpec::from).collect();
    let data = world.create_pses(project, &cluster, &specs)?;
    let answer = CreatePseAnswer {
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
    let spec = PseRegionSpec::from(parse::<Region>(&body)?);
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
