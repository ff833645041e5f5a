//! The file that says in which accounts Postern may run the user's AWS and Azure CLIs.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ProfileId;
use super::kept::Kept;
use crate::cloud_cli::Cli;
use crate::files::WriteError;
use crate::problem::Problem;

/// Whether Postern may run the CLIs in an account, and with which profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CloudAccess {
    pub is_on: bool,
    /// The AWS CLI's profiles to use, by name.
    pub aws_profiles: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    profile: ProfileId,
    #[serde(flatten)]
    access: CloudAccess,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Content {
    accounts: Vec<Entry>,
    /// The files that the user chose for the CLIs.
    aws: Option<PathBuf>,
    az: Option<PathBuf>,
}

/// The file, `clouds.json`.
#[derive(Debug)]
pub struct CloudAccessFile(Kept<Content>);

impl CloudAccessFile {
    /// Reads `clouds.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        Self(Kept::open(folder.join("clouds.json")))
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.0.problem()
    }

    /// What holds for an account; off if nothing was said.
    pub fn get(&self, profile: ProfileId) -> CloudAccess {
        self.0.read(|now| {
            let found = now.accounts.iter().find(|entry| entry.profile == profile);
            found.map(|entry| entry.access.clone()).unwrap_or_default()
        })
    }

    /// The file that the user chose for a CLI.
    pub fn program(&self, cli: Cli) -> Option<PathBuf> {
        self.0.read(|now| match cli {
            Cli::Aws => now.aws.clone(),
            Cli::Az => now.az.clone(),
        })
    }

    /// # Errors
    /// [`WriteError`]; nothing changes then.
    pub async fn set(&self, profile: ProfileId, access: CloudAccess) -> Result<(), WriteError> {
        self.0
            .edit(move |content| {
                content.accounts.retain(|entry| entry.profile != profile);
                content.accounts.push(Entry { profile, access });
            })
            .await
    }

    /// # Errors
    /// [`WriteError`]; nothing changes then.
    pub async fn set_program(&self, cli: Cli, program: Option<PathBuf>) -> Result<(), WriteError> {
        self.0
            .edit(move |content| match cli {
                Cli::Aws => content.aws = program,
                Cli::Az => content.az = program,
            })
            .await
    }

    /// Deletes what was said for an account.
    ///
    /// # Errors
    /// [`WriteError`]
    pub async fn forget(&self, profile: ProfileId) -> Result<(), WriteError> {
        self.0
            .edit(move |content| content.accounts.retain(|entry| entry.profile != profile))
            .await
    }
}
