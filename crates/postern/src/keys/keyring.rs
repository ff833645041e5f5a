//! The operating system's keyring, with a time limit for every call.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use aeon::ApiKey;
use keyring_core::Entry;
use keyring_core::api::CredentialStore;
use thiserror::Error;
use tokio::sync::watch;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::bounded::{Bounded, Call};
use super::{TrustedNetwork, platform};
use crate::config::{Profile, ProfileId};

/// The service name of Postern's entries in the keyring. A key's user name is the profile's ID.
const SERVICE: &str = "Postern";

/// How many sessions with the keyring are tried for a call. With KWallet about one in a hundred can't be used: it insists on
/// the leading zero bytes of a public key, which the library leaves out, and leaves them out of the common key itself.
const SESSIONS: usize = 5;

/// Why the keyring can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyringError {
    #[error("there is no keyring on this machine")]
    Absent,
    /// A Secret Service runs, but has no default collection.
    #[error("the keyring service has no default keyring")]
    NoCollection,
    /// The store takes no key of this length.
    #[error("this key has {length} bytes, and {store} stores at most {most}")]
    TooLong {
        store: &'static str,
        length: usize,
        most: usize,
    },
    /// The keyring is locked, and the user didn't unlock it.
    #[error("the keyring is locked")]
    Locked,
    #[error("the keyring doesn't answer")]
    Silent,
    #[error("the keyring has no key for this account")]
    NotFound,
    #[error("the keyring has {0} keys for this account")]
    Ambiguous(usize),
    /// The keyring and Postern have no common key to encrypt secrets with on their way.
    #[error("the keyring failed: {0}")]
    NoSession(String),
    #[error("the keyring failed: {0}")]
    Other(String),
}

/// Time limits for keyring calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyringTimes {
    /// For calls that don't need the user.
    pub answer: Duration,
    /// After this, a call is taken to wait for the user if the keyring answers others.
    pub notice: Duration,
    /// For calls that may ask the user for the keyring's password, or whether Postern may have the key.
    pub prompt: Duration,
}

impl Default for KeyringTimes {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(5),
            notice: Duration::from_secs(1),
            prompt: Duration::from_mins(2),
        }
    }
}

/// The operating system's keyring. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Keyring {
    times: KeyringTimes,
    is_absent: bool,
    calls: Bounded,
    /// Number of calls waiting for the user to answer the keyring.
    asking: watch::Sender<usize>,
}

impl Default for Keyring {
    fn default() -> Self {
        Self::new(KeyringTimes::default())
    }
}

impl Keyring {
    /// A keyring with time limits other than the default 5 s for an answer and 2 min for the user to answer it.
    pub fn new(times: KeyringTimes) -> Self {
        Self {
            times,
            is_absent: false,
            calls: Bounded::default(),
            asking: watch::Sender::new(0),
        }
    }

    /// No keyring, for tests that must not touch the one of the machine.
    pub fn absent() -> Self {
        Self {
            is_absent: true,
            ..Self::default()
        }
    }

    /// The number of calls waiting for the user to answer the keyring in its own window.
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
    pub async fn read(&self, profile: &Profile) -> Result<StoredKey, KeyringError> {
        let profile = profile.clone();
        self.with(move |store, _| {
            let secret = entry(store, &profile)?
                .get_secret()
                .map_err(platform::failure)?;
            StoredKey::parse(&Zeroizing::new(secret))
        })
        .await
    }

    /// Reads how the user agreed to reach the service; `None` if the keyring doesn't have that.
    ///
    /// # Errors
    /// Why it can't be read.
    pub async fn read_network(&self) -> Result<Option<TrustedNetwork>, KeyringError> {
        let read = self.with(move |store, _| {
            let secret = network_entry(store)?
                .get_secret()
                .map_err(platform::failure)?;
            let secret = Zeroizing::new(secret);
            // One that can't be understood is like a missing one: the user is asked again.
            Ok(serde_json::from_slice(&secret).ok())
        });
        match read.await {
            Err(KeyringError::NotFound) => Ok(None),
            read => read,
        }
    }

    /// Writes how the user agreed to reach the service.
    ///
    /// # Errors
    /// Why it can't be written.
    pub async fn write_network(&self, network: &TrustedNetwork) -> Result<(), KeyringError> {
        let secret = serde_json::to_vec(network)
            .map(Zeroizing::new)
            .map_err(|error| KeyringError::Other(error.to_string()))?;
        let is_default = *network == TrustedNetwork::default();
        let written = self.with(move |store, _| {
            let entry = network_entry(store)?;
            if is_default {
                entry.delete_credential().map_err(platform::failure)
            } else {
                entry.set_secret(&secret).map_err(platform::failure)
            }
        });
        unless_missing(written.await)
    }

    /// Writes the key of a new profile. A call that fails or is given up leaves no entry behind.
    ///
    /// # Errors
    /// Why it can't be written.
    pub async fn write_new(&self, profile: &Profile, key: &ApiKey) -> Result<(), KeyringError> {
        fits(key)?;
        let (profile, key) = (profile.clone(), key.clone());
        self.with(move |store, call| {
            let entry = entry(store, &profile)?;
            // A new entry gets its label when it is created.
            let written = entry
                .set_secret(secret(&profile, &key).as_bytes())
                .map_err(platform::failure);
            if written.is_err() || !call.settle() {
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
        fits(key)?;
        let (profile, key) = (profile.clone(), key.clone());
        self.with(move |store, _| {
            let entry = entry(store, &profile)?;
            entry
                .set_secret(secret(&profile, &key).as_bytes())
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
        if self.is_absent {
            return Err(KeyringError::Absent);
        }
        self.calls
            .run(self.times.answer, |_| platform::is_locked())
            .await
    }

    /// Calls the store, with the longer time limit if the user must be prompted. A call that is given up
    /// before it reaches the store does nothing. One that fails for want of a session is repeated in another.
    async fn with<T: Send + 'static>(
        &self,
        call: impl Fn(&Arc<CredentialStore>, &Call) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let locked = self.is_locked().await?;
        let mut _asking = locked.then(|| Asking::new(&self.asking));
        let answer = self.calls.run(self.times.prompt, move |state| {
            let in_session = || {
                let store = platform::open()?;
                if state.is_given_up() {
                    return Err(KeyringError::Silent);
                }
                call(&store, state)
            };
            repeated(in_session)
        });
        tokio::pin!(answer);
        if !locked {
            if let Ok(answer) = timeout(self.times.notice, &mut answer).await {
                return answer;
            }
            // A keyring that answers other calls meanwhile is asking its user: KeePassXC and KWallet ask
            // whether this program may have the key.
            tokio::select! {
                biased;
                answer = &mut answer => return answer,
                locked = self.is_locked() => locked?,
            };
            _asking = Some(Asking::new(&self.asking));
        }
        // The question wasn't answered in time.
        answer.await.map_err(|error| match error {
            KeyringError::Silent => KeyringError::Locked,
            other => other,
        })
    }
}

fn repeated<T>(call: impl Fn() -> Result<T, KeyringError>) -> Result<T, KeyringError> {
    let mut answer = call();
    for _ in 1..SESSIONS {
        match &answer {
            Err(KeyringError::NoSession(_)) => answer = call(),
            _ => break,
        }
    }
    answer
}

/// Says that a key is too long before anything is tried.
fn fits(key: &ApiKey) -> Result<(), KeyringError> {
    check_length(key.expose().len(), platform::BYTES_MAX)
}

fn check_length(length: usize, most: Option<usize>) -> Result<(), KeyringError> {
    match most {
        Some(most) if length > most => Err(KeyringError::TooLong {
            store: platform::STORE,
            length,
            most,
        }),
        _ => Ok(()),
    }
}

/// Counts as a question to the user until dropped.
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

/// A profile's key as the keyring has it.
#[derive(Debug)]
pub struct StoredKey {
    pub key: ApiKey,
    /// The service address that it is for; `None` if an earlier version of Postern wrote the entry.
    pub host: Option<String>,
}

impl StoredKey {
    /// Parses an entry: the service address and the key, each on a line. Earlier versions wrote only the key.
    fn parse(secret: &[u8]) -> Result<Self, KeyringError> {
        let other = |what: &str| KeyringError::Other(format!("its entry isn't {what}"));
        let text = std::str::from_utf8(secret).map_err(|_| other("text"))?;
        let (host, key) = match text.split_once('\n') {
            Some((host, key)) => (Some(host.to_owned()), key),
            None => (None, text),
        };
        let key = ApiKey::parse(key).map_err(|_| other("an API key"))?;
        Ok(Self { key, host })
    }
}

/// The content of a profile's entry.
fn secret(profile: &Profile, key: &ApiKey) -> Zeroizing<String> {
    Zeroizing::new(format!("{}\n{}", profile.host, key.expose()))
}

fn entry(store: &Arc<CredentialStore>, profile: &Profile) -> Result<Entry, KeyringError> {
    labeled_entry(store, &user(profile.id), &label(profile))
}

fn network_entry(store: &Arc<CredentialStore>) -> Result<Entry, KeyringError> {
    labeled_entry(store, "network", "Postern – proxy and certificates")
}

fn labeled_entry(
    store: &Arc<CredentialStore>,
    user: &str,
    label: &str,
) -> Result<Entry, KeyringError> {
    // Without the second, Windows would copy the entry to other computers of the domain.
    let modifiers = match cfg!(windows) {
        true => HashMap::from([("persistence", "Local")]),
        false => HashMap::from([("label", label)]),
    };
    let modifiers = cfg!(any(target_os = "linux", windows)).then_some(&modifiers);
    store
        .build(SERVICE, user, modifiers)
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::{KeyringError, SESSIONS, check_length, repeated};

    #[test]
    fn a_call_is_repeated_only_for_want_of_a_session_and_not_for_ever() {
        let calls = Cell::new(0);
        let call = |failures: usize, error: KeyringError| {
            calls.set(0);
            repeated(|| {
                calls.set(calls.get() + 1);
                match calls.get() > failures {
                    true => Ok(()),
                    false => Err(error.clone()),
                }
            })
        };
        let none = || KeyringError::NoSession("refused".to_owned());
        assert_eq!((call(2, none()), calls.get()), (Ok(()), 3));
        assert_eq!((call(9, none()), calls.get()), (Err(none()), SESSIONS));
        let locked = KeyringError::Locked;
        assert_eq!((call(9, locked.clone()), calls.get()), (Err(locked), 1));
    }

    #[test]
    fn a_key_that_is_too_long_is_refused_before_it_is_tried() {
        assert_eq!(check_length(2560, Some(2560)), Ok(()));
        assert_eq!(check_length(9000, None), Ok(()));
        let refused = check_length(2561, Some(2560));
        assert!(matches!(
            refused,
            Err(KeyringError::TooLong {
                length: 2561,
                most: 2560,
                ..
            })
        ));
    }
}
