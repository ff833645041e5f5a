//! Errors of accounts and keys.

use thiserror::Error;

use super::KeyringError;
use crate::files::{WriteError, sentence};
use crate::problem::{Problem, ProblemCode};

/// Why an operation on accounts and keys failed.
#[derive(Debug, Error)]
pub enum VaultError {
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// A key stored only for the session is gone.
    #[error("the API key of “{0}” was stored for one session only, and that session has ended")]
    SessionOver(String),
    /// The profiles file was edited since the key was saved.
    #[error(
        "the address of “{name}” in profiles.json is {now}, but its key was saved for {stored}, so it wasn't sent"
    )]
    OtherHost {
        name: String,
        now: String,
        stored: String,
    },
    #[error("this account is no longer in Postern")]
    NoProfile,
    /// An invalid name.
    #[error("{0}")]
    Name(String),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl VaultError {
    fn code(&self) -> ProblemCode {
        match self {
            Self::Keyring(KeyringError::Absent | KeyringError::NoCollection) => {
                ProblemCode::KeyringAbsent
            }
            Self::Keyring(KeyringError::Locked) => ProblemCode::KeyringLocked,
            Self::Keyring(KeyringError::Silent) => ProblemCode::KeyringSilent,
            Self::Keyring(KeyringError::NotFound) | Self::SessionOver(_) => {
                ProblemCode::Unauthorized
            }
            Self::NoProfile => ProblemCode::NotFound,
            Self::Name(_) | Self::OtherHost { .. } => ProblemCode::Invalid,
            Self::Keyring(_) | Self::Write(_) => ProblemCode::Other,
        }
    }

    /// What the user can do about it.
    fn hint(&self) -> &'static str {
        match self {
            Self::Keyring(error) => hint(error),
            Self::SessionOver(_) => "Enter the key again.",
            Self::OtherHost { .. } => {
                "If you didn't edit profiles.json, another program did. Put the address back and restart Postern, \
                 or remove the account and add it again."
            }
            Self::NoProfile => "",
            Self::Name(_) => "Choose another name.",
            Self::Write(error) => error.hint(),
        }
    }
}

fn hint(error: &KeyringError) -> &'static str {
    match error {
        KeyringError::Absent if cfg!(target_os = "linux") => {
            "Install and start a keyring with a Secret Service (GNOME Keyring, KWallet, KeePassXC), \
             or use the key for this session only."
        }
        KeyringError::NoCollection => {
            "Create a default keyring in the keyring's own app (in KeePassXC, open a database and share a group of it under \
             Database Settings > Secret Service Integration), or use the key for this session only."
        }
        KeyringError::TooLong { .. } => {
            "Use the key for this session only, or create a key with a narrower role, which is shorter."
        }
        KeyringError::Absent => "Use the key for this session only.",
        KeyringError::Locked => {
            "Answer your keyring's question or unlock it with its password, then try again. Nothing was deleted."
        }
        KeyringError::Silent => {
            "If the keyring shows a question (KeePassXC asks for each application), answer it and try again. \
             Otherwise restart the keyring service, or log out and back in, then try again. Nothing was deleted."
        }
        KeyringError::NotFound => "Enter the key again.",
        KeyringError::Ambiguous(_) => {
            "In the keyring's own app, delete all but one of the “Postern” entries."
        }
        KeyringError::NoSession(_) | KeyringError::Other(_) => {
            "Try again. If the problem persists, restart the keyring service."
        }
    }
}

impl From<&VaultError> for Problem {
    fn from(error: &VaultError) -> Self {
        Self::new(error.code(), sentence(&error.to_string()), error.hint())
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        Self::from(&error)
    }
}
