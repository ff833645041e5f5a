//! The settings file.

use std::path::Path;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ProxySetting, Settings};
use crate::files::{JsonFile, WriteError, blocking};
use crate::problem::Problem;
use crate::sync::lock;

/// The settings and their file, `settings.json`.
#[derive(Debug)]
pub struct SettingsFile {
    inner: Arc<Inner>,
    problem: Option<Problem>,
}

#[derive(Debug)]
struct Inner {
    file: JsonFile<StoredSettings>,
    now: Mutex<StoredSettings>,
    /// The days to keep the history in the file, if below the minimum.
    raised_from: Mutex<Option<u32>>,
    /// Held while writing, so that readers don't wait for the disk.
    writing: Mutex<()>,
}

/// The content of the file. Unknown fields are written back unchanged.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct StoredSettings {
    #[serde(flatten)]
    settings: Settings,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl SettingsFile {
    /// Reads `settings.json` in this folder. Missing settings have their defaults.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("settings.json"));
        let (mut now, problem): (StoredSettings, _) = file.read();
        let raised_from = now.settings.raise_history();
        let inner = Inner {
            file,
            now: Mutex::new(now),
            raised_from: Mutex::new(raised_from),
            writing: Mutex::default(),
        };
        Self {
            inner: Arc::new(inner),
            problem,
        }
    }

    pub fn get(&self) -> Settings {
        lock(&self.inner.now).settings.clone()
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// The days to keep the history in the file, if below the minimum; `None` once the file has been written.
    pub fn history_raised_from(&self) -> Option<u32> {
        *lock(&self.inner.raised_from)
    }

    /// Adds the password to the proxy's address. It is never written to the file.
    pub fn complete_proxy(&self, proxy: ProxySetting) {
        let settings = &mut lock(&self.inner.now).settings;
        if settings.proxy == proxy.without_password() {
            settings.proxy = proxy;
        }
    }

    /// Changes the settings at once, then writes them. Concurrent changes don't overwrite each other.
    ///
    /// # Errors
    /// [`WriteError::Write`]; the settings still apply until Postern ends.
    pub async fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<(), WriteError> {
        {
            let settings = &mut lock(&self.inner.now).settings;
            change(settings);
            settings.raise_history();
        }
        let inner = Arc::clone(&self.inner);
        blocking(move || {
            let _writing = lock(&inner.writing);
            let mut now = lock(&inner.now).clone();
            now.settings.proxy = now.settings.proxy.without_password();
            inner.file.write(&now)?;
            *lock(&inner.raised_from) = None;
            Ok(())
        })
        .await
    }
}
