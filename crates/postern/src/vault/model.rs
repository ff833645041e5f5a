//! Accounts as the page sees them. Never the key.

use aeon::ids::{AccountId, ProjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

use crate::problem::Problem;

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

/// The keyring, as the settings show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyringView {
    /// The store's name for people ("Secret Service", "Keychain", "Credential Manager").
    pub store: String,
    /// Why it can't be used, where it can't.
    pub problem: Option<Problem>,
    /// Whether it is asking the user for its password, in a window of its own.
    pub is_asking: bool,
}

/// Where a key comes from when the page offers one.
#[derive(Deserialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum KeySource {
    /// Typed or pasted into the page's field.
    Typed {
        /// The key's text; leaves the page once, and never comes back.
        #[specta(type = String)]
        key: secrecy::SecretString,
    },
    /// Taken from the clipboard by the shell, which clears it once the service has accepted the key.
    Clipboard,
    /// The key in memory that could not be tried.
    Untried,
}

/// A key that was tried and works; it waits in memory, under `draft`, until the account is added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TriedKey {
    /// The name of the waiting key.
    pub draft: String,
    /// The service's address as it will be kept.
    pub host: String,
    /// The account's id.
    pub account_id: AccountId,
    /// The account's name.
    pub account_name: String,
    /// Its projects: one is chosen where there are several.
    pub projects: Vec<ProjectView>,
    /// The key's roles, for people.
    pub role: String,
    /// When the key ends.
    #[specta(type = Option<String>)]
    pub key_expires: Option<Timestamp>,
}

/// A project to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProjectView {
    /// Its id.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
}
