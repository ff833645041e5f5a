//! A profile: an account in Postern, without its key.

use aeon::ids::{AccountId, ProjectId};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use specta::Type;
use uuid::Uuid;

/// A profile's ID, assigned when it is added.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type,
)]
#[serde(transparent)]
pub struct ProfileId(#[specta(type = String)] pub Uuid);

/// An account in Postern, as the profiles file stores it. Never has the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub id: ProfileId,
    /// The user's name for the account.
    pub name: String,
    /// The service address, such as `https://cloud.yugabyte.com`.
    pub host: String,
    pub account_id: AccountId,
    /// The account's name in Aeon.
    pub account_name: String,
    pub project_id: ProjectId,
    pub project_name: String,
    /// When the key expires; `None` if it never does.
    #[serde(deserialize_with = "expiry")]
    #[specta(type = Option<String>)]
    pub key_expires: Option<Timestamp>,
    pub key_store: KeyStore,
    /// What the account is for. Earlier versions didn't store it.
    #[serde(default)]
    pub environment: Environment,
    /// Whether Postern refuses to change anything in the account, whatever its key may do.
    #[serde(default)]
    pub read_only: bool,
    /// The same for all accounts that were added with one key, so that its successor replaces it in all of them.
    #[serde(default)]
    #[specta(type = Option<String>)]
    pub shared_key: Option<Uuid>,
}

/// What an account is for. In production, more is confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    Production,
    Staging,
    #[default]
    Other,
}

impl Environment {
    /// For sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Staging => "staging",
            Self::Other => "other",
        }
    }
}

/// Earlier versions stored the service's date for "never".
fn expiry<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let stored = Option::<Timestamp>::deserialize(deserializer)?;
    Ok(stored.and_then(aeon::expiry))
}

/// Where a profile's key is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum KeyStore {
    /// In the operating system's keyring.
    Keyring,
    /// In memory until Postern quits or is locked.
    Session,
}
