//! What the application is started with.

use std::path::PathBuf;
use std::time::Duration;

use aeon::{Retry, Timeouts};

use super::Confirm;
use crate::inventory::Pace;
use crate::journal::OnCommit;
use crate::keys::Keyring;

/// Where Postern keeps what it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The profiles and the settings.
    pub config: PathBuf,
    /// The last known pictures, and the journal of changes.
    pub data: PathBuf,
}

/// How the application behaves; the default is how it behaves for a user.
#[derive(Clone)]
pub struct AppOptions {
    /// The program's version.
    pub version: String,
    /// The keyring.
    pub keyring: Keyring,
    /// How often things are read.
    pub pace: Pace,
    /// How long the client tries again; `None`: as usual.
    pub retry: Option<Retry>,
    /// How long the client waits; `None`: as usual.
    pub timeouts: Option<Timeouts>,
    /// Asks the user before a key can go anywhere new.
    pub confirm: Confirm,
    /// How long a key waits for its account to be added, or for another attempt.
    pub draft_age: Duration,
    /// Is told of the journal's commits; for tests.
    pub on_commit: Option<OnCommit>,
    /// How long a minute of [`Settings::lock_after_minutes`](super::Settings::lock_after_minutes) is.
    pub minute: Duration,
}

impl Default for AppOptions {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            keyring: Keyring::default(),
            pace: Pace::default(),
            retry: None,
            timeouts: None,
            confirm: Confirm::default(),
            draft_age: Duration::from_mins(10),
            on_commit: None,
            minute: Duration::from_mins(1),
        }
    }
}
