//! A small JSON file that is written whole or not at all, and never over one that can't be read.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use thiserror::Error;

use crate::problem::{Problem, ProblemCode};

/// A file could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The system refused.
    #[error("{file} can't be written: {reason}")]
    Write {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Nothing is written any more.
    #[error("Postern is quitting, and the change was not saved")]
    Ending,
}

impl WriteError {
    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Write { .. } => "Make room, or make the folder writable, then try again.",
            Self::Ending => "Start Postern again, then repeat it.",
        }
    }
}

impl From<&WriteError> for Problem {
    fn from(error: &WriteError) -> Self {
        Self::new(
            ProblemCode::Other,
            sentence(&error.to_string()),
            error.hint(),
        )
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        Self::from(&error)
    }
}

/// An error's text as a sentence: a capital letter and a period.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let capital = letters.next().map(|first| first.to_uppercase().to_string());
    capital.unwrap_or_default() + letters.as_str() + "."
}

/// What a file that can't be understood is kept as.
pub(crate) fn damaged_name(path: &Path) -> PathBuf {
    let now = Timestamp::now().strftime("%Y%m%d-%H%M%S-%3f");
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".damaged-{now}"));
    aside.into()
}

/// A file that holds a `T`.
#[derive(Debug)]
pub(crate) struct JsonFile<T> {
    path: PathBuf,
    /// Why it must not be written: what stands there can't be read, nor be moved aside.
    blocked: OnceLock<String>,
    holds: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned + Default> JsonFile<T> {
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            blocked: OnceLock::new(),
            holds: PhantomData,
        }
    }

    /// What the file holds; nothing where there is none. One that can't be understood is set aside, and
    /// the problem says where.
    pub fn read(&self) -> (T, Option<Problem>) {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return (T::default(), None),
            Err(error) => {
                self.block(&error.to_string());
                let problem = self.problem(&error.to_string(), "Nothing is written over it.");
                return (T::default(), Some(problem));
            }
        };
        match serde_json::from_slice(&bytes) {
            Ok(value) => (value, None),
            Err(error) => (T::default(), Some(self.set_aside(&error.to_string()))),
        }
    }

    fn set_aside(&self, reason: &str) -> Problem {
        let aside = damaged_name(&self.path);
        let kept = match fs::rename(&self.path, &aside) {
            Ok(()) => format!("It was kept as {}.", aside.display()),
            Err(error) => {
                self.block(reason);
                format!("It can't be moved aside either ({error}); nothing is written over it.")
            }
        };
        self.problem(reason, &kept)
    }

    fn block(&self, reason: &str) {
        // Once is enough: the file is read once.
        let _ = self.blocked.set(reason.to_owned());
    }

    fn problem(&self, reason: &str, kept: &str) -> Problem {
        Problem {
            code: ProblemCode::Other,
            message: format!("{} can't be read: {reason}. {kept}", self.path.display()),
            hint:
                "Mend the file, put it back and start Postern again. Keys in the keyring are not \
                   affected."
                    .to_owned(),
        }
    }

    /// Writes the file: a new one beside it, made durable, then put in its place.
    pub fn write(&self, value: &T) -> Result<(), WriteError> {
        let failed = |reason: String| WriteError::Write {
            file: self.path.clone(),
            reason,
        };
        if let Some(reason) = self.blocked.get() {
            return Err(failed(format!(
                "what stands there could not be read ({reason})"
            )));
        }
        self.try_write(value)
            .map_err(|error| failed(error.to_string()))
    }

    fn try_write(&self, value: &T) -> std::io::Result<()> {
        write_private(&self.path, |file| {
            serde_json::to_writer_pretty(&mut *file, value)?;
            file.write_all(b"\n")
        })
    }
}

/// Writes a file that only its owner may read: a new one beside it, made durable, then put in its place.
pub(crate) fn write_private(
    path: &Path,
    write: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    // One that an interrupted write left behind may have other permissions.
    let _ = fs::remove_file(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    write(&mut file)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    // The rename itself is durable once the folder is; where folders can't be opened it is anyway.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Writes a file away from the tasks that must not wait for a disk.
pub(crate) async fn blocking(
    write: impl FnOnce() -> Result<(), WriteError> + Send + 'static,
) -> Result<(), WriteError> {
    match tokio::task::spawn_blocking(write).await {
        Ok(written) => written,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(WriteError::Ending),
        },
    }
}
