//! Keychain on macOS, Credential Manager on Windows. The system itself prompts the user if necessary.

use std::sync::Arc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};

use super::KeyringError;

#[cfg(target_os = "macos")]
use apple_native_keyring_store::keychain::Store;
#[cfg(windows)]
use windows_native_keyring_store::Store;

/// The store's display name.
pub(super) const STORE: &str = if cfg!(windows) {
    "Credential Manager"
} else {
    "Keychain"
};

/// The longest secret in bytes, if the store has a limit: on Windows `CRED_MAX_CREDENTIAL_BLOB_SIZE`.
pub(super) const BYTES_MAX: Option<usize> = if cfg!(windows) { Some(2560) } else { None };

/// Connects to the store.
pub(super) fn open() -> Result<Arc<CredentialStore>, KeyringError> {
    Ok(Store::new().map_err(failure)?)
}

/// Whether the user must be prompted. These systems don't say, so calls always get the longer time limit.
pub(super) fn is_locked() -> Result<bool, KeyringError> {
    Ok(true)
}

/// Does nothing: these stores have no label besides service and user name.
pub(super) fn set_label(_entry: &Entry, _label: &str) -> Result<(), KeyringError> {
    Ok(())
}

/// Translates an error of the store.
pub(super) fn failure(error: Error) -> KeyringError {
    match error {
        Error::NoEntry => KeyringError::NotFound,
        Error::NoDefaultStore => KeyringError::Absent,
        Error::NoStorageAccess(_) => KeyringError::Locked,
        Error::Ambiguous(entries) => KeyringError::Ambiguous(entries.len()),
        Error::BadEncoding(_) | Error::BadDataFormat(_, _) => {
            KeyringError::Other("its entry isn't text".to_owned())
        }
        other => KeyringError::Other(other.to_string()),
    }
}
