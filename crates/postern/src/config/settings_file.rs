//! What the user set, in a file.

use std::path::Path;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Settings;
use crate::files::{JsonFile, WriteError, blocking};
use crate::problem::Problem;
use crate::sync::lock;

/// The settings' file.
#[derive(Debug)]
pub struct SettingsFile {
    held: Arc<Held>,
    problem: Option<Problem>,
}

#[derive(Debug)]
struct Held {
    file: JsonFile<Stored>,
    now: Mutex<Stored>,
    /// The days for which the file has the history kept, where they are too few.
    raised_from: Mutex<Option<u32>>,
    /// One writer at a time; nobody who reads waits for it.
    writing: Mutex<()>,
}

/// The file; what this version doesn't know is written back as it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    settings: Settings,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl SettingsFile {
    /// Reads `settings.json` in this folder; what isn't set there is as usual.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("settings.json"));
        let (mut now, problem): (Stored, _) = file.read();
        let raised_from = now.settings.raise_history();
        let held = Held {
            file,
            now: Mutex::new(now),
            raised_from: Mutex::new(raised_from),
            writing: Mutex::default(),
        };
        Self {
            held: Arc::new(held),
            problem,
        }
    }

    /// The settings.
    pub fn get(&self) -> Settings {
        lock(&self.held.now).settings.clone()
    }

    /// Why the file could not be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// The number of days for which the file has the history kept, where it is below the minimum; until it is
    /// written.
    pub fn history_raised_from(&self) -> Option<u32> {
        *lock(&self.held.raised_from)
    }

    /// Changes the settings, at once, and writes them. Changes that come at the same time keep each
    /// other's.
    ///
    /// # Errors
    /// [`WriteError::Write`]; the settings hold until Postern ends all the same.
    pub async fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<(), WriteError> {
        {
            let settings = &mut lock(&self.held.now).settings;
            change(settings);
            settings.raise_history();
        }
        let held = Arc::clone(&self.held);
        blocking(move || {
            let _writing = lock(&held.writing);
            let now = lock(&held.now).clone();
            held.file.write(&now)?;
            *lock(&held.raised_from) = None;
            Ok(())
        })
        .await
    }
}
