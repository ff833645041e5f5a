//! VPCs and peerings.

use aeon::wire::VpcSpec;
use axum::body::Bytes;
use axum::extract::Path;
use serde_json::{Value, json};

use super::{Answer, Call, Reply, SpecBody, parse};
use crate::state::vpc::{unknown_peering, unknown_vpc};

type Project = Path<(String, String)>;
type Item = Path<(String, String, String)>;

pub(super) async fn list(call: Call, Path((account, project)): Project) -> Answer {
    let world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC", "READ")?;
    let paging = call.paging()?;
    let ids: Vec<&str> = call
        .query("ids")
        .map_or(Vec::new(), |ids| ids.split(',').collect());
    let mut rows: Vec<_> = world.projects[project]
        .vpcs
        .iter()
        .filter(|vpc| {
            call.query("name").is_none_or(|name| vpc.spec.name == name)
                && call
                    .query("cloud")
                    .is_none_or(|cloud| vpc.spec.cloud.as_str() == cloud)
                && call.query("region").is_none_or(|region| {
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

pub(super) async fn create(call: Call, Path((account, project)): Project, body: Bytes) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC", "CREATE")?;
    let SpecBody::<VpcSpec> { spec } = parse(&body)?;
    Ok(Reply::one(201, world.create_vpc(project, spec)?))
}

pub(super) async fn read(call: Call, Path((account, project, vpc)): Item) -> Answer {
    let world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC", "READ")?;
    let mut rows = world.projects[project].vpcs.iter();
    let row = rows
        .find(|row| row.info.id.as_str() == vpc)
        .ok_or_else(|| unknown_vpc(&vpc))?;
    Ok(Reply::one(200, row))
}

pub(super) async fn delete(call: Call, Path((account, project, vpc)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC", "DELETE")?;
    world.delete_vpc(project, &vpc)?;
    Ok(Reply::empty())
}

pub(super) async fn list_peerings(call: Call, Path((account, project)): Project) -> Answer {
    let world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC_PEERING", "READ")?;
    let paging = call.paging()?;
    let mut rows: Vec<_> = world.projects[project].peerings.iter().collect();
    rows.sort_by_key(|row| row["spec"]["name"].as_str());
    Ok(paging.page(rows.len(), |index| rows[index].to_string()))
}

pub(super) async fn create_peering(
    call: Call,
    Path((account, project)): Project,
    body: Bytes,
) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC_PEERING", "CREATE")?;
    let SpecBody::<Value> { spec } = parse(&body)?;
    Ok(Reply::one(201, world.create_peering(project, &spec)?))
}

pub(super) async fn read_peering(call: Call, Path((account, project, id)): Item) -> Answer {
    let world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC_PEERING", "READ")?;
    let mut rows = world.projects[project].peerings.iter();
    let row = rows
        .find(|row| row["info"]["id"] == id)
        .ok_or_else(|| unknown_peering(&id))?;
    Ok(Reply::one(200, row))
}

pub(super) async fn delete_peering(call: Call, Path((account, project, id)): Item) -> Answer {
    let mut world = call.app.world();
    let project = world.own_project(&call.key, &account, &project)?;
    call.role().require("VPC_PEERING", "DELETE")?;
    world.delete_peering(project, &id)?;
    Ok(Reply::empty())
}
