//! The file that says in which accounts Postern may run the user's AWS and Azure CLIs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};

use super::ProfileId;
use crate::cloud_cli::Cli;
use crate::files::{JsonFile, WriteError, blocking};
use crate::problem::Problem;
use crate::sync::lock;

/// Whether Postern may run the CLIs in an account, and with which profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CloudAccess {
    pub is_on: bool,
    /// The AWS CLI's profiles to use, by name.
    pub aws_profiles: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    profile: ProfileId,
    #[serde(flatten)]
    access: CloudAccess,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Content {
    accounts: Vec<Entry>,
    /// The files that the user chose for the CLIs.
    aws: Option<PathBuf>,
    az: Option<PathBuf>,
}

/// The file, `clouds.json`.
#[derive(Debug)]
pub struct CloudAccessFile {
    inner: Arc<Inner>,
    problem: Option<Problem>,
}

#[derive(Debug)]
struct Inner {
    file: JsonFile<Content>,
    now: Mutex<Content>,
    /// Held while writing, so that readers don't wait for the disk.
    writing: Mutex<()>,
}

impl CloudAccessFile {
    /// Reads `clouds.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("clouds.json"));
        let (now, problem) = file.read();
        let inner = Inner {
            file,
            now: Mutex::new(now),
            writing: Mutex::default(),
        };
        Self {
            inner: Arc::new(inner),
            problem,
        }
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// What holds for an account; off if nothing was said.
    pub fn get(&self, profile: ProfileId) -> CloudAccess {
        let now = lock(&self.inner.now);
        let found = now.accounts.iter().find(|entry| entry.profile == profile);
        found.map(|entry| entry.access.clone()).unwrap_or_default()
    }

    /// The file that the user chose for a CLI.
    pub fn program(&self, cli: Cli) -> Option<PathBuf> {
        let now = lock(&self.inner.now);
        match cli {
            Cli::Aws => now.aws.clone(),
            Cli::Az => now.az.clone(),
        }
    }

    /// # Errors
    /// [`WriteError`]; nothing changes then.
    pub async fn set(&self, profile: ProfileId, access: CloudAccess) -> Result<(), WriteError> {
        self.write(move |content| {
            content.accounts.retain(|entry| entry.profile != profile);
            content.accounts.push(Entry { profile, access });
        })
        .await
    }

    /// # Errors
    /// [`WriteError`]; nothing changes then.
    pub async fn set_program(&self, cli: Cli, program: Option<PathBuf>) -> Result<(), WriteError> {
        self.write(move |content| match cli {
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
        let is = |entry: &Entry| entry.profile == profile;
        if !lock(&self.inner.now).accounts.iter().any(is) {
            return Ok(());
        }
        self.write(move |content| content.accounts.retain(|entry| entry.profile != profile))
            .await
    }

    async fn write(
        &self,
        edit: impl FnOnce(&mut Content) + Send + 'static,
    ) -> Result<(), WriteError> {
        let inner = Arc::clone(&self.inner);
        blocking(move || {
            let _writing = lock(&inner.writing);
            let mut edited = lock(&inner.now).clone();
            edit(&mut edited);
            inner.file.write(&edited)?;
            *lock(&inner.now) = edited;
            Ok(())
        })
        .await
    }
}
