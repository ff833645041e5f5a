//! The operating system's keyring, with every call bounded in time.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aeon::ApiKey;
use keyring_core::Entry;
use keyring_core::api::CredentialStore;
use thiserror::Error;
use tokio::sync::oneshot;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::{Profile, ProfileId, platform};

/// Under this service all of Postern's entries stand; the user is the profile's id.
const SERVICE: &str = "Postern";
/// So many calls may hang before further ones are refused at once: a service that doesn't answer must not
/// be given an ever larger number of threads.
const MOST_HANGING: usize = 4;

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
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    times: KeyringTimes,
    hanging: Arc<AtomicUsize>,
}

impl Keyring {
    /// With other limits than the usual 5 s for an answer and 2 min for the user to unlock it.
    pub fn new(times: KeyringTimes) -> Self {
        Self {
            times,
            hanging: Arc::default(),
        }
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
        match self.bounded(self.times.answer, platform::is_locked).await? {
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
        self.with(move |store| {
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

    /// Writes a profile's key, in place of the one that may be there.
    ///
    /// # Errors
    /// Why it can't be written.
    pub async fn write(&self, profile: &Profile, key: &ApiKey) -> Result<(), KeyringError> {
        let (profile, key) = (profile.clone(), key.clone());
        self.with(move |store| {
            let entry = entry(store, &profile)?;
            entry
                .set_secret(key.expose().as_bytes())
                .map_err(platform::failure)?;
            platform::set_label(&entry, &label(&profile))
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
            .with(move |store| platform::set_label(&entry(store, &profile)?, &label(&profile)))
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
            .with(move |store| {
                entry(store, &profile)?
                    .delete_credential()
                    .map_err(platform::failure)
            })
            .await;
        unless_missing(removed)
    }

    /// Calls the store: in 5 s where nobody has to be asked, else in the time that a person needs.
    async fn with<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Arc<CredentialStore>) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let locked = self.bounded(self.times.answer, platform::is_locked).await?;
        let bound = if locked {
            self.times.prompt
        } else {
            self.times.answer
        };
        let answer = self.bounded(bound, move || call(&platform::open()?)).await;
        // Nobody typed the password in time.
        answer.map_err(|error| match error {
            KeyringError::Silent if locked => KeyringError::Locked,
            other => other,
        })
    }

    /// Runs a call on a thread of its own. One that hangs is left behind: it holds nothing of ours.
    async fn bounded<T: Send + 'static>(
        &self,
        bound: Duration,
        call: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        if self.hanging.load(Ordering::Relaxed) >= MOST_HANGING {
            return Err(KeyringError::Silent);
        }
        self.hanging.fetch_add(1, Ordering::Relaxed);
        let under_way = UnderWay(Arc::clone(&self.hanging));
        let (sender, answer) = oneshot::channel();
        let thread = std::thread::Builder::new().name("keyring".to_owned());
        let started = thread.spawn(move || {
            let result = call();
            drop(under_way);
            // Nobody waits any more where it took too long.
            let _ = sender.send(result);
        });
        if let Err(error) = started {
            return Err(KeyringError::Other(error.to_string()));
        }
        match timeout(bound, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(KeyringError::Other(
                "a call ended without an answer".to_owned(),
            )),
            Err(_) => Err(KeyringError::Silent),
        }
    }
}

struct UnderWay(Arc<AtomicUsize>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
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
