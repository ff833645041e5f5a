//! The file with the network details that the user entered.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::ProfileId;
use super::kept::Kept;
use crate::files::WriteError;
use crate::problem::Problem;
use crate::recipe::{Consumer, Network};

/// Network details. There is one entry per profile, cloud and region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NetworkEntry {
    profile: ProfileId,
    region: String,
    network: Network,
}

/// The file with network details, `networks.json`.
#[derive(Debug)]
pub struct NetworksFile(Kept<Vec<NetworkEntry>>);

impl NetworksFile {
    /// Reads `networks.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        Self(Kept::open(folder.join("networks.json")))
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.0.problem()
    }

    /// The details entered for a region of the same cloud as `like`.
    pub fn get(&self, profile: ProfileId, region: &str, like: &Consumer) -> Option<Network> {
        self.0.read(|now| {
            let found = now.iter().find(|e| e.is(profile, region, like));
            found.map(|entry| entry.network.clone())
        })
    }

    /// Saves details.
    ///
    /// # Errors
    /// [`WriteError`]; nothing changes then.
    pub async fn set(
        &self,
        profile: ProfileId,
        region: String,
        network: Network,
    ) -> Result<(), WriteError> {
        self.0
            .edit(move |now| {
                now.retain(|entry| !entry.is(profile, &region, &network.consumer));
                now.push(NetworkEntry {
                    profile,
                    region,
                    network,
                });
            })
            .await
    }

    /// Deletes the details of a profile.
    ///
    /// # Errors
    /// [`WriteError`]; nothing changes then.
    pub async fn forget(&self, profile: ProfileId) -> Result<(), WriteError> {
        self.0
            .edit(move |now| now.retain(|entry| entry.profile != profile))
            .await
    }
}

impl NetworkEntry {
    fn is(&self, profile: ProfileId, region: &str, like: &Consumer) -> bool {
        self.profile == profile
            && self.region == region
            && std::mem::discriminant(&self.network.consumer) == std::mem::discriminant(like)
    }
}
