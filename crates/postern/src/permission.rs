//! What a key's roles allow, and what they are called. Pure.

use aeon::wire;

use serde::Serialize;
use specta::Type;

/// What the key may do: `None` where it may, else the reason why not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct May {
    /// Create, edit and delete PSEs.
    pub edit_endpoints: Option<String>,
    /// Create VPCs.
    pub create_vpcs: Option<String>,
    /// Delete VPCs.
    pub delete_vpcs: Option<String>,
}

/// What the key may do, from the roles that `GET /account` lists.
///
/// Which permission the service asks for at a private service endpoint is not documented: an endpoint is
/// part of its cluster, so `UPDATE` on `CLUSTER` is taken for it. VPCs are `VPC` here; a role that does
/// not mention them at all is taken to allow them to whoever may update clusters. Where the account
/// lists no permission of any kind, everything is allowed and the service decides.
pub fn may(account: &wire::Account) -> May {
    let roles = active(account);
    let has = |kind: &str, operation: &str| {
        let permissions = roles.iter().flat_map(|role| &role.permissions);
        let mut groups = permissions
            .filter(|permission| permission.resource_type == kind)
            .flat_map(|permission| &permission.operation_groups);
        groups.any(|group| group.operation_group == operation)
    };
    let mentions = |kind: &str| {
        let mut permissions = roles.iter().flat_map(|role| &role.permissions);
        permissions.any(|permission| permission.resource_type == kind)
    };
    if roles.iter().all(|role| role.permissions.is_empty()) {
        return May::default();
    }
    let edits = has("CLUSTER", "UPDATE");
    let vpc = |operation: &str| {
        if mentions("VPC") {
            has("VPC", operation)
        } else {
            edits
        }
    };
    let name = label(account);
    let unless =
        |allowed: bool, what: &str| (!allowed).then(|| format!("The role {name} may not {what}."));
    May {
        edit_endpoints: unless(edits, "create, edit or delete endpoints"),
        create_vpcs: unless(vpc("CREATE"), "create VPCs"),
        delete_vpcs: unless(vpc("DELETE"), "delete VPCs"),
    }
}

/// The key's roles, for people.
pub fn label(account: &wire::Account) -> String {
    let names: Vec<String> = active(account)
        .into_iter()
        .map(|role| role_name(&role.name))
        .collect();
    names.join(", ")
}

fn active(account: &wire::Account) -> Vec<&wire::Role> {
    let roles = account.info.roles.iter();
    roles.filter(|role| role.is_active != Some(false)).collect()
}

/// The console's name of a role; one that isn't known here is shown as it is.
fn role_name(code: &str) -> String {
    match code {
        "account_admin" => "Admin",
        "account_dev" => "Developer",
        "account_viewer" => "Viewer",
        "account_billing_admin" => "Billing Admin",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(roles: &serde_json::Value) -> wire::Account {
        let account =
            serde_json::json!({"spec": {"name": "A"}, "info": {"id": "a", "roles": roles}});
        serde_json::from_value(account).expect("an account")
    }

    fn permission(kind: &str, operations: &[&str]) -> serde_json::Value {
        let groups = operations
            .iter()
            .map(|name| serde_json::json!({"operation_group": name}));
        serde_json::json!({"resource_type": kind, "operation_groups": groups.collect::<Vec<_>>()})
    }

    #[test]
    fn nothing_said_is_left_to_the_service() {
        assert_eq!(may(&account(&serde_json::json!([]))), May::default());
        assert_eq!(
            may(&account(&serde_json::json!([{"name": "x"}]))),
            May::default()
        );
    }

    #[test]
    fn a_reader_is_told_which_role_keeps_it_from_editing() {
        let roles = serde_json::json!([{"name": "account_viewer", "permissions": [permission("CLUSTER", &["READ"])]}]);
        let may = may(&account(&roles));
        let reason = "The role Viewer may not create, edit or delete endpoints.";
        assert_eq!(may.edit_endpoints.as_deref(), Some(reason));
        assert_eq!(
            may.create_vpcs.as_deref(),
            Some("The role Viewer may not create VPCs.")
        );
    }

    #[test]
    fn a_role_that_is_silent_on_vpcs_follows_the_clusters() {
        let roles = serde_json::json!([{"name": "account_admin", "permissions": [permission("CLUSTER", &["UPDATE"])]}]);
        assert_eq!(may(&account(&roles)), May::default());
    }

    #[test]
    fn a_role_that_is_not_in_force_gives_nothing() {
        let roles = serde_json::json!([
            {"name": "account_admin", "is_active": false, "permissions": [permission("CLUSTER", &["UPDATE"])]},
            {"name": "watcher", "permissions": [permission("CLUSTER", &["READ"])]},
        ]);
        let account = account(&roles);
        assert!(may(&account).edit_endpoints.is_some());
        assert_eq!(label(&account), "watcher");
    }
}
