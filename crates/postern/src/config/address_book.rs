//! The address book: names for accounts and subscriptions, in a file.

use std::path::Path;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::files::{JsonFile, blocking};
use crate::principal::Names;
use crate::problem::Problem;
use crate::sync::lock;

/// The file's form; a later version of Postern that changes it counts it up.
const VERSION: u32 = 1;

/// The file; what this version doesn't know is written back as it was.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Stored {
    version: u32,
    names: Names,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Default for Stored {
    fn default() -> Self {
        Self {
            version: VERSION,
            names: Names::default(),
            rest: Map::new(),
        }
    }
}

/// The address book. One for all accounts: an account number means the same everywhere.
#[derive(Debug)]
pub struct AddressBook {
    held: Arc<Held>,
    problem: Option<Problem>,
}

#[derive(Debug)]
struct Held {
    /// `None`: it is kept in memory only.
    file: Option<JsonFile<Stored>>,
    now: Mutex<Stored>,
    /// One writer at a time; nobody who reads waits for it.
    writing: Mutex<()>,
}

impl AddressBook {
    /// Reads `names.json` in this folder. A file that can't be understood is set aside.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("names.json"));
        let (now, problem) = file.read();
        Self::new(Some(file), now, problem)
    }

    /// One that is never written.
    pub fn in_memory() -> Self {
        Self::new(None, Stored::default(), None)
    }

    fn new(file: Option<JsonFile<Stored>>, now: Stored, problem: Option<Problem>) -> Self {
        let held = Held {
            file,
            now: Mutex::new(now),
            writing: Mutex::default(),
        };
        Self {
            held: Arc::new(held),
            problem,
        }
    }

    /// Why the file could not be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// All names.
    pub fn names(&self) -> Names {
        lock(&self.held.now).names.clone()
    }

    /// Gives an account or subscription a name, or takes it away. Names that can't be written stay as they
    /// were.
    ///
    /// # Errors
    /// The owner or the name can't be used, or the file can't be written.
    pub async fn set(&self, owner: &str, name: Option<&str>) -> Result<(), Problem> {
        // What can't be used is refused before anything is begun.
        self.names().set(owner, name)?;
        let held = Arc::clone(&self.held);
        let (owner, name) = (owner.to_owned(), name.map(str::to_owned));
        let write = move || {
            let _writing = lock(&held.writing);
            let mut edited = lock(&held.now).clone();
            // It was tried above.
            let _ = edited.names.set(&owner, name.as_deref());
            if let Some(file) = &held.file {
                file.write(&edited)?;
            }
            *lock(&held.now) = edited;
            Ok(())
        };
        Ok(blocking(write).await?)
    }
}
