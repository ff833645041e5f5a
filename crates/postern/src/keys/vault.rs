//! The accounts in Postern, with access to their keys.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use aeon::ApiKey;
use uuid::Uuid;

use super::{Keyring, KeyringError, KeyringView, StoredKey, TrustedNetwork, VaultError};
use crate::config::{Environment, KeyStore, Profile, ProfileId, ProfileList};
use crate::files::blocking;
use crate::problem::Problem;
use crate::sync::lock;

/// Maximum length of a profile's name, in characters.
const MAX_NAME_LENGTH: usize = 80;

/// The accounts in Postern, with access to their keys.
#[derive(Debug)]
pub struct Vault {
    profiles: Arc<ProfileList>,
    keyring: Keyring,
    /// Keys stored for this session only.
    held: Mutex<HashMap<ProfileId, ApiKey>>,
}

impl Vault {
    /// Reads `profiles.json` in this folder. Doesn't access the keyring.
    pub fn open(folder: &Path, keyring: Keyring) -> Self {
        Self {
            profiles: Arc::new(ProfileList::open(folder)),
            keyring,
            held: Mutex::default(),
        }
    }

    /// Why the profiles file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.profiles.problem()
    }

    /// The accounts, sorted by name.
    pub fn profiles(&self) -> Vec<Profile> {
        let mut profiles = self.profiles.get();
        profiles.sort_by_key(|profile| profile.name.to_lowercase());
        profiles
    }

    /// One account.
    ///
    /// # Errors
    /// [`VaultError::NoProfile`].
    pub fn profile(&self, id: ProfileId) -> Result<Profile, VaultError> {
        let profiles = self.profiles.get();
        let found = profiles.into_iter().find(|profile| profile.id == id);
        found.ok_or(VaultError::NoProfile)
    }

    /// Adds an account. Writes its key first, so that there is never a profile without a key.
    ///
    /// # Errors
    /// The name is invalid, the keyring can't be used or the file can't be written; nothing is stored then.
    pub async fn add(&self, profile: Profile, key: &ApiKey) -> Result<(), VaultError> {
        let profile = Profile {
            key_expires: key.expires(),
            ..profile
        };
        self.check_name(&profile.name, profile.id)?;
        match profile.key_store {
            KeyStore::Keyring => self.keyring.write_new(&profile, key).await?,
            KeyStore::Session => self.hold(profile.id, key),
        }
        let added = profile.clone();
        let written = self.edit(|profiles| profiles.push(added)).await;
        if written.is_err()
            && let Err(error) = self.discard(&profile).await
        {
            tracing::warn!(%error, "the key of an account that wasn't added remains in the keyring");
        }
        written
    }

    /// Renames an account, in the keyring as well.
    ///
    /// # Errors
    /// The name is invalid or the file can't be written. If only the keyring fails, the account is renamed and
    /// the keyring's entry keeps its old label until the next time.
    pub async fn rename(&self, id: ProfileId, name: &str) -> Result<(), VaultError> {
        let name = name.trim();
        self.check_name(name, id)?;
        self.profile(id)?;
        let new = name.to_owned();
        self.change(id, |profile| profile.name = new).await?;
        let profile = self.profile(id)?;
        if profile.key_store == KeyStore::Keyring {
            self.keyring.rename(&profile).await?;
        }
        Ok(())
    }

    /// Sets what an account is for, and whether it is read-only in Postern.
    ///
    /// # Errors
    /// There is no such account, or the file can't be written.
    pub async fn mark(
        &self,
        id: ProfileId,
        environment: Environment,
        read_only: bool,
    ) -> Result<(), VaultError> {
        self.profile(id)?;
        self.change(id, move |profile| {
            profile.environment = environment;
            profile.read_only = read_only;
        })
        .await
    }

    /// Replaces an account's key, stored in `store` from now on. If the old key was in the keyring and the new
    /// one isn't, the old one is removed there, unless that needs a prompt.
    ///
    /// # Errors
    /// The keyring can't be used or the file can't be written; the old key may stay.
    pub async fn replace_key(
        &self,
        id: ProfileId,
        key: &ApiKey,
        store: KeyStore,
    ) -> Result<(), VaultError> {
        let before = self.profile(id)?;
        match (before.key_store, store) {
            (KeyStore::Keyring, KeyStore::Keyring) => self.keyring.replace(&before, key).await?,
            (KeyStore::Session, KeyStore::Keyring) => self.keyring.write_new(&before, key).await?,
            (_, KeyStore::Session) => self.hold(id, key),
        }
        let expires = key.expires();
        self.change(id, move |profile| {
            profile.key_expires = expires;
            profile.key_store = store;
        })
        .await?;
        match (before.key_store, store) {
            (KeyStore::Session, KeyStore::Keyring) => self.forget_session_key(id),
            (KeyStore::Keyring, KeyStore::Session) => {
                let removed = match self.keyring.probe().await {
                    Ok(()) => self.keyring.remove(&before).await,
                    unusable => unusable,
                };
                if let Err(error) = removed {
                    tracing::warn!(%error, "the old key of an account remains in the keyring");
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Remembers which accounts have the same key.
    ///
    /// # Errors
    /// The file can't be written.
    pub async fn share_key(&self, ids: Vec<ProfileId>) -> Result<(), VaultError> {
        let shared = (ids.len() > 1).then(Uuid::new_v4);
        self.edit(move |profiles| {
            let sharing = profiles.iter_mut().filter(|one| ids.contains(&one.id));
            sharing.for_each(|profile| profile.shared_key = shared);
        })
        .await
    }

    /// Removes an account and its key.
    ///
    /// # Errors
    /// The key can't be removed from the keyring or the file can't be written; the account then stays.
    pub async fn remove(&self, id: ProfileId) -> Result<(), VaultError> {
        let profile = self.profile(id)?;
        self.discard(&profile).await?;
        self.forget(id).await
    }

    /// Removes an account but leaves its key in the keyring.
    ///
    /// # Errors
    /// The file can't be written; the account then stays.
    pub async fn forget(&self, id: ProfileId) -> Result<(), VaultError> {
        self.forget_session_key(id);
        self.edit(move |profiles| profiles.retain(|profile| profile.id != id))
            .await
    }

    /// Reads an account's key, and compares the service address beside it with the profile's.
    ///
    /// # Errors
    /// Why it can't be read, or that it is for another address. The profile always stays.
    pub async fn read_key(&self, id: ProfileId) -> Result<StoredKey, VaultError> {
        let profile = self.profile(id)?;
        let stored = match profile.key_store {
            KeyStore::Keyring => self.keyring.read(&profile).await?,
            KeyStore::Session => {
                let held = lock(&self.held).get(&id).cloned();
                StoredKey {
                    key: held.ok_or_else(|| VaultError::SessionOver(profile.name.clone()))?,
                    // The profile's address can't change during a session.
                    host: Some(profile.host.clone()),
                }
            }
        };
        match stored.host {
            Some(host) if host != profile.host => Err(VaultError::OtherHost {
                name: profile.name,
                now: profile.host,
                stored: host,
            }),
            _ => Ok(stored),
        }
    }

    /// Writes the service address beside an account's key, which an earlier version saved without one.
    ///
    /// # Errors
    /// The keyring can't be used.
    pub async fn bind_key(&self, profile: &Profile, key: &ApiKey) -> Result<(), VaultError> {
        Ok(self.keyring.replace(profile, key).await?)
    }

    /// How the user agreed to reach the service; `None` if the keyring doesn't have that.
    ///
    /// # Errors
    /// The keyring can't be used.
    pub async fn trusted_network(&self) -> Result<Option<TrustedNetwork>, VaultError> {
        Ok(self.keyring.read_network().await?)
    }

    /// Keeps how the user agreed to reach the service.
    ///
    /// # Errors
    /// The keyring can't be used.
    pub async fn trust_network(&self, network: &TrustedNetwork) -> Result<(), VaultError> {
        Ok(self.keyring.write_network(network).await?)
    }

    /// Drops an account's session-only key.
    pub fn forget_session_key(&self, id: ProfileId) {
        lock(&self.held).remove(&id);
    }

    /// Drops all session-only keys.
    pub fn forget_session_keys(&self) {
        lock(&self.held).clear();
    }

    /// The keyring's state as the page shows it.
    pub async fn keyring_view(&self) -> KeyringView {
        // One that is locked asks for its password when it is used. KWallet's always is until then.
        let problem = self.keyring.probe().await.err();
        let problem = problem.filter(|error| !matches!(error, KeyringError::Locked));
        KeyringView {
            store: self.keyring.store().to_owned(),
            problem: problem.map(|error| Problem::from(VaultError::from(error))),
            is_asking: *self.keyring.asking().borrow() > 0,
        }
    }

    fn hold(&self, id: ProfileId, key: &ApiKey) {
        lock(&self.held).insert(id, key.clone());
    }

    async fn discard(&self, profile: &Profile) -> Result<(), VaultError> {
        match profile.key_store {
            KeyStore::Keyring => self.keyring.remove(profile).await?,
            KeyStore::Session => self.forget_session_key(profile.id),
        }
        Ok(())
    }

    fn check_name(&self, name: &str, id: ProfileId) -> Result<(), VaultError> {
        let taken = |profile: &Profile| profile.id != id && profile.name.eq_ignore_ascii_case(name);
        if name.trim().is_empty() {
            Err(VaultError::Name("enter a name for the account".to_owned()))
        } else if name.chars().count() > MAX_NAME_LENGTH {
            Err(VaultError::Name(format!(
                "the name is too long: at most {MAX_NAME_LENGTH} characters"
            )))
        } else if self.profiles.get().iter().any(taken) {
            Err(VaultError::Name(format!(
                "an account named “{name}” already exists"
            )))
        } else {
            Ok(())
        }
    }

    async fn change(
        &self,
        id: ProfileId,
        edit: impl FnOnce(&mut Profile) + Send + 'static,
    ) -> Result<(), VaultError> {
        self.edit(move |profiles| {
            if let Some(profile) = profiles.iter_mut().find(|profile| profile.id == id) {
                edit(profile);
            }
        })
        .await
    }

    async fn edit(
        &self,
        edit: impl FnOnce(&mut Vec<Profile>) + Send + 'static,
    ) -> Result<(), VaultError> {
        let profiles = Arc::clone(&self.profiles);
        Ok(blocking(move || profiles.edit(edit)).await?)
    }
}
