//! The address book: a file with names for AWS accounts and Azure subscriptions.

use std::path::Path;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::files::{JsonFile, blocking};
use crate::principal::Names;
use crate::problem::Problem;
use crate::sync::lock;

/// Format version of the file.
const VERSION: u32 = 1;

/// The content of the file. Unknown fields are written back unchanged.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct NamesFile {
    version: u32,
    #[serde(flatten)]
    names: Names,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Default for NamesFile {
    fn default() -> Self {
        Self {
            version: VERSION,
            names: Names::default(),
            rest: Map::new(),
        }
    }
}

/// The address book, shared by all accounts since an account number means the same everywhere.
#[derive(Debug)]
pub struct AddressBook {
    inner: Arc<Inner>,
    problem: Option<Problem>,
}

#[derive(Debug)]
struct Inner {
    /// `None` for an address book in memory only.
    file: Option<JsonFile<NamesFile>>,
    now: Mutex<NamesFile>,
    /// Held while writing, so that readers don't wait for the disk.
    writing: Mutex<()>,
}

impl AddressBook {
    /// Reads `names.json` in this folder. A damaged file is set aside.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("names.json"));
        let (now, problem) = file.read();
        Self::new(Some(file), now, problem)
    }

    /// An address book that is never written.
    pub fn in_memory() -> Self {
        Self::new(None, NamesFile::default(), None)
    }

    fn new(file: Option<JsonFile<NamesFile>>, now: NamesFile, problem: Option<Problem>) -> Self {
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

    pub fn names(&self) -> Names {
        lock(&self.inner.now).names.clone()
    }

    /// Names an AWS account or Azure subscription; `None` removes the name. If the file can't be written, the
    /// names stay unchanged.
    ///
    /// # Errors
    /// The owner or the name is invalid, or the file can't be written.
    pub async fn set(&self, owner: &str, name: Option<&str>) -> Result<(), Problem> {
        self.set_all(vec![(owner.to_owned(), name.map(str::to_owned))])
            .await
    }

    /// Marks an AWS account or Azure subscription as the user's own, or takes that back.
    ///
    /// # Errors
    /// The owner is invalid, or the file can't be written.
    pub async fn set_ours(&self, owner: String, ours: bool) -> Result<(), Problem> {
        self.names().set_ours(&owner, ours)?;
        self.write(move |names| {
            // Validated above.
            let _ = names.set_ours(&owner, ours);
        })
        .await
    }

    /// Sets several names at once: all of them, or none.
    ///
    /// # Errors
    /// An owner or a name is invalid, or the file can't be written.
    pub async fn set_all(&self, changes: Vec<(String, Option<String>)>) -> Result<(), Problem> {
        // Validate before starting a task.
        let mut tried = self.names();
        for (owner, name) in &changes {
            tried.set(owner, name.as_deref())?;
        }
        self.write(move |names| {
            for (owner, name) in &changes {
                // Validated above.
                let _ = names.set(owner, name.as_deref());
            }
        })
        .await
    }

    async fn write(&self, edit: impl FnOnce(&mut Names) + Send + 'static) -> Result<(), Problem> {
        let inner = Arc::clone(&self.inner);
        let write = move || {
            let _writing = lock(&inner.writing);
            let mut edited = lock(&inner.now).clone();
            edit(&mut edited.names);
            if let Some(file) = &inner.file {
                file.write(&edited)?;
            }
            *lock(&inner.now) = edited;
            Ok(())
        };
        Ok(blocking(write).await?)
    }
}
