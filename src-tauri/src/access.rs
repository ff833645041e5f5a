//! The Access page: who can connect where, and findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use postern::access::{AccessView, FindingCounts, FindingPlaces, KnownPrincipal};
use postern::cloud::Cloud;
use postern::principal::NameList;
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// Who can connect to which endpoints, with findings.
#[tauri::command]
#[specta::specta]
pub async fn access(app: State<'_, Arc<App>>) -> Result<AccessView, Problem> {
    app.access().await
}

/// The number of findings.
#[tauri::command]
#[specta::specta]
pub async fn finding_counts(app: State<'_, Arc<App>>) -> Result<FindingCounts, Problem> {
    app.finding_counts().await
}

/// The regions of each kind of finding.
#[tauri::command]
#[specta::specta]
pub async fn finding_places(app: State<'_, Arc<App>>) -> Result<Vec<FindingPlaces>, Problem> {
    app.finding_places().await
}

/// The names of accounts and subscriptions, by number or ID.
#[tauri::command]
#[specta::specta]
pub async fn owner_names(app: State<'_, Arc<App>>) -> Result<BTreeMap<String, String>, Problem> {
    Ok(app.owner_names())
}

/// The groups of accounts and subscriptions, by number or ID.
#[tauri::command]
#[specta::specta]
pub async fn owner_groups(app: State<'_, Arc<App>>) -> Result<BTreeMap<String, String>, Problem> {
    Ok(app.owner_groups())
}

/// The principals of one cloud that an editor suggests.
#[tauri::command]
#[specta::specta]
pub async fn known_principals(
    app: State<'_, Arc<App>>,
    cloud: Cloud,
) -> Result<Vec<KnownPrincipal>, Problem> {
    app.known_principals(&cloud).await
}

/// Names an AWS account or Azure subscription; `null` removes the name.
#[tauri::command]
#[specta::specta]
pub async fn set_owner_name(
    app: State<'_, Arc<App>>,
    owner: String,
    name: Option<String>,
) -> Result<(), Problem> {
    app.set_owner_name(owner, name).await
}

/// Puts an AWS account or Azure subscription into a group; `null` takes it out.
#[tauri::command]
#[specta::specta]
pub async fn set_owner_group(
    app: State<'_, Arc<App>>,
    owner: String,
    group: Option<String>,
) -> Result<(), Problem> {
    app.set_owner_group(owner, group).await
}

/// Marks an AWS account or Azure subscription as the user's own, or takes that back.
#[tauri::command]
#[specta::specta]
pub async fn set_ours(app: State<'_, Arc<App>>, owner: String, ours: bool) -> Result<(), Problem> {
    app.set_ours(owner, ours).await
}

/// Accepts a finding until a day such as `2026-12-31`: it stays listed, and is no longer counted.
#[tauri::command]
#[specta::specta]
pub async fn accept_finding(
    app: State<'_, Arc<App>>,
    id: String,
    reason: String,
    until: String,
) -> Result<(), Problem> {
    app.accept_finding(id, &reason, &until).await
}

/// Counts a finding again that was accepted.
#[tauri::command]
#[specta::specta]
pub async fn withdraw_acceptance(app: State<'_, Arc<App>>, id: String) -> Result<(), Problem> {
    app.withdraw_acceptance(id).await
}

/// The names in a pasted list of accounts or subscriptions, such as the answer of `aws organizations list-accounts` or
/// `az account list`, or a table with headings. Changes nothing.
#[tauri::command]
#[specta::specta]
pub async fn read_names(app: State<'_, Arc<App>>, text: String) -> Result<NameList, Problem> {
    Ok(app.read_names(&text))
}

/// Adds the names in such a list to the address book, and marks them as the user's own if `ours`. Returns how many changed.
#[tauri::command]
#[specta::specta]
pub async fn import_names(
    app: State<'_, Arc<App>>,
    text: String,
    ours: bool,
) -> Result<u32, Problem> {
    app.import_names(&text, ours).await
}
