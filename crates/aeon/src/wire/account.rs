//! The account that a key belongs to, and the key's roles and permissions.

use serde::{Deserialize, Serialize};

use super::Resource;
use super::lenient;
use crate::ids::{AccountId, ProjectId};

/// An account.
pub type Account = Resource<AccountSpec, AccountInfo>;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountSpec {
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountInfo {
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: AccountId,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub owner_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub projects: Vec<Project>,
    /// The roles of the key that the request was sent with.
    #[serde(default, deserialize_with = "lenient::list")]
    pub roles: Vec<Role>,
}

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: ProjectId,
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
}

/// A role: a named set of permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Role {
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// Such as `account_dev`.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    #[serde(deserialize_with = "lenient::flag")]
    pub is_active: Option<bool>,
    #[serde(deserialize_with = "lenient::list")]
    pub permissions: Vec<Permission>,
}

/// The operations that a role allows on one kind of resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Permission {
    /// Such as `CLUSTER`.
    #[serde(deserialize_with = "lenient::text")]
    pub resource_type: String,
    /// The display name of `resource_type`.
    #[serde(deserialize_with = "lenient::text")]
    pub resource_name: String,
    #[serde(deserialize_with = "lenient::list")]
    pub operation_groups: Vec<OperationGroup>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OperationGroup {
    /// Such as `READ` or `CREATE`.
    #[serde(deserialize_with = "lenient::text")]
    pub operation_group: String,
    #[serde(deserialize_with = "lenient::text")]
    pub operation_group_description: String,
}
