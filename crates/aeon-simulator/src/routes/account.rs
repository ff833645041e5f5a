//! Ping, account, tasks, keys, restricted networks.

use aeon::wire::{
    Account, AccountInfo, AccountSpec, ApiKeyEntry, ApiKeyInfo, ApiKeyRole, ApiKeyRoleInfo,
    ApiKeySpec, ApiKeyStatus, CloudCode, Project,
};
use axum::extract::Path;
use serde_json::json;

use super::{ApiRequest, ApiResponse, RouteResult};
use crate::refusal::Refusal;
use crate::state::vpc_rules;

pub(super) async fn ping(_request: ApiRequest) -> ApiResponse {
    ApiResponse::one(200, "pong")
}

pub(super) async fn account(request: ApiRequest) -> ApiResponse {
    let world = request.service.world();
    let row = &world.accounts[request.key.account];
    let account = Account {
        spec: AccountSpec {
            name: row.name.clone(),
        },
        info: AccountInfo {
            id: row.id.as_str().into(),
            owner_id: Some(row.owner.clone()),
            projects: world
                .projects
                .iter()
                .filter(|project| project.account == request.key.account)
                .map(|project| Project {
                    id: project.id.as_str().into(),
                    name: project.name.clone(),
                })
                .collect(),
            roles: vec![request.role().wire()],
        },
    };
    let mut value = json!(account);
    // The service repeats a project's name and id.
    if let Some(projects) = value["info"]["projects"].as_array_mut() {
        for project in projects {
            project["spec"] = json!({"name": project["name"]});
            project["info"] = json!({"id": project["id"]});
            project["metadata"] = json!(null);
        }
    }
    ApiResponse::one(200, value)
}

pub(super) async fn tasks(request: ApiRequest, Path(account): Path<String>) -> RouteResult {
    let world = request.service.world();
    let account = world.own_account(&request.key, &account)?;
    request.role().require("CLUSTER", "READ")?;
    let paging = request.paging()?;
    let now = world.now();
    let is = |name: &str, value: &str| request.query(name).is_none_or(|wanted| wanted == value);
    let mut rows: Vec<_> = world
        .tasks
        .iter()
        .filter(|task| {
            let project = &world.projects[task.project];
            project.account == account
                && !task.hidden
                && is("projectId", &project.id)
                && is("entity_id", &task.entity_id)
                && is("entity_type", task.entity_type)
                && is("task_type", &task.task_type)
        })
        .collect();
    // Newest first; of tasks with the same start, the last one first.
    rows.reverse();
    rows.sort_by_key(|task| std::cmp::Reverse(task.start));
    Ok(paging.page(rows.len(), |index| {
        let task = rows[index];
        json!(task.wire(now)).to_string()
    }))
}

pub(super) async fn api_keys(request: ApiRequest, Path(account): Path<String>) -> RouteResult {
    let world = request.service.world();
    let account = world.own_account(&request.key, &account)?;
    request.role().require("API_KEY", "READ")?;
    let paging = request.paging()?;
    let now = world.now();
    let mut rows: Vec<_> = world
        .keys
        .iter()
        .filter(|key| key.account == account)
        .collect();
    rows.sort_by_key(|key| key.name);
    let owner = &world.accounts[account].owner;
    Ok(paging.page(rows.len(), |index| {
        let key = rows[index];
        let expired = key.expires.is_some_and(|expires| expires <= now);
        let hours = key
            .expires
            .and_then(|expires| u64::try_from(expires.duration_since(key.issued).as_hours()).ok());
        let entry = ApiKeyEntry {
            spec: ApiKeySpec {
                name: key.name.to_owned(),
                description: String::new(),
                expire_after_hours: Some(hours.unwrap_or(0)),
                role_id: Some(key.role.id().to_owned()),
                allow_list_info: Vec::new(),
            },
            info: ApiKeyInfo {
                id: key.id.as_str().into(),
                issuer: Some(owner.clone()),
                expiry_time: Some(key.expires.unwrap_or(aeon::NEVER)),
                status: if expired {
                    ApiKeyStatus::Expired
                } else {
                    ApiKeyStatus::Active
                },
                last_used_time: key.last_used,
                role: Some(ApiKeyRole {
                    info: ApiKeyRoleInfo {
                        display_name: key.role.display_name().to_owned(),
                    },
                }),
            },
        };
        json!(entry).to_string()
    }))
}

pub(super) async fn restricted(_request: ApiRequest, Path(cloud): Path<String>) -> RouteResult {
    let networks = vpc_rules::restricted(&CloudCode::from(cloud.as_str()))
        .ok_or_else(|| Refusal::new(404, format!("Unknown cloud: {cloud}")))?;
    Ok(ApiResponse::one(200, networks))
}
