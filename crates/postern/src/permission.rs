//! What a key's roles allow, and what they are called. Pure.

use aeon::wire;

use serde::Serialize;
use specta::Type;

use crate::problem::{Problem, ProblemCode};

/// What the key may do: `None` where it may, else why not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Permissions {
    /// Create, edit and delete PSEs.
    pub edit_endpoints: Option<String>,
    /// Create VPCs.
    pub create_vpcs: Option<String>,
    /// Delete VPCs.
    pub delete_vpcs: Option<String>,
    /// Whether the account is set to read-only in Postern, so that nothing may be changed whatever the key's roles are.
    pub is_read_only: bool,
}

/// What to do about a key whose role doesn't allow something.
const USE_ADMIN_KEY: &str = "Use an Admin key to make changes.";

/// Why nothing may be changed in an account that is set to read-only.
const READ_ONLY: &str = "This account is set to read-only in Postern.";
/// What to do about that.
const SWITCH_OFF: &str = "Turn read-only off in the account's menu to make changes.";

/// Whether something may be done now.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Allowed {
    /// Now.
    Yes,
    /// It can be asked for now, and is sent as soon as the service takes it.
    Waits {
        /// What it waits for, as a sentence.
        reason: String,
    },
    /// Not as things are.
    No {
        /// Why, as a sentence.
        reason: String,
        /// What to do about it, as a sentence; empty: nothing can be done.
        remedy: String,
    },
}

impl Allowed {
    /// A refusal.
    pub fn no(reason: impl Into<String>, remedy: &str) -> Self {
        Self::No {
            reason: reason.into(),
            remedy: remedy.to_owned(),
        }
    }

    /// Something that is sent later.
    pub fn waits(reason: impl Into<String>) -> Self {
        Self::Waits {
            reason: reason.into(),
        }
    }

    /// What holds where both rules hold. Of two refusals, or two things to wait for, the first is told.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        match (&self, other) {
            (Self::No { .. }, _) | (_, Self::Yes) => self,
            (_, Self::No { .. }) | (Self::Yes, _) => other.clone(),
            (Self::Waits { .. }, Self::Waits { .. }) => self,
        }
    }

    /// Why not and what to do, where it may not be done.
    pub fn refusal(&self) -> Option<(&str, &str)> {
        match self {
            Self::No { reason, remedy } => Some((reason, remedy)),
            Self::Yes | Self::Waits { .. } => None,
        }
    }

    /// The refusal as a problem.
    pub fn problem(&self, code: ProblemCode) -> Option<Problem> {
        let (reason, remedy) = self.refusal()?;
        Some(Problem::new(code, reason, remedy))
    }
}

impl Permissions {
    /// What the key may do, from the roles that `GET /account` lists.
    ///
    /// Which permission the service asks for at a private service endpoint is not documented: an endpoint
    /// is part of its cluster, so `UPDATE` on `CLUSTER` is taken for it. VPCs are `VPC` here; a role that
    /// does not mention them at all is taken to allow them to a key that may update clusters. Where the
    /// account lists no permission of any kind, everything is allowed and the service decides.
    pub fn of(account: &wire::Account) -> Self {
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
            return Self::default();
        }
        let edits = has("CLUSTER", "UPDATE");
        let vpc = |operation: &str| {
            if mentions("VPC") {
                has("VPC", operation)
            } else {
                edits
            }
        };
        let (creates, deletes) = (vpc("CREATE"), vpc("DELETE"));
        let role = label(account);
        let unless = |allowed: bool, what: &str| {
            (!allowed).then(|| {
                if edits || creates || deletes {
                    format!("The {role} role can't {what}.")
                } else {
                    format!("This key is read-only (role {role}).")
                }
            })
        };
        Self {
            edit_endpoints: unless(edits, "create, edit or delete endpoints"),
            create_vpcs: unless(creates, "create VPCs"),
            delete_vpcs: unless(deletes, "delete VPCs"),
            is_read_only: false,
        }
    }

    /// The same, in an account that is set to read-only.
    #[must_use]
    pub fn read_only(self) -> Self {
        let refused = || Some(READ_ONLY.to_owned());
        Self {
            edit_endpoints: refused(),
            create_vpcs: refused(),
            delete_vpcs: refused(),
            is_read_only: true,
        }
    }

    /// What to do about something that may not be done.
    pub fn remedy(&self) -> &'static str {
        if self.is_read_only {
            SWITCH_OFF
        } else {
            USE_ADMIN_KEY
        }
    }

    /// Refuses every change in an account that is set to read-only.
    ///
    /// # Errors
    /// [`ProblemCode::Forbidden`]: it is.
    pub fn check_writable(&self) -> Result<(), Problem> {
        if self.is_read_only {
            return Err(Problem::new(ProblemCode::Forbidden, READ_ONLY, SWITCH_OFF));
        }
        Ok(())
    }

    /// Whether PSEs may be created, edited and deleted.
    pub fn endpoints(&self) -> Allowed {
        match &self.edit_endpoints {
            None => Allowed::Yes,
            Some(reason) => Allowed::no(reason, self.remedy()),
        }
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
        assert_eq!(
            Permissions::of(&account(&serde_json::json!([]))),
            Permissions::default()
        );
        assert_eq!(
            Permissions::of(&account(&serde_json::json!([{"name": "x"}]))),
            Permissions::default()
        );
    }

    #[test]
    fn a_reader_is_told_which_role_keeps_it_from_editing() {
        let roles = serde_json::json!([{"name": "account_viewer", "permissions": [permission("CLUSTER", &["READ"])]}]);
        let may = Permissions::of(&account(&roles));
        let reason = "This key is read-only (role Viewer).";
        assert_eq!(may.edit_endpoints.as_deref(), Some(reason));
        assert_eq!(may.create_vpcs.as_deref(), Some(reason));
    }

    #[test]
    fn a_role_that_is_silent_on_vpcs_follows_the_clusters() {
        let roles = serde_json::json!([{"name": "account_admin", "permissions": [permission("CLUSTER", &["UPDATE"])]}]);
        assert_eq!(Permissions::of(&account(&roles)), Permissions::default());
    }

    #[test]
    fn a_role_that_may_do_something_is_told_what_it_may_not() {
        let roles = serde_json::json!([{"name": "networks", "permissions": [permission("VPC", &["CREATE"])]}]);
        let may = Permissions::of(&account(&roles));
        let reason = "The networks role can't create, edit or delete endpoints.";
        assert_eq!(may.edit_endpoints.as_deref(), Some(reason));
        assert_eq!(may.create_vpcs, None);
    }

    #[test]
    fn a_role_that_is_not_in_force_gives_nothing() {
        let roles = serde_json::json!([
            {"name": "account_admin", "is_active": false, "permissions": [permission("CLUSTER", &["UPDATE"])]},
            {"name": "watcher", "permissions": [permission("CLUSTER", &["READ"])]},
        ]);
        let account = account(&roles);
        assert!(Permissions::of(&account).edit_endpoints.is_some());
        assert_eq!(label(&account), "watcher");
    }
}
