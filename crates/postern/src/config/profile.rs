//! An account that was added. Never the key.

use aeon::ids::{AccountId, ProjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

/// A profile's id, made when it is added.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type,
)]
#[serde(transparent)]
pub struct ProfileId(#[specta(type = String)] pub Uuid);

/// An account that was added: everything but the key. This is what the profiles file holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Its id.
    pub id: ProfileId,
    /// The name that the user gave it.
    pub name: String,
    /// The service's address, such as `https://cloud.yugabyte.com`.
    pub host: String,
    /// The account's id.
    pub account_id: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The project's id.
    pub project_id: ProjectId,
    /// The project's name.
    pub project_name: String,
    /// When the key ends; `None`: it doesn't say.
    #[specta(type = Option<String>)]
    pub key_expires: Option<Timestamp>,
    /// Where the key is kept.
    pub key_store: KeyStore,
}

/// Where a profile's key is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum KeyStore {
    /// In the operating system's keyring.
    Keyring,
    /// In memory, until Postern ends or is locked.
    Session,
}
