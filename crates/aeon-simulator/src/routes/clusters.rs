//! Clusters.

use aeon::wire::ClusterSpec;
use axum::body::Bytes;
use axum::extract::Path;

use super::{ApiRequest, ApiResponse, RouteResult, SpecBody, parse};

type Project = Path<(String, String)>;
type Item = Path<(String, String, String)>;

pub(super) async fn list(request: ApiRequest, Path((account, project)): Project) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "READ")?;
    let paging = request.paging()?;
    world.choose_lists(project);
    let rows = &mut world.projects[project].clusters;
    let wanted: Vec<usize> = (0..rows.len())
        .filter(|&index| {
            request
                .query("name")
                .is_none_or(|name| rows[index].wire.spec.name == name)
        })
        .collect();
    Ok(paging.page(wanted.len(), |index| rows[wanted[index]].json().to_string()))
}

pub(super) async fn create(
    request: ApiRequest,
    Path((account, project)): Project,
    body: Bytes,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "CREATE")?;
    let SpecBody::<ClusterSpec> { spec } = parse(&body)?;
    let id = world.create_cluster(project, spec)?;
    Ok(raw(201, &world.projects[project].cluster(&id)?.json()))
}

pub(super) async fn read(
    request: ApiRequest,
    Path((account, project, cluster)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "READ")?;
    world.choose_lists(project);
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

pub(super) async fn edit(
    request: ApiRequest,
    Path((account, project, cluster)): Item,
    body: Bytes,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "UPDATE")?;
    let SpecBody::<ClusterSpec> { spec } = parse(&body)?;
    world.edit_cluster(project, &cluster, spec)?;
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

pub(super) async fn delete(
    request: ApiRequest,
    Path((account, project, cluster)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "DELETE")?;
    world.delete_cluster(project, &cluster)?;
    Ok(ApiResponse::empty())
}

pub(super) async fn pause(
    request: ApiRequest,
    Path((account, project, cluster)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "UPDATE")?;
    world.pause_cluster(project, &cluster)?;
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

pub(super) async fn resume(
    request: ApiRequest,
    Path((account, project, cluster)): Item,
) -> RouteResult {
    let mut world = request.service.world();
    let project = world.own_project(&request.key, &account, &project)?;
    request.role().require("CLUSTER", "UPDATE")?;
    world.resume_cluster(project, &cluster)?;
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

fn raw(status: u16, json: &str) -> ApiResponse {
    ApiResponse(status, format!(r#"{{"data":{json}}}"#))
}
