//! The file with what the user's tables look like.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;

use super::ProfileId;
use crate::files::{JsonFile, WriteError};
use crate::problem::{Problem, ProblemCode};

/// Limit for one account's views as JSON, in bytes, since the page decides what is in them.
const MAX_LENGTH: usize = 64 * 1024;

/// What the page remembers for one account. Nothing depends on it but what is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct Views {
    /// The columns of each table, by the table's name.
    pub tables: BTreeMap<String, TableView>,
    /// The filters and sort order of each page, as the query in its address, by path.
    pub pages: BTreeMap<String, String>,
    /// The path of the page used last.
    pub last_page: Option<String>,
    pub named: Vec<NamedView>,
}

/// The columns that the user chose, ordered and resized.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub struct TableView {
    /// Columns in their order; those that aren't named keep their place.
    pub order: Vec<String>,
    /// Columns that the user hid (`false`) or showed.
    pub shown: BTreeMap<String, bool>,
    /// In pixels.
    pub widths: BTreeMap<String, u32>,
    /// A column, with `-` before it for descending; `None` where the page's address has the sort order.
    pub sort: Option<String>,
}

/// A page's filters under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NamedView {
    pub name: String,
    /// The page's path.
    pub page: String,
    /// The query in its address.
    pub query: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    profile: ProfileId,
    views: Views,
}

/// The file with views, `views.json`. Those of the demo account aren't written.
#[derive(Debug)]
pub struct ViewsFile {
    file: JsonFile<Vec<Entry>>,
    now: Mutex<Vec<Entry>>,
    demo: Mutex<Views>,
    problem: Option<Problem>,
}

impl ViewsFile {
    /// Reads `views.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        let file = JsonFile::new(folder.join("views.json"));
        let (now, problem) = file.read();
        Self {
            file,
            now: Mutex::new(now),
            demo: Mutex::default(),
            problem,
        }
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// An account's views; `None` is the demo.
    pub fn get(&self, profile: Option<ProfileId>) -> Views {
        let Some(profile) = profile else {
            return self.demo().clone();
        };
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let found = now.iter().find(|entry| entry.profile == profile);
        found.map(|entry| entry.views.clone()).unwrap_or_default()
    }

    /// Replaces an account's views.
    ///
    /// # Errors
    /// They are too large, or the file can't be written.
    pub fn set(&self, profile: Option<ProfileId>, views: Views) -> Result<(), Problem> {
        let length = serde_json::to_vec(&views).map_or(usize::MAX, |json| json.len());
        if length > MAX_LENGTH {
            return Err(Problem::new(
                ProblemCode::Invalid,
                "There are too many saved views.",
                "Delete some that you no longer need.",
            ));
        }
        let Some(profile) = profile else {
            *self.demo() = views;
            return Ok(());
        };
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match now.iter_mut().find(|entry| entry.profile == profile) {
            Some(entry) if entry.views == views => return Ok(()),
            Some(entry) => entry.views = views,
            None => now.push(Entry { profile, views }),
        }
        Ok(self.file.write(&now)?)
    }

    /// Deletes the views of a profile.
    ///
    /// # Errors
    /// [`WriteError::Write`]
    pub fn forget(&self, profile: ProfileId) -> Result<(), WriteError> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let before = now.len();
        now.retain(|entry| entry.profile != profile);
        if now.len() == before {
            return Ok(());
        }
        self.file.write(&now)
    }

    fn demo(&self) -> std::sync::MutexGuard<'_, Views> {
        self.demo.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
