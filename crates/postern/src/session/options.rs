//! Paths and options that the application is started with.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aeon::{Retry, Timeouts};

use super::user_verification::NoVerifier;
use super::{ConsentPrompt, UserVerifier};
use crate::cloud_cli::CliEnvironment;
use crate::inventory::Pace;
use crate::journal::OnCommit;
use crate::keys::Keyring;

/// The folders for Postern's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Profiles and settings.
    pub config: PathBuf,
    /// Cached inventories and the journal of changes.
    pub data: PathBuf,
}

/// Options of the application. Only tests and tools change the defaults.
#[derive(Clone)]
pub struct AppOptions {
    pub version: String,
    /// The version of the web view, if it tells.
    pub web_view: Option<String>,
    pub keyring: Keyring,
    /// How often data is read.
    pub pace: Pace,
    /// The client's retries; `None` for its defaults.
    pub retry: Option<Retry>,
    /// The client's timeouts; `None` for its defaults.
    pub timeouts: Option<Timeouts>,
    /// Whether an account's service address may be plain HTTP on this machine, as a simulator's is.
    pub allows_plain_http: bool,
    /// Asks the user before a key can be sent to a new place.
    pub confirm: ConsentPrompt,
    /// Verifies who is at the computer.
    pub verifier: Arc<dyn UserVerifier>,
    /// Where the clouds' CLIs are looked for, and what they get to know.
    pub cli: CliEnvironment,
    /// How long an unsaved key stays in memory for its account to be added, or for another attempt.
    pub tried_key_lifetime: Duration,
    /// Called for each commit of the journal; for tests.
    pub on_commit: Option<OnCommit>,
    /// Length of a minute of `Settings::lock_after_minutes`; shorter in tests.
    pub minute: Duration,
}

impl Default for AppOptions {
    fn default() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            web_view: None,
            keyring: Keyring::default(),
            pace: Pace::default(),
            retry: None,
            timeouts: None,
            allows_plain_http: cfg!(debug_assertions),
            confirm: ConsentPrompt::default(),
            verifier: Arc::new(NoVerifier),
            cli: CliEnvironment::default(),
            tried_key_lifetime: Duration::from_mins(10),
            on_commit: None,
            minute: Duration::from_mins(1),
        }
    }
}
