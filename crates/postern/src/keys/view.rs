//! The keyring's state as the page shows it.

use serde::Serialize;
use specta::Type;

use crate::problem::Problem;

/// The keyring's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KeyringView {
    /// Display name: "Secret Service", "Keychain" or "Credential Manager".
    pub store: String,
    /// Why it can't be used; `None` if it can.
    pub problem: Option<Problem>,
    /// Whether it is prompting the user for its password in its own window.
    pub is_asking: bool,
}
