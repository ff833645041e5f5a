//! The account that a key belongs to, and what the key may do.

use serde::{Deserialize, Serialize};

use super::Thing;
use super::lenient;
use crate::ids::{AccountId, ProjectId};

/// An account.
pub type Account = Thing<AccountSpec, AccountInfo>;

/// An account's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountSpec {
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
}

/// An account's id, projects and roles.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountInfo {
    /// Its id.
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: AccountId,
    /// Who owns it.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub owner_id: Option<String>,
    /// Its projects.
    #[serde(default, deserialize_with = "lenient::list")]
    pub projects: Vec<Project>,
    /// The roles of the key that asks.
    #[serde(default, deserialize_with = "lenient::list")]
    pub roles: Vec<Role>,
}

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: ProjectId,
    /// Its name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
}

/// A role: a named set of permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Role {
    /// Its id.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// Its name, such as `account_dev`.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// What it is for.
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    /// Whether it is in force.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_active: Option<bool>,
    /// What it allows.
    #[serde(deserialize_with = "lenient::list")]
    pub permissions: Vec<Permission>,
}

/// What a role allows on one kind of resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Permission {
    /// The kind of resource, such as `CLUSTER`.
    #[serde(deserialize_with = "lenient::text")]
    pub resource_type: String,
    /// Its name for people.
    #[serde(deserialize_with = "lenient::text")]
    pub resource_name: String,
    /// The operations that are allowed.
    #[serde(deserialize_with = "lenient::list")]
    pub operation_groups: Vec<OperationGroup>,
}

/// An operation that a role allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OperationGroup {
    /// Its code, such as `READ` or `CREATE`.
    #[serde(deserialize_with = "lenient::text")]
    pub operation_group: String,
    /// Its description for people.
    #[serde(deserialize_with = "lenient::text")]
    pub operation_group_description: String,
}
