//! The profiles file.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Profile, ProfileId};
use crate::files::{JsonFile, WriteError};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// Format version of the file.
const VERSION: u32 = 1;

/// The content of the file. Invalid profiles and unknown fields are written back unchanged.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ProfilesFile {
    version: u32,
    profiles: Vec<Value>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Default for ProfilesFile {
    fn default() -> Self {
        Self {
            version: VERSION,
            profiles: Vec::new(),
            rest: Map::new(),
        }
    }
}

/// The profiles and their file.
#[derive(Debug)]
pub(crate) struct ProfileList {
    file: JsonFile<ProfilesFile>,
    stored: ProfilesFile,
    /// The profiles as read from the file, including unknown fields.
    raw: HashMap<ProfileId, Map<String, Value>>,
    /// Entries that couldn't be parsed.
    invalid: Vec<Value>,
    problem: Option<Problem>,
    profiles: Mutex<Vec<Profile>>,
    /// Held while writing, so that readers don't wait for the disk.
    writing: Mutex<()>,
}

impl ProfileList {
    /// Reads `profiles.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        let path = folder.join("profiles.json");
        let file = JsonFile::<ProfilesFile>::new(path.clone());
        let (mut stored, mut problem) = file.read();
        let (mut raw, mut invalid, mut profiles) = (HashMap::new(), Vec::new(), Vec::new());
        for value in std::mem::take(&mut stored.profiles) {
            match Profile::deserialize(&value) {
                Ok(profile) => {
                    if let Value::Object(fields) = value {
                        raw.insert(profile.id, fields);
                    }
                    profiles.push(profile);
                }
                Err(error) => {
                    problem.get_or_insert_with(|| invalid_profile(&path, &error.to_string()));
                    invalid.push(value);
                }
            }
        }
        Self {
            file,
            stored,
            raw,
            invalid,
            problem,
            profiles: Mutex::new(profiles),
            writing: Mutex::default(),
        }
    }

    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    pub fn get(&self) -> Vec<Profile> {
        lock(&self.profiles).clone()
    }

    /// Changes the list and writes it. If it can't be written, the list stays unchanged. Blocks.
    pub fn edit(&self, edit: impl FnOnce(&mut Vec<Profile>)) -> Result<(), WriteError> {
        let _writing = lock(&self.writing);
        let mut profiles = self.get();
        edit(&mut profiles);
        self.file.write(&self.with(&profiles))?;
        *lock(&self.profiles) = profiles;
        Ok(())
    }

    fn with(&self, profiles: &[Profile]) -> ProfilesFile {
        let known = profiles.iter().map(|profile| {
            let mut fields = self.raw.get(&profile.id).cloned().unwrap_or_default();
            if let Ok(Value::Object(own)) = serde_json::to_value(profile) {
                fields.extend(own);
            }
            Value::Object(fields)
        });
        ProfilesFile {
            profiles: known.chain(self.invalid.iter().cloned()).collect(),
            ..self.stored.clone()
        }
    }
}

fn invalid_profile(path: &Path, reason: &str) -> Problem {
    Problem::new(
        ProblemCode::Other,
        format!(
            "An account in {} couldn't be read: {reason}. It was left in the file.",
            path.display()
        ),
        "Fix the file and restart Postern, or add the account again.",
    )
}
