//! Clusters.

use aeon::wire::ClusterSpec;
use axum::body::Bytes;
use axum::extract::Path;

use super::{Answer, Call, Reply, SpecBody, parse};

type Project = Path<(String, String)>;
type Item = Path<(String, String, String)>;

pub(super) async fn list(call: Call, Path((account, project)): Project) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "READ")?;
    let paging = call.paging()?;
    let rows = &mut world.projects[project].clusters;
    let wanted: Vec<usize> = (0..rows.len())
        .filter(|&index| {
            call.query("name")
                .is_none_or(|name| rows[index].wire.spec.name == name)
        })
        .collect();
    Ok(paging.page(wanted.len(), |index| rows[wanted[index]].json().to_string()))
}

pub(super) async fn create(call: Call, Path((account, project)): Project, body: Bytes) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "CREATE")?;
    let SpecBody::<ClusterSpec> { spec } = parse(&body)?;
    let id = world.create_cluster(project, spec)?;
    Ok(raw(201, &world.projects[project].cluster(&id)?.json()))
}

pub(super) async fn read(call: Call, Path((account, project, cluster)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "READ")?;
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

pub(super) async fn edit(
    call: Call,
    Path((account, project, cluster)): Item,
    body: Bytes,
) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "UPDATE")?;
    let SpecBody::<ClusterSpec> { spec } = parse(&body)?;
    world.edit_cluster(project, &cluster, spec)?;
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

pub(super) async fn delete(call: Call, Path((account, project, cluster)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "DELETE")?;
    world.delete_cluster(project, &cluster)?;
    Ok(Reply::empty())
}

pub(super) async fn pause(call: Call, Path((account, project, cluster)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "UPDATE")?;
    world.pause_cluster(project, &cluster)?;
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

pub(super) async fn resume(call: Call, Path((account, project, cluster)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("CLUSTER", "UPDATE")?;
    world.resume_cluster(project, &cluster)?;
    Ok(raw(200, &world.projects[project].cluster(&cluster)?.json()))
}

fn raw(status: u16, json: &str) -> Reply {
    Reply(status, format!(r#"{{"data":{json}}}"#))
}
