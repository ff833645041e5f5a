//! The account's API keys: what is known of them, never the keys themselves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Thing;
use super::lenient;
use super::open_enum::open_enum;
use crate::ids::ApiKeyId;

open_enum! {
    /// Whether a key still works.
    ApiKeyStatus {
        /// It works.
        Active = "ACTIVE",
        /// Its time is over.
        Expired = "EXPIRED",
        /// It was taken back.
        Revoked = "REVOKED",
    }
}

/// An API key's description.
pub type ApiKeyEntry = Thing<ApiKeySpec, ApiKeyInfo>;

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiKeySpec {
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// What it is for.
    #[serde(deserialize_with = "lenient::text")]
    pub description: String,
    /// Hours from its making to its end; 0 or nothing: it doesn't end.
    #[serde(deserialize_with = "lenient::number")]
    pub expire_after_hours: Option<u64>,
    /// Its role's id.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub role_id: Option<String>,
    /// The networks that it may be used from.
    #[serde(deserialize_with = "lenient::list")]
    pub allow_list_info: Vec<serde_json::Value>,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ApiKeyInfo {
    /// Its id.
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: ApiKeyId,
    /// Who made it.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub issuer: Option<String>,
    /// When it ends.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub expiry_time: Option<Timestamp>,
    /// Whether it still works.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub status: ApiKeyStatus,
    /// When it was last used.
    #[serde(default, deserialize_with = "lenient::timestamp")]
    pub last_used_time: Option<Timestamp>,
    /// Its role.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub role: Option<ApiKeyRole>,
}

/// A key's role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiKeyRole {
    /// The role's particulars.
    #[serde(deserialize_with = "lenient::nullable")]
    pub info: ApiKeyRoleInfo,
}

/// A key's role's particulars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiKeyRoleInfo {
    /// Its name for people.
    #[serde(deserialize_with = "lenient::text")]
    pub display_name: String,
}
