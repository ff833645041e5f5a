//! The file with what the user's tables look like.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::ProfileId;
use super::kept::Kept;
use crate::files::WriteError;
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    profile: ProfileId,
    views: Views,
}

/// The file with views, `views.json`. Those of the demo account aren't written.
#[derive(Debug)]
pub struct ViewsFile {
    file: Kept<Vec<Entry>>,
    demo: Mutex<Views>,
}

impl ViewsFile {
    /// Reads `views.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        Self {
            file: Kept::open(folder.join("views.json")),
            demo: Mutex::default(),
        }
    }

    /// Why the file couldn't be read when Postern started.
    pub fn problem(&self) -> Option<&Problem> {
        self.file.problem()
    }

    /// An account's views; `None` is the demo.
    pub fn get(&self, profile: Option<ProfileId>) -> Views {
        let Some(profile) = profile else {
            return lock(&self.demo).clone();
        };
        self.file.read(|now| {
            let found = now.iter().find(|entry| entry.profile == profile);
            found.map(|entry| entry.views.clone()).unwrap_or_default()
        })
    }

    /// Replaces an account's views.
    ///
    /// # Errors
    /// They are too large, or the file can't be written.
    pub async fn set(&self, profile: Option<ProfileId>, views: Views) -> Result<(), Problem> {
        let length = serde_json::to_vec(&views).map_or(usize::MAX, |json| json.len());
        if length > MAX_LENGTH {
            return Err(Problem::new(
                ProblemCode::Invalid,
                "There are too many saved views.",
                "Delete some that you no longer need.",
            ));
        }
        let Some(profile) = profile else {
            *lock(&self.demo) = views;
            return Ok(());
        };
        let set = self.file.edit(move |now| {
            match now.iter_mut().find(|entry| entry.profile == profile) {
                Some(entry) => entry.views = views,
                None => now.push(Entry { profile, views }),
            }
        });
        Ok(set.await?)
    }

    /// Deletes the views of a profile.
    ///
    /// # Errors
    /// [`WriteError`]; nothing changes then.
    pub async fn forget(&self, profile: ProfileId) -> Result<(), WriteError> {
        self.file
            .edit(move |now| now.retain(|entry| entry.profile != profile))
            .await
    }
}
