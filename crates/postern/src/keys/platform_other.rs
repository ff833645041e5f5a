//! Keychain on macOS, Credential Manager on Windows: the system itself asks the user where it must.

use std::sync::Arc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};

use super::KeyringError;

#[cfg(target_os = "macos")]
use apple_native_keyring_store::keychain::Store;
#[cfg(windows)]
use windows_native_keyring_store::Store;

/// The store's name for people.
pub(super) const STORE: &str = if cfg!(windows) {
    "Credential Manager"
} else {
    "Keychain"
};

/// Connects to the store.
pub(super) fn open() -> Result<Arc<CredentialStore>, KeyringError> {
    Ok(Store::new().map_err(failure)?)
}

/// Whether the user has to be asked first. These systems don't say: they are given the time to ask.
pub(super) fn is_locked() -> Result<bool, KeyringError> {
    Ok(true)
}

/// These stores name an entry by its service and user: there is no other label to set.
pub(super) fn set_label(_entry: &Entry, _label: &str) -> Result<(), KeyringError> {
    Ok(())
}

/// What a failure of the store means.
pub(super) fn failure(error: Error) -> KeyringError {
    match error {
        Error::NoEntry => KeyringError::NotFound,
        Error::NoDefaultStore => KeyringError::Absent,
        Error::NoStorageAccess(_) => KeyringError::Locked,
        Error::Ambiguous(entries) => KeyringError::Ambiguous(entries.len()),
        Error::BadEncoding(_) | Error::BadDataFormat(_, _) => {
            KeyringError::Other("what it holds is not text".to_owned())
        }
        other => KeyringError::Other(other.to_string()),
    }
}
