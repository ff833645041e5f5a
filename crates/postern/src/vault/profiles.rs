//! The accounts that were added.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aeon::ApiKey;
use serde::{Deserialize, Serialize};

use super::{KeyStore, Keyring, KeyringView, Profile, ProfileId, VaultError};
use crate::file::JsonFile;
use crate::problem::Problem;

/// The file's form; a later version of Postern that changes it counts it up.
const VERSION: u32 = 1;
/// A profile's name has at most this many characters.
const LONGEST_NAME: usize = 80;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Profiles {
    version: u32,
    profiles: Vec<Profile>,
}

impl Default for Profiles {
    fn default() -> Self {
        Self {
            version: VERSION,
            profiles: Vec::new(),
        }
    }
}

/// The accounts that were added, and the way to their keys.
#[derive(Debug)]
pub struct Vault {
    file: JsonFile<Profiles>,
    profiles: Mutex<Profiles>,
    problem: Option<Problem>,
    keyring: Keyring,
    /// Keys that are kept for this session only.
    held: Mutex<HashMap<ProfileId, ApiKey>>,
}

impl Vault {
    /// Reads `profiles.json` in this folder. Asks nothing of the keyring.
    pub fn open(folder: &Path, keyring: Keyring) -> Self {
        let file = JsonFile::new(folder.join("profiles.json"));
        let (profiles, problem) = file.read();
        Self {
            file,
            profiles: Mutex::new(profiles),
            problem,
            keyring,
            held: Mutex::default(),
        }
    }

    /// Why the profiles' file could not be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// The accounts, by name.
    pub fn profiles(&self) -> Vec<Profile> {
        let mut profiles = lock(&self.profiles).profiles.clone();
        profiles.sort_by_key(|profile| profile.name.to_lowercase());
        profiles
    }

    /// One account.
    ///
    /// # Errors
    /// [`VaultError::NoProfile`].
    pub fn profile(&self, id: ProfileId) -> Result<Profile, VaultError> {
        let profiles = lock(&self.profiles);
        let found = profiles.profiles.iter().find(|profile| profile.id == id);
        found.cloned().ok_or(VaultError::NoProfile)
    }

    /// Adds an account: its key first, so that there is never a profile without one.
    ///
    /// # Errors
    /// The name can't be used, the keyring can't, or the file can't be written; then nothing is kept.
    pub async fn add(&self, profile: Profile, key: &ApiKey) -> Result<(), VaultError> {
        self.check_name(&profile.name, profile.id)?;
        self.keep(&profile, key).await?;
        let written = self.edit(|profiles| profiles.push(profile.clone()));
        if written.is_err() {
            self.discard(&profile).await?;
        }
        written
    }

    /// Gives an account another name, in the keyring too.
    ///
    /// # Errors
    /// The name can't be used, or the file can't be written. Where only the keyring fails the account has
    /// its new name, and the keyring's entry its old one until the next time.
    pub async fn rename(&self, id: ProfileId, name: &str) -> Result<(), VaultError> {
        let name = name.trim();
        self.check_name(name, id)?;
        self.profile(id)?;
        self.change(id, |profile| name.clone_into(&mut profile.name))?;
        let profile = self.profile(id)?;
        if profile.key_store == KeyStore::Keyring {
            self.keyring.rename(&profile).await?;
        }
        Ok(())
    }

    /// Puts another key in the place of an account's.
    ///
    /// # Errors
    /// The keyring can't be used, or the file can't be written; the old key may be kept.
    pub async fn replace_key(&self, id: ProfileId, key: &ApiKey) -> Result<(), VaultError> {
        let profile = self.profile(id)?;
        self.keep(&profile, key).await?;
        self.change(id, |profile| profile.key_expires = key.expires())
    }

    /// Removes an account and its key.
    ///
    /// # Errors
    /// The key can't be removed from the keyring, or the file can't be written; then the account stays.
    pub async fn remove(&self, id: ProfileId) -> Result<(), VaultError> {
        let profile = self.profile(id)?;
        self.discard(&profile).await?;
        self.edit(|profiles| profiles.retain(|profile| profile.id != id))
    }

    /// Reads an account's key.
    ///
    /// # Errors
    /// Why it can't be read. The profile stays in any case.
    pub async fn read_key(&self, id: ProfileId) -> Result<ApiKey, VaultError> {
        let profile = self.profile(id)?;
        match profile.key_store {
            KeyStore::Keyring => Ok(self.keyring.read(&profile).await?),
            KeyStore::Session => {
                let held = lock(&self.held).get(&id).cloned();
                held.ok_or(VaultError::SessionOver(profile.name))
            }
        }
    }

    /// Drops a key that is kept for this session only.
    pub fn forget_session_key(&self, id: ProfileId) {
        lock(&self.held).remove(&id);
    }

    /// The keyring, as the settings show it.
    pub async fn keyring_view(&self) -> KeyringView {
        let problem = self.keyring.probe().await.err();
        KeyringView {
            store: self.keyring.store().to_owned(),
            problem: problem.map(|error| Problem::from(VaultError::from(error))),
        }
    }

    async fn keep(&self, profile: &Profile, key: &ApiKey) -> Result<(), VaultError> {
        match profile.key_store {
            KeyStore::Keyring => self.keyring.write(profile, key).await?,
            KeyStore::Session => {
                lock(&self.held).insert(profile.id, key.clone());
            }
        }
        Ok(())
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
            Err(VaultError::Name("an account needs a name".to_owned()))
        } else if name.chars().count() > LONGEST_NAME {
            Err(VaultError::Name(format!(
                "a name has at most {LONGEST_NAME} characters"
            )))
        } else if lock(&self.profiles).profiles.iter().any(taken) {
            Err(VaultError::Name(format!(
                "there is an account named “{name}” already"
            )))
        } else {
            Ok(())
        }
    }

    fn change(&self, id: ProfileId, edit: impl FnOnce(&mut Profile)) -> Result<(), VaultError> {
        self.edit(|profiles| {
            if let Some(profile) = profiles.iter_mut().find(|profile| profile.id == id) {
                edit(profile);
            }
        })
    }

    /// Changes the list and writes it; a list that can't be written stays as it was.
    fn edit(&self, edit: impl FnOnce(&mut Vec<Profile>)) -> Result<(), VaultError> {
        let mut profiles = lock(&self.profiles);
        let mut edited = profiles.clone();
        edit(&mut edited.profiles);
        self.file.write(&edited)?;
        *profiles = edited;
        Ok(())
    }
}

/// A panic elsewhere leaves nothing half done in here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
