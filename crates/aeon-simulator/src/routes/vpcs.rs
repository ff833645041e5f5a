//! VPCs.

use aeon::wire::VpcSpec;
use axum::body::Bytes;
use axum::extract::Path;
use serde_json::json;

use super::{ApiRequest, ApiResponse, RouteResult, SpecBody, parse};
use crate::state::vpc::unknown_vpc;

type Project = Path<(String, String)>;
type Item = Path<(String, String, String)>;

pub(super) async fn list(request: ApiRequest, Path((account, project)): Project) -> RouteResult {
    let world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("VPC", "READ")?;
    let paging = request.paging()?;
    let ids: Vec<&str> = request
        .query("ids")
        .map_or(Vec::new(), |ids| ids.split(',').collect());
    let mut rows: Vec<_> = world.projects[project]
        .vpcs
        .iter()
        .filter(|vpc| {
            request
                .query("name")
                .is_none_or(|name| vpc.spec.name == name)
                && request
                    .query("cloud")
                    .is_none_or(|cloud| vpc.spec.cloud.as_str() == cloud)
                && request.query("region").is_none_or(|region| {
                    vpc.spec
                        .region_specs
                        .iter()
                        .any(|spec| spec.region == region)
                })
                && (ids.is_empty() || ids.contains(&vpc.info.id.as_str()))
        })
        .collect();
    rows.sort_by_key(|vpc| vpc.spec.name.as_str());
    Ok(paging.page(rows.len(), |index| json!(rows[index]).to_string()))
}

pub(super) async fn create(
    request: ApiRequest,
    Path((account, project)): Project,
    body: Bytes,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("VPC", "CREATE")?;
    let SpecBody::<VpcSpec> { spec } = parse(&body)?;
    Ok(ApiResponse::one(201, world.create_vpc(project, spec)?))
}

pub(super) async fn read(request: ApiRequest, Path((account, project, vpc)): Item) -> RouteResult {
    let world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("VPC", "READ")?;
    let mut rows = world.projects[project].vpcs.iter();
    let row = rows
        .find(|row| row.info.id.as_str() == vpc)
        .ok_or_else(|| unknown_vpc(&vpc))?;
    Ok(ApiResponse::one(200, row))
}

pub(super) async fn delete(
    request: ApiRequest,
    Path((account, project, vpc)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("VPC", "DELETE")?;
    world.delete_vpc(project, &vpc)?;
    Ok(ApiResponse::empty())
}
