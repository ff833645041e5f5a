//! The Secret Service (GNOME Keyring, KWallet, KeePassXC), over D-Bus.

use std::sync::Arc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus_secret_service_keyring_store::Store;
use zbus_secret_service_keyring_store::cred::Specifier;

use super::KeyringError;

/// The store's display name.
pub(super) const STORE: &str = "Secret Service";

/// The longest secret in bytes, if the store has a limit.
pub(super) const BYTES_MAX: Option<usize> = None;

/// Connects to the store.
pub(super) fn open() -> Result<Arc<CredentialStore>, KeyringError> {
    match Store::new() {
        Ok(store) => Ok(store),
        Err(error) => Err(match failure(error) {
            KeyringError::Other(what) => KeyringError::NoSession(what),
            known => known,
        }),
    }
}

/// Whether the default collection is locked. Doesn't prompt the user.
pub(super) fn is_locked() -> Result<bool, KeyringError> {
    let service = SecretService::connect(EncryptionType::Plain).map_err(service_failure)?;
    match service.get_default_collection() {
        Ok(collection) => collection.is_locked().map_err(service_failure),
        Err(secret_service::Error::NoResult) => Err(KeyringError::NoCollection),
        Err(error) => Err(service_failure(error)),
    }
}

/// Relabels an existing entry.
pub(super) fn set_label(entry: &Entry, label: &str) -> Result<(), KeyringError> {
    match entry.as_any().downcast_ref::<Specifier>() {
        Some(specifier) => specifier.set_label(label).map_err(failure),
        None => Ok(()),
    }
}

/// Translates an error of the store.
pub(super) fn failure(error: Error) -> KeyringError {
    match error {
        Error::NoEntry => KeyringError::NotFound,
        Error::NoDefaultStore => KeyringError::Absent,
        Error::NoStorageAccess(_) => KeyringError::Locked,
        Error::Ambiguous(entries) => KeyringError::Ambiguous(entries.len()),
        Error::PlatformFailure(cause) => match cause.downcast::<secret_service::Error>() {
            Ok(error) => service_failure(*error),
            Err(other) => KeyringError::Other(other.to_string()),
        },
        // The error's own text would contain the key's bytes.
        Error::BadEncoding(_) | Error::BadDataFormat(_, _) => {
            KeyringError::Other("its entry isn't text".to_owned())
        }
        other => KeyringError::Other(other.to_string()),
    }
}

fn service_failure(error: secret_service::Error) -> KeyringError {
    use secret_service::Error as E;
    match error {
        E::Unavailable => KeyringError::Absent,
        E::Locked | E::Prompt | E::PromptDisconnected => KeyringError::Locked,
        // Encrypted with a key other than the one that Postern takes for the session's.
        E::Crypto(what) => KeyringError::NoSession(what.to_owned()),
        E::Zbus(error) => bus_failure(&error),
        E::ZbusFdo(error) => bus_failure(&zbus::Error::FDO(Box::new(error))),
        other => KeyringError::Other(other.to_string()),
    }
}

/// Without a bus, or a Secret Service on it, there is no keyring.
fn bus_failure(error: &zbus::Error) -> KeyringError {
    use zbus::Error as E;
    use zbus::fdo::Error as F;
    match error {
        E::Connection(..)
        | E::InputOutput(_)
        | E::Address(_)
        | E::Handshake(_)
        | E::Unsupported => KeyringError::Absent,
        E::FDO(inner) => match inner.as_ref() {
            F::ServiceUnknown(_) | F::NameHasNoOwner(_) | F::SpawnServiceNotFound(_) => {
                KeyringError::Absent
            }
            F::NoReply(_) | F::Timeout(_) | F::TimedOut(_) => KeyringError::Silent,
            F::UnknownObject(what) => KeyringError::NoSession(what.clone()),
            F::ZBus(inner) => bus_failure(inner),
            other => KeyringError::Other(other.to_string()),
        },
        E::MethodError(name, _, _) => match name.as_str() {
            "org.freedesktop.DBus.Error.ServiceUnknown"
            | "org.freedesktop.DBus.Error.NameHasNoOwner"
            | "org.freedesktop.DBus.Error.Spawn.ServiceNotFound" => KeyringError::Absent,
            "org.freedesktop.DBus.Error.NoReply" | "org.freedesktop.DBus.Error.TimedOut" => {
                KeyringError::Silent
            }
            "org.freedesktop.Secret.Error.IsLocked" => KeyringError::Locked,
            // The last two are KWallet's if it can't decrypt what is written to an existing entry or a new one.
            "org.freedesktop.Secret.Error.NoSession"
            | "org.freedesktop.DBus.Error.UnknownObject"
            | "org.qtproject.QtDBus.Error.InvalidObjectPath" => {
                KeyringError::NoSession(error.to_string())
            }
            _ => KeyringError::Other(error.to_string()),
        },
        other => KeyringError::Other(other.to_string()),
    }
}
