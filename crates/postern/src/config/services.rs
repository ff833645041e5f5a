//! The file with what was learned of each service.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

use aeon::first_contact::{Facts, FirstContact};
use aeon::{BaseUrl, client};
use tokio::sync::Notify;

use crate::files::{JsonFile, WriteError, blocking};
use crate::problem::Problem;
use crate::sync::lock;

/// What was learned, by address and API version.
type Learned = BTreeMap<String, Facts>;

/// What was learned of each service, and its file, `services.json`.
#[derive(Debug)]
pub struct ServicesFile {
    file: Arc<JsonFile<Learned>>,
    stored: Learned,
    problem: Option<Problem>,
    used: Mutex<HashMap<String, FirstContact>>,
    changed: Arc<Notify>,
}

impl ServicesFile {
    /// Reads `services.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("services.json"));
        let (stored, problem) = file.read();
        Self {
            file: Arc::new(file),
            stored,
            problem,
            used: Mutex::default(),
            changed: Arc::default(),
        }
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// What was learned of the service at this address; all its clients share it.
    pub fn of(&self, base: &BaseUrl) -> FirstContact {
        let name = format!("{base}{}", client::API);
        let mut used = lock(&self.used);
        let new = || {
            let facts = self.stored.get(&name).cloned().unwrap_or_default();
            let changed = Arc::clone(&self.changed);
            FirstContact::new(facts, move || changed.notify_one())
        };
        used.entry(name.clone()).or_insert_with(new).clone()
    }

    /// Waits until something was learned or forgotten.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Writes what is known now. A service that nothing is known of is left out.
    ///
    /// # Errors
    /// [`WriteError::Write`]; what was learned still applies until Postern ends.
    pub async fn save(&self) -> Result<(), WriteError> {
        let mut learned = self.stored.clone();
        for (name, contact) in &*lock(&self.used) {
            learned.insert(name.clone(), contact.facts());
        }
        learned.retain(|_, facts| *facts != Facts::default());
        let file = Arc::clone(&self.file);
        blocking(move || file.write(&learned)).await
    }
}
