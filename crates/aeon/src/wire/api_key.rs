//! Metadata of the account's API keys; the API never returns the keys themselves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Resource;
use super::lenient;
use super::open_enum::open_enum;
use crate::ids::ApiKeyId;

open_enum! {
    ApiKeyStatus {
        Active = "ACTIVE",
        Expired = "EXPIRED",
        Revoked = "REVOKED",
    }
}

/// The metadata of an API key.
pub type ApiKeyEntry = Resource<ApiKeySpec, ApiKeyInfo>;

/// What the user asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiKeySpec {
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    /// Counted from its creation; 0 or `None` if it never expires.
    #[serde(deserialize_with = "lenient::number")]
    pub expire_after_hours: Option<u64>,
    #[serde(deserialize_with = "lenient::optional_text")]
    pub role_id: Option<String>,
    /// The networks that it may be used from; empty for any.
    #[serde(deserialize_with = "lenient::list")]
    pub allow_list_info: Vec<serde_json::Value>,
}

/// What the service made of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ApiKeyInfo {
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: ApiKeyId,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub issuer: Option<String>,
    /// See [`crate::expiry`]: a key that never expires has a date as well.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub expiry_time: Option<Timestamp>,
    #[serde(default)]
    pub status: ApiKeyStatus,
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub last_used_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub role: Option<ApiKeyRole>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiKeyRole {
    #[serde(deserialize_with = "lenient::nullable")]
    pub info: ApiKeyRoleInfo,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiKeyRoleInfo {
    #[serde(deserialize_with = "lenient::text")]
    pub display_name: String,
}
