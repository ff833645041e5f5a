//! What can go wrong with accounts and keys.

use thiserror::Error;

use super::KeyringError;
use crate::files::{WriteError, sentence};
use crate::problem::{Problem, ProblemCode};

/// What can go wrong with accounts and keys.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The keyring can't be used.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// A key that was only held in memory is gone.
    #[error("the API key of “{0}” was kept for one session only, and that session is over")]
    SessionOver(String),
    /// No such profile.
    #[error("this account is not in Postern's list any more")]
    NoProfile,
    /// The name can't be used.
    #[error("{0}")]
    Name(String),
    /// The list of accounts can't be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl VaultError {
    fn code(&self) -> ProblemCode {
        match self {
            Self::Keyring(KeyringError::Absent) => ProblemCode::KeyringAbsent,
            Self::Keyring(KeyringError::Locked) => ProblemCode::KeyringLocked,
            Self::Keyring(KeyringError::Silent) => ProblemCode::KeyringSilent,
            Self::Keyring(KeyringError::NotFound) | Self::SessionOver(_) => {
                ProblemCode::Unauthorized
            }
            Self::NoProfile => ProblemCode::NotFound,
            Self::Name(_) => ProblemCode::Invalid,
            Self::Keyring(_) | Self::Write(_) => ProblemCode::Other,
        }
    }

    /// What the user can do about it.
    fn hint(&self) -> &'static str {
        match self {
            Self::Keyring(error) => hint(error),
            Self::SessionOver(_) => "Give Postern the key again.",
            Self::NoProfile => "",
            Self::Name(_) => "Choose another name.",
            Self::Write(error) => error.hint(),
        }
    }
}

fn hint(error: &KeyringError) -> &'static str {
    match error {
        KeyringError::Absent if cfg!(target_os = "linux") => {
            "Install and start one that offers the Secret Service (GNOME Keyring, KWallet, KeePassXC), \
             or use the key for this session only."
        }
        KeyringError::Absent => "Use the key for this session only.",
        KeyringError::Locked => "Unlock it with its password, then try again. Nothing was deleted.",
        KeyringError::Silent => {
            "Restart the keyring's service, or log out and in, then try again. Nothing was deleted."
        }
        KeyringError::NotFound => "Give Postern the key again.",
        KeyringError::Ambiguous(_) => {
            "Delete all but one of the entries of “Postern” in the keyring's own program."
        }
        KeyringError::Other(_) => "Try again; if it goes on, restart the keyring's service.",
    }
}

impl From<&VaultError> for Problem {
    fn from(error: &VaultError) -> Self {
        let message = sentence(&error.to_string());
        Self {
            code: error.code(),
            message,
            hint: error.hint().to_owned(),
        }
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        Self::from(&error)
    }
}
