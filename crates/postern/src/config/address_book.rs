//! The address book: a file with names for AWS accounts and Azure subscriptions.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::kept::Kept;
use crate::principal::Names;
use crate::problem::Problem;

/// Format version of the file.
const VERSION: u32 = 1;

/// The content of the file. Unknown fields are written back unchanged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
pub struct AddressBook(Kept<NamesFile>);

impl AddressBook {
    /// Reads `names.json` in this folder. A damaged file is set aside.
    pub fn open(folder: &Path) -> Self {
        Self(Kept::open(folder.join("names.json")))
    }

    /// An address book that is never written.
    pub fn in_memory() -> Self {
        Self(Kept::in_memory())
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.0.problem()
    }

    pub fn names(&self) -> Names {
        self.0.read(|now| now.names.clone())
    }

    /// Edits the names. If the edit is refused or the file can't be written, they stay unchanged.
    ///
    /// # Errors
    /// The edit's own, or the file can't be written.
    pub async fn edit(
        &self,
        edit: impl Fn(&mut Names) -> Result<(), Problem> + Send + 'static,
    ) -> Result<(), Problem> {
        // Whether it is refused doesn't depend on the other names.
        edit(&mut self.names())?;
        let written = self.0.edit(move |now| {
            // Validated above.
            let _ = edit(&mut now.names);
        });
        Ok(written.await?)
    }
}
