//! What the user set, in a file.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::VaultError;
use crate::file::JsonFile;
use crate::problem::Problem;
use crate::session::Settings;

/// The settings' file.
#[derive(Debug)]
pub struct SettingsFile {
    file: JsonFile<Settings>,
    now: Mutex<Settings>,
    problem: Option<Problem>,
}

impl SettingsFile {
    /// Reads `settings.json` in this folder; what isn't set there is as usual.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("settings.json"));
        let (now, problem) = file.read();
        Self {
            file,
            now: Mutex::new(now),
            problem,
        }
    }

    /// The settings.
    pub fn get(&self) -> Settings {
        self.now
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Why the file could not be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// Changes the settings and writes them.
    ///
    /// # Errors
    /// [`VaultError::Write`]; the settings hold until Postern ends all the same.
    pub fn set(&self, settings: Settings) -> Result<(), VaultError> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = settings;
        Ok(self.file.write(&now)?)
    }
}
