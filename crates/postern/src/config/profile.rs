//! A profile: an account in Postern, without its key.

use aeon::ids::{AccountId, ProjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
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
    /// When the key expires; `None` if it doesn't say.
    #[specta(type = Option<String>)]
    pub key_expires: Option<Timestamp>,
    pub key_store: KeyStore,
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
