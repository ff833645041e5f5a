//! The operating system's keyring, with every call bounded in time.

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

/// Under this service all of Postern's entries stand; the user is the profile's id.
const SERVICE: &str = "Postern";

/// Why the keyring can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyringError {
    /// There is none.
    #[error("there is no keyring on this machine")]
    Absent,
    /// It is locked, and was not unlocked when asked.
    #[error("the keyring is locked")]
    Locked,
    /// It does not answer.
    #[error("the keyring does not answer")]
    Silent,
    /// It has no key for this profile.
    #[error("the keyring has no key for this account")]
    NotFound,
    /// It has several keys for this profile.
    #[error("the keyring has {0} keys for this account")]
    Ambiguous(usize),
    /// Anything else.
    #[error("the keyring failed: {0}")]
    Other(String),
}

/// How long a call may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyringTimes {
    /// A call that asks nothing of the user.
    pub answer: Duration,
    /// A call for which the user may have to type the keyring's password.
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
    /// How many calls wait for the user to unlock it.
    asking: watch::Sender<usize>,
}

impl Default for Keyring {
    fn default() -> Self {
        Self::new(KeyringTimes::default())
    }
}

impl Keyring {
    /// With other limits than the usual 5 s for an answer and 2 min for the user to unlock it.
    pub fn new(times: KeyringTimes) -> Self {
        Self {
            times,
            calls: Bounded::default(),
            asking: watch::Sender::new(0),
        }
    }

    /// How many calls wait for the user to unlock the keyring in its own window.
    pub fn asking(&self) -> watch::Receiver<usize> {
        self.asking.subscribe()
    }

    /// The store's name for people.
    pub fn store(&self) -> &'static str {
        platform::STORE
    }

    /// Whether it can be used, without asking anything of the user.
    ///
    /// # Errors
    /// Why it can't be used; [`KeyringError::Locked`] where the user would be asked.
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
                .map_err(|_| KeyringError::Other("what it holds is not text".to_owned()))?;
            ApiKey::parse(text)
                .map_err(|_| KeyringError::Other("what it holds is not an API key".to_owned()))
        })
        .await
    }

    /// Writes the key of a profile that has none yet. A call that fails, or whose answer comes after it
    /// was given up, leaves no entry behind.
    ///
    /// # Errors
    /// Why it can't be written.
    pub async fn write_new(&self, profile: &Profile, key: &ApiKey) -> Result<(), KeyringError> {
        let (profile, key) = (profile.clone(), key.clone());
        self.with(move |store, call| {
            let entry = entry(store, &profile)?;
            // It has its label from the entry that is made here.
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

    /// Writes a profile's key in place of the one that is there. Where its entry can't be named, it keeps
    /// its name.
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
                tracing::warn!(%error, "the key's entry in the keyring keeps its name");
            }
            Ok(())
        })
        .await
    }

    /// Names a profile's entry as the profile is named now. An entry that isn't there is no failure.
    ///
    /// # Errors
    /// Why it can't be named.
    pub async fn rename(&self, profile: &Profile) -> Result<(), KeyringError> {
        let profile = profile.clone();
        let renamed = self
            .with(move |store, _| platform::set_label(&entry(store, &profile)?, &label(&profile)))
            .await;
        unless_missing(renamed)
    }

    /// Removes a profile's key. One that isn't there is no failure.
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

    /// Calls the store: in 5 s where nobody has to be asked, else in the time that a person needs. A call
    /// that was given up before it reached the store does nothing any more.
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
        // Nobody typed the password in time.
        answer.await.map_err(|error| match error {
            KeyringError::Silent if locked => KeyringError::Locked,
            other => other,
        })
    }
}

/// The user is being asked for the keyring's password.
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

/// How a person finds the entry in the keyring's own program.
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
