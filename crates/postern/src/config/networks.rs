//! What the user filled in of the applications' networks, in a file.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::ProfileId;
use crate::files::{JsonFile, WriteError};
use crate::problem::Problem;
use crate::recipe::{Consumer, Network};

/// An application's network, and whose it is. A profile, a cloud and a region have one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    profile: ProfileId,
    region: String,
    network: Network,
}

/// The networks' file.
#[derive(Debug)]
pub struct NetworksFile {
    file: JsonFile<Vec<Entry>>,
    now: Mutex<Vec<Entry>>,
    problem: Option<Problem>,
}

impl NetworksFile {
    /// Reads `networks.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("networks.json"));
        let (now, problem) = file.read();
        Self {
            file,
            now: Mutex::new(now),
            problem,
        }
    }

    /// Why the file could not be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// What was filled in for a region of the same cloud as `like`.
    pub fn get(&self, profile: ProfileId, region: &str, like: &Consumer) -> Option<Network> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let found = now.iter().find(|e| e.is(profile, region, like));
        found.map(|entry| entry.network.clone())
    }

    /// Keeps what was filled in.
    ///
    /// # Errors
    /// [`WriteError::Write`]; it is remembered until Postern ends all the same.
    pub fn set(
        &self,
        profile: ProfileId,
        region: &str,
        network: Network,
    ) -> Result<(), WriteError> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let place = now
            .iter_mut()
            .find(|entry| entry.is(profile, region, &network.consumer));
        match place {
            Some(entry) if entry.network == network => return Ok(()),
            Some(entry) => entry.network = network,
            None => now.push(Entry {
                profile,
                region: region.to_owned(),
                network,
            }),
        }
        self.file.write(&now)
    }

    /// Forgets what was filled in for a profile.
    ///
    /// # Errors
    /// [`WriteError::Write`]
    pub fn forget(&self, profile: ProfileId) -> Result<(), WriteError> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let before = now.len();
        now.retain(|entry| entry.profile != profile);
        if now.len() == before {
            return Ok(());
        }
        self.file.write(&now)
    }
}

impl Entry {
    fn is(&self, profile: ProfileId, region: &str, like: &Consumer) -> bool {
        self.profile == profile
            && self.region == region
            && std::mem::discriminant(&self.network.consumer) == std::mem::discriminant(like)
    }
}
