//! The keyring, as the settings show it.

use serde::Serialize;
use specta::Type;

use crate::problem::Problem;

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
