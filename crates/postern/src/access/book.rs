//! The address book: names for accounts and subscriptions, in a file.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::Names;
use crate::file::JsonFile;
use crate::problem::Problem;

/// The file's form; a later version of Postern that changes it counts it up.
const VERSION: u32 = 1;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Book {
    version: u32,
    names: Names,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            version: VERSION,
            names: Names::default(),
        }
    }
}

/// The address book. One for all accounts: an account number means the same everywhere.
#[derive(Debug)]
pub struct AddressBook {
    /// `None`: it is kept in memory only.
    file: Option<JsonFile<Book>>,
    now: Mutex<Book>,
    problem: Option<Problem>,
}

impl AddressBook {
    /// Reads `names.json` in this folder. A file that can't be understood is set aside.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("names.json"));
        let (now, problem) = file.read();
        Self {
            file: Some(file),
            now: Mutex::new(now),
            problem,
        }
    }

    /// One that is never written.
    pub fn in_memory() -> Self {
        Self {
            file: None,
            now: Mutex::default(),
            problem: None,
        }
    }

    /// Why the file could not be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// All names.
    pub fn names(&self) -> Names {
        self.lock().names.clone()
    }

    /// Gives an account or subscription a name, or takes it away. Names that can't be written stay as they
    /// were.
    ///
    /// # Errors
    /// The owner or the name can't be used, or the file can't be written.
    pub fn set(&self, owner: &str, name: Option<&str>) -> Result<(), Problem> {
        let mut now = self.lock();
        let mut edited = now.clone();
        edited.names.set(owner, name)?;
        if let Some(file) = &self.file {
            file.write(&edited)?;
        }
        *now = edited;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
