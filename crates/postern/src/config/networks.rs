//! The file with the network details that the user entered.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::ProfileId;
use crate::files::{JsonFile, WriteError};
use crate::problem::Problem;
use crate::recipe::{Consumer, Network};

/// Network details. There is one entry per profile, cloud and region.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NetworkEntry {
    profile: ProfileId,
    region: String,
    network: Network,
}

/// The file with network details, `networks.json`.
#[derive(Debug)]
pub struct NetworksFile {
    file: JsonFile<Vec<NetworkEntry>>,
    now: Mutex<Vec<NetworkEntry>>,
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

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// The details entered for a region of the same cloud as `like`.
    pub fn get(&self, profile: ProfileId, region: &str, like: &Consumer) -> Option<Network> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let found = now.iter().find(|e| e.is(profile, region, like));
        found.map(|entry| entry.network.clone())
    }

    /// Saves details.
    ///
    /// # Errors
    /// [`WriteError::Write`]; the details still apply until Postern ends.
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
            None => now.push(NetworkEntry {
                profile,
                region: region.to_owned(),
                network,
            }),
        }
        self.file.write(&now)
    }

    /// Deletes the details of a profile.
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

impl NetworkEntry {
    fn is(&self, profile: ProfileId, region: &str, like: &Consumer) -> bool {
        self.profile == profile
            && self.region == region
            && std::mem::discriminant(&self.network.consumer) == std::mem::discriminant(like)
    }
}
