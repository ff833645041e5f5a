//! The operating system's keyring, with a time limit for every call.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aeon::ApiKey;
use keyring_core::Entry;
use keyring_core::api::CredentialStore;
use thiserror::Error;
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::bounded::{Bounded, Call};
use super::platform;
use crate::config::{Profile, ProfileId};

/// The service name of Postern's entries in the keyring. Their user name is the profile's ID.
const SERVICE: &str = "Postern";

/// Why the keyring can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyringError {
    #[error("there is no keyring on this machine")]
    Absent,
    /// The keyring is locked, and the user didn't unlock it.
    #[error("the keyring is locked")]
    Locked,
    #[error("the keyring doesn't answer")]
    Silent,
    #[error("the keyring has no key for this account")]
    NotFound,
    #[error("the keyring has {0} keys for this account")]
    Ambiguous(usize),
    #[error("the keyring failed: {0}")]
    Other(String),
}

/// Time limits for keyring calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyringTimes {
    /// For calls that don't need the user.
    pub answer: Duration,
    /// For calls that may ask the user for the keyring's password.
    pub prompt: Duration,
}

impl Default for KeyringTimes {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(5),
            prompt: Duration::from_mins(2),
        }
    }
}

/// The operating system's keyring. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Keyring {
    times: KeyringTimes,
    calls: Bounded,
    /// Number of calls waiting for the user to unlock the keyring.
    asking: watch::Sender<usize>,
}

impl Default for Keyring {
    fn default() -> Self {
        Self::new(KeyringTimes::default())
    }
}

impl Keyring {
    /// A keyring with time limits other than the default 5 s for an answer and 2 min for the user to unlock it.
    pub fn new(times: KeyringTimes) -> Self {
        Self {
            times,
            calls: Bounded::default(),
            asking: watch::Sender::new(0),
        }
    }

    /// The number of calls waiting for the user to unlock the keyring in its own window.
    pub fn asking(&self) -> watch::Receiver<usize> {
        self.asking.subscribe()
    }

    /// The store's display name.
    pub fn store(&self) -> &'static str {
        platform::STORE
    }

    /// Checks that the keyring can be used, without prompting the user.
    ///
    /// # Errors
    /// Why it can't be used; [`KeyringError::Locked`] if the user would be prompted.
    pub async fn probe(&self) -> Result<(), KeyringError> {
        match self.is_locked().await? {
            true if cfg!(target_os = "linux") => Err(KeyringError::Locked),
            _ => Ok(()),
        }
    }

    /// Reads a profile's key.
    ///
    /// # Errors
    /// Why it can't be read.
    pub async fn read(&self, profile: &Profile) -> Result<ApiKey, KeyringError> {
        let profile = profile.clone();
        self.with(move |store, _| {
            let secret = entry(store, &profile)?
                .get_secret()
                .map_err(platform::failure)?;
            let secret = Zeroizing::new(secret);
            let text = std::str::from_utf8(&secret)
                .map_err(|_| KeyringError::Other("its entry isn't text".to_owned()))?;
            ApiKey::parse(text)
                .map_err(|_| KeyringError::Other("its entry isn't an API key".to_owned()))
        })
        .await
    }

    /// Writes the key of a new profile. A call that fails or is given up leaves no entry behind.
    ///
    /// # Errors
    /// Why it can't be written.
    pub async fn write_new(&self, profile: &Profile, key: &ApiKey) -> Result<(), KeyringError> {
        let (profile, key) = (profile.clone(), key.clone());
        self.with(move |store, call| {
            let entry = entry(store, &profile)?;
            // A new entry gets its label when it is created.
            let written = entry
                .set_secret(key.expose().as_bytes())
                .map_err(platform::failure);
            if !call.settle() || written.is_err() {
                let _ = entry.delete_credential();
            }
            written
        })
        .await
    }

    /// Replaces a profile's key. If the entry can't be relabeled, it keeps its label.
    ///
    /// # Errors
    /// Why it can't be written.
    pub async fn replace(&self, profile: &Profile, key: &ApiKey) -> Result<(), KeyringError> {
        let (profile, key) = (profile.clone(), key.clone());
        self.with(move |store, _| {
            let entry = entry(store, &profile)?;
            entry
                .set_secret(key.expose().as_bytes())
                .map_err(platform::failure)?;
            if let Err(error) = platform::set_label(&entry, &label(&profile)) {
                tracing::warn!(%error, "the key's entry in the keyring couldn't be relabeled");
            }
            Ok(())
        })
        .await
    }

    /// Labels a profile's entry with the profile's current name. A missing entry is not an error.
    ///
    /// # Errors
    /// Why it can't be relabeled.
    pub async fn rename(&self, profile: &Profile) -> Result<(), KeyringError> {
        let profile = profile.clone();
        let renamed = self
            .with(move |store, _| platform::set_label(&entry(store, &profile)?, &label(&profile)))
            .await;
        unless_missing(renamed)
    }

    /// Removes a profile's key. A missing key is not an error.
    ///
    /// # Errors
    /// Why it can't be removed.
    pub async fn remove(&self, profile: &Profile) -> Result<(), KeyringError> {
        let profile = profile.clone();
        let removed = self
            .with(move |store, _| {
                entry(store, &profile)?
                    .delete_credential()
                    .map_err(platform::failure)
            })
            .await;
        unless_missing(removed)
    }

    async fn is_locked(&self) -> Result<bool, KeyringError> {
        self.calls
            .run(self.times.answer, |_| platform::is_locked())
            .await
    }

    /// Calls the store, with the longer time limit if the user must be prompted. A call that is given up
    /// before it reaches the store does nothing.
    async fn with<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Arc<CredentialStore>, &Call) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let locked = self.is_locked().await?;
        let _asking = locked.then(|| Asking::new(&self.asking));
        let bound = if locked {
            self.times.prompt
        } else {
            self.times.answer
        };
        let answer = self.calls.run(bound, move |given_up| {
            let store = platform::open()?;
            if given_up.is_given_up() {
                return Err(KeyringError::Silent);
            }
            call(&store, given_up)
        });
        // The password wasn't typed in time.
        answer.await.map_err(|error| match error {
            KeyringError::Silent if locked => KeyringError::Locked,
            other => other,
        })
    }
}

/// Counts as a prompt for the keyring's password until dropped.
struct Asking<'a>(&'a watch::Sender<usize>);

impl<'a> Asking<'a> {
    fn new(count: &'a watch::Sender<usize>) -> Self {
        count.send_modify(|count| *count += 1);
        Self(count)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

fn entry(store: &Arc<CredentialStore>, profile: &Profile) -> Result<Entry, KeyringError> {
    let (user, label) = (user(profile.id), label(profile));
    let modifiers = HashMap::from([("label", label.as_str())]);
    let modifiers = cfg!(target_os = "linux").then_some(&modifiers);
    store
        .build(SERVICE, &user, modifiers)
        .map_err(platform::failure)
}

fn user(profile: ProfileId) -> String {
    profile.0.to_string()
}

/// The label by which a user finds the entry in the keyring's own app.
fn label(profile: &Profile) -> String {
    let host = profile
        .host
        .split_once("://")
        .map_or(profile.host.as_str(), |(_, host)| host);
    format!("Postern – {} ({host})", profile.name)
}

fn unless_missing(result: Result<(), KeyringError>) -> Result<(), KeyringError> {
    match result {
        Err(KeyringError::NotFound) => Ok(()),
        other => other,
    }
}
