//! Small files written atomically, and never over a file that can't be read.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use thiserror::Error;

use crate::problem::{Problem, ProblemCode};

/// Why a file couldn't be written.
#[derive(Debug, Error)]
pub enum WriteError {
    #[error("{file} couldn't be written: {reason}")]
    Write { file: PathBuf, reason: String },
    /// Postern is quitting.
    #[error("Postern is quitting, so the change wasn't saved")]
    Ending,
}

impl WriteError {
    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Write { .. } => "Free up disk space or make the folder writable, then try again.",
            Self::Ending => "Restart Postern, then repeat the change.",
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

/// Makes an error's text a sentence: capitalized, with a period.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let capital = letters.next().map(|first| first.to_uppercase().to_string());
    capital.unwrap_or_default() + letters.as_str() + "."
}

/// The name under which a damaged file is set aside.
pub(crate) fn damaged_name(path: &Path) -> PathBuf {
    let now = Timestamp::now().strftime("%Y%m%d-%H%M%S-%3f");
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".damaged-{now}"));
    aside.into()
}

/// In bytes. A configuration file that is larger isn't one of Postern's.
const MAX_JSON: u64 = 64 * 1024 * 1024;

/// Opens a regular file for reading. A pipe or a device, which may never return from being opened or read, is an
/// error.
pub(crate) fn open_regular(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let nonblocking = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(nonblocking.bits().cast_signed());
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(std::io::Error::other("it isn't a regular file"));
    }
    Ok(file)
}

/// Reads a regular file of at most `most` bytes.
pub(crate) fn read_regular(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Its length may change while it is read.
    open_regular(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let limit = most / (1024 * 1024);
        return Err(std::io::Error::other(format!(
            "it is larger than {limit} MiB"
        )));
    }
    Ok(bytes)
}

/// A JSON file with a `T`.
#[derive(Debug)]
pub(crate) struct JsonFile<T> {
    path: PathBuf,
    /// Why it must not be written: the existing file can neither be read nor set aside.
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

    /// The file's content, or the default if there is no file. A damaged file is set aside, and the problem
    /// says where.
    pub fn read(&self) -> (T, Option<Problem>) {
        let bytes = match read_regular(&self.path, MAX_JSON) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return (T::default(), None),
            Err(error) => {
                self.block(&error.to_string());
                let problem = self.problem(&error.to_string(), "It won't be overwritten.");
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
        let result = match fs::rename(&self.path, &aside) {
            Ok(()) => format!(
                "It was moved to {}, and the defaults are used.",
                aside.display()
            ),
            Err(error) => {
                self.block(reason);
                format!(
                    "It couldn't be moved aside either ({error}), so it won't be overwritten, and changes won't be saved."
                )
            }
        };
        self.problem(reason, &result)
    }

    fn block(&self, reason: &str) {
        // Already set only if read twice.
        let _ = self.blocked.set(reason.to_owned());
    }

    fn problem(&self, reason: &str, result: &str) -> Problem {
        Problem::new(
            ProblemCode::Other,
            format!(
                "{} couldn't be read: {reason}. {result}",
                self.path.display()
            ),
            "Fix the file, put it back and restart Postern. Keys in the keyring aren't affected.",
        )
    }

    /// Writes the file atomically: a new file, flushed to disk, then renamed.
    pub fn write(&self, value: &T) -> Result<(), WriteError> {
        let failed = |reason: String| WriteError::Write {
            file: self.path.clone(),
            reason,
        };
        if let Some(reason) = self.blocked.get() {
            return Err(failed(format!(
                "the existing file couldn't be read ({reason})"
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

/// Atomically writes a file that only its owner can read: a new file, flushed to disk, then renamed.
pub(crate) fn write_private(
    path: &Path,
    write: impl FnOnce(&mut File) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    create_private(folder)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    // A file left by an interrupted write may have other permissions.
    let _ = fs::remove_file(&beside);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    write(&mut file)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    // The rename is durable once the folder is flushed. Systems on which folders can't be opened don't need
    // that.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Gives a folder the mode 0700 and everything in it 0600 or 0700, which earlier versions and the web view didn't.
/// Symbolic links are left alone.
#[cfg(unix)]
pub fn make_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let fix = |path: &Path, mode: u32| {
        let now = fs::metadata(path)?.permissions().mode() & 0o777;
        if now & !mode != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(now & mode))?;
            tracing::debug!("{} was accessible to others", path.display());
        }
        std::io::Result::Ok(())
    };
    let entries = match fix(folder, 0o700).and_then(|()| fs::read_dir(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return,
        Err(error) => {
            tracing::warn!(%error, "{} can't be made private", folder.display());
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let fixed = match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                make_private(&path);
                continue;
            }
            Ok(kind) if kind.is_file() => fix(&path, 0o600),
            _ => Ok(()),
        };
        if let Err(error) = fixed {
            tracing::warn!(%error, "{} can't be made private", path.display());
        }
    }
}

/// These systems keep a user's application data private by default.
#[cfg(not(unix))]
pub fn make_private(_folder: &Path) {}

/// Creates a folder that only its owner can read.
pub(crate) fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Runs a blocking write outside the async runtime's threads.
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
