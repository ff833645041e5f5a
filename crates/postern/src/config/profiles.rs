//! The profiles' file: what this version knows of it, and what it keeps for others.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Profile, ProfileId};
use crate::files::{JsonFile, WriteError};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// The file's form; a later version of Postern that changes it counts it up.
const VERSION: u32 = 1;

/// The file. A profile that can't be understood, and fields that this version doesn't know, are written
/// back as they were.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Stored {
    version: u32,
    profiles: Vec<Value>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Default for Stored {
    fn default() -> Self {
        Self {
            version: VERSION,
            profiles: Vec::new(),
            rest: Map::new(),
        }
    }
}

/// The profiles, and the file that holds them.
#[derive(Debug)]
pub(crate) struct ProfileList {
    file: JsonFile<Stored>,
    stored: Stored,
    /// The profiles as they stood in the file, with fields that this version doesn't know.
    raw: HashMap<ProfileId, Map<String, Value>>,
    odd: Vec<Value>,
    problem: Option<Problem>,
    profiles: Mutex<Vec<Profile>>,
    /// One writer at a time; nobody who reads waits for it.
    writing: Mutex<()>,
}

impl ProfileList {
    /// Reads `profiles.json` in this folder.
    pub fn open(folder: &Path) -> Self {
        let path = folder.join("profiles.json");
        let file = JsonFile::<Stored>::new(path.clone());
        let (mut stored, mut problem) = file.read();
        let (mut raw, mut odd, mut profiles) = (HashMap::new(), Vec::new(), Vec::new());
        for value in std::mem::take(&mut stored.profiles) {
            match Profile::deserialize(&value) {
                Ok(profile) => {
                    if let Value::Object(fields) = value {
                        raw.insert(profile.id, fields);
                    }
                    profiles.push(profile);
                }
                Err(error) => {
                    problem.get_or_insert_with(|| not_understood(&path, &error.to_string()));
                    odd.push(value);
                }
            }
        }
        Self {
            file,
            stored,
            raw,
            odd,
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

    /// Changes the list and writes it; a list that can't be written stays as it was. Blocks.
    pub fn edit(&self, edit: impl FnOnce(&mut Vec<Profile>)) -> Result<(), WriteError> {
        let _writing = lock(&self.writing);
        let mut profiles = self.get();
        edit(&mut profiles);
        self.file.write(&self.with(&profiles))?;
        *lock(&self.profiles) = profiles;
        Ok(())
    }

    fn with(&self, profiles: &[Profile]) -> Stored {
        let known = profiles.iter().map(|profile| {
            let mut fields = self.raw.get(&profile.id).cloned().unwrap_or_default();
            if let Ok(Value::Object(own)) = serde_json::to_value(profile) {
                fields.extend(own);
            }
            Value::Object(fields)
        });
        Stored {
            profiles: known.chain(self.odd.iter().cloned()).collect(),
            ..self.stored.clone()
        }
    }
}

fn not_understood(path: &Path, reason: &str) -> Problem {
    Problem {
        code: ProblemCode::Other,
        message: format!(
            "An account in {} can't be understood: {reason}. It stays in the file as it is.",
            path.display()
        ),
        hint: "Mend the file and start Postern again, or add the account anew.".to_owned(),
    }
}
