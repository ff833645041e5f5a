//! API keys, roles and their permissions.
//!
//! The permissions that the simulator checks:
//!
//! | `resource_type` | operations | they allow to |
//! |---|---|---|
//! | `CLUSTER` | `READ` | list and read clusters, read PSEs, read tasks |
//! | | `CREATE`, `DELETE` | create and delete clusters |
//! | | `UPDATE` | edit, pause and resume clusters, **create, edit and delete PSEs** |
//! | `VPC` | `READ`, `CREATE`, `DELETE` | list and read, create, delete VPCs |
//! | `API_KEY` | `READ` | list the account's keys |
//!
//! Which permission governs PSEs in the real service is not known. Ping, `GET /account` and the restricted
//! networks need none.

use aeon::wire::{OperationGroup, Permission, Role as WireRole};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use uuid::Uuid;

use crate::refusal::Refusal;

/// The simulator's API keys, by purpose. All but `expired` are accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// May do everything, in the account with one project.
    pub admin: String,
    /// May read everything and edit clusters and PSEs, but not create or delete clusters and VPCs.
    pub developer: String,
    /// May read clusters, PSEs and VPCs.
    pub read_only: String,
    /// An admin key that has expired; rejected with `JWT has expired`.
    pub expired: String,
    /// An admin key of another account, which has two projects.
    pub two_projects: String,
    /// An admin key that expires in about 24 days.
    pub soon: String,
}

/// The role of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Admin,
    Developer,
    ReadOnly,
}

type Rules = &'static [(&'static str, &'static str, &'static [&'static str])];

const ADMIN: Rules = &[
    (
        "CLUSTER",
        "Clusters",
        &["READ", "CREATE", "UPDATE", "DELETE"],
    ),
    (
        "READ_REPLICA",
        "Read Replica",
        &["READ", "CREATE", "UPDATE", "DELETE"],
    ),
    ("VPC", "VPCs", &["READ", "CREATE", "DELETE"]),
    ("VPC_PEERING", "VPC Peerings", &["READ", "CREATE", "DELETE"]),
    ("API_KEY", "API Keys", &["READ", "CREATE", "DELETE"]),
    (
        "ACCOUNT_USER",
        "Users",
        &["READ", "CREATE", "UPDATE", "DELETE"],
    ),
];
const DEVELOPER: Rules = &[
    ("CLUSTER", "Clusters", &["READ", "UPDATE"]),
    ("READ_REPLICA", "Read Replica", &["READ", "UPDATE"]),
    ("VPC", "VPCs", &["READ"]),
    ("VPC_PEERING", "VPC Peerings", &["READ"]),
    ("API_KEY", "API Keys", &["READ"]),
    ("ACCOUNT_USER", "Users", &["READ"]),
];
const READ_ONLY: Rules = &[
    ("CLUSTER", "Clusters", &["READ"]),
    ("READ_REPLICA", "Read Replica", &["READ"]),
    ("VPC", "VPCs", &["READ"]),
    ("VPC_PEERING", "VPC Peerings", &["READ"]),
];

impl Role {
    fn rules(self) -> Rules {
        match self {
            Self::Admin => ADMIN,
            Self::Developer => DEVELOPER,
            Self::ReadOnly => READ_ONLY,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Admin => "account_admin",
            Self::Developer => "account_dev",
            Self::ReadOnly => "account_viewer",
        }
    }

    pub(crate) fn display_name(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Developer => "Developer",
            Self::ReadOnly => "Viewer",
        }
    }

    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Admin => "5e3c9f1e-6f0c-4d24-9a52-27d0f1b70a01",
            Self::Developer => "5e3c9f1e-6f0c-4d24-9a52-27d0f1b70a02",
            Self::ReadOnly => "5e3c9f1e-6f0c-4d24-9a52-27d0f1b70a03",
        }
    }

    /// Fails with 403 unless the role has this permission.
    pub(crate) fn require(self, resource: &str, operation: &str) -> Result<(), Refusal> {
        let allowed = self
            .rules()
            .iter()
            .any(|(kind, _, operations)| *kind == resource && operations.contains(&operation));
        if allowed {
            return Ok(());
        }
        Err(Refusal::new(
            403,
            format!(
                "The role {} does not have the permission {operation} on {resource}",
                self.display_name()
            ),
        ))
    }

    /// The role as `GET /account` returns it.
    pub(crate) fn wire(self) -> WireRole {
        WireRole {
            id: self.id().to_owned(),
            name: self.name().to_owned(),
            description: format!("{} of the account", self.display_name()),
            is_active: Some(true),
            permissions: self
                .rules()
                .iter()
                .map(|(kind, name, operations)| Permission {
                    resource_type: (*kind).to_owned(),
                    resource_name: (*name).to_owned(),
                    operation_groups: operations
                        .iter()
                        .map(|operation| OperationGroup {
                            operation_group: (*operation).to_owned(),
                            operation_group_description: format!("{operation} {name}"),
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}

/// A key that the service issued.
#[derive(Clone, Debug)]
pub(crate) struct KeyRow {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) token: String,
    pub(crate) account: usize,
    pub(crate) role: Role,
    pub(crate) issued: Timestamp,
    pub(crate) expires: Option<Timestamp>,
    pub(crate) last_used: Option<Timestamp>,
}

/// A token in the form of a JWT. Its signature is random, and different in each run: the simulator compares whole
/// tokens. `random` is the world's, which has to advance as before so that ids stay the same.
pub(crate) fn token(
    id: &str,
    issued: Timestamp,
    expires: Option<Timestamp>,
    random: &mut fastrand::Rng,
) -> String {
    let header = serde_json::json!({"alg": "HS256", "typ": "JWT"});
    let claims = serde_json::json!({
        "iss": "aeon-simulator", "sub": id, "iat": issued.as_second(),
        "exp": expires.unwrap_or(aeon::NEVER).as_second(),
    });
    let mut signature = [0_u8; 32];
    random.fill(&mut signature);
    let secret = [Uuid::new_v4(), Uuid::new_v4()];
    for (byte, random) in signature
        .iter_mut()
        .zip(secret.iter().flat_map(Uuid::as_bytes))
    {
        *byte ^= random;
    }
    [
        header.to_string().as_bytes(),
        claims.to_string().as_bytes(),
        &signature,
    ]
    .map(|part| URL_SAFE_NO_PAD.encode(part))
    .join(".")
}
