//! Logs to the terminal and to a file of limited size.
//!
//! No log contains an API key: the type's `Debug` output is redacted, and libraries are limited to warnings, whatever
//! `RUST_LOG` says, because below that level some log headers and messages as they are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// In bytes. A larger log is renamed, and a new one begun, so that there are at most two of this size.
const MAX_SIZE: u64 = 2 * 1024 * 1024;

/// The crates that may log more than warnings.
const OWN: &[&str] = &["postern", "postern_app", "aeon", "aeon_simulator"];

/// The folder of the log.
pub(crate) struct LogFolder(pub(crate) PathBuf);

/// Starts to log to standard error and to `postern.log` in this folder.
pub(crate) fn begin(folder: &Path) {
    let file = LogFile::open(folder);
    let file_error = file.as_ref().err().map(ToString::to_string);
    let to_file = file.ok().map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(file))
    });
    let to_terminal = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let wanted = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,postern=info,postern_app=info,aeon=info"));
    let started = tracing_subscriber::registry()
        .with(wanted)
        .with(filter_fn(may_be_logged))
        .with(to_terminal)
        .with(to_file)
        .try_init();
    if started.is_ok() {
        log_panics();
    }
    if let Some(error) = file_error {
        tracing::warn!("can't write a log file in {}: {error}", folder.display());
    }
    tracing::info!("Postern {}", env!("CARGO_PKG_VERSION"));
}

fn may_be_logged(event: &Metadata<'_>) -> bool {
    let library = event.target().split("::").next().unwrap_or_default();
    *event.level() <= Level::WARN || OWN.contains(&library)
}

/// A log that only its owner can read, and that starts over when it is full.
struct LogFile {
    path: PathBuf,
    file: File,
    size: u64,
}

impl LogFile {
    fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join("postern.log");
        let file = open(&path)?;
        let size = file.metadata()?.len();
        let mut log = Self { path, file, size };
        if log.size > MAX_SIZE {
            log.begin_anew()?;
        }
        Ok(log)
    }

    fn begin_anew(&mut self) -> io::Result<()> {
        fs::rename(&self.path, self.path.with_file_name("postern.1.log"))?;
        self.file = open(&self.path)?;
        self.size = 0;
        Ok(())
    }
}

impl Write for LogFile {
    /// Writes all of it: a line is never split between two files.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let length = line.len() as u64;
        if self.size > 0 && self.size + length > MAX_SIZE {
            self.begin_anew()?;
        }
        self.file.write_all(line)?;
        self.size += length;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A pipe without a reader would block.
        let nonblocking = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options
            .mode(0o600)
            .custom_flags(nonblocking.bits().cast_signed());
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("postern.log isn't a regular file"));
    }
    Ok(file)
}

/// Logs panics, which nobody would see otherwise if Postern is started from a menu.
fn log_panics() {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!("{panic}");
        previous(panic);
    }));
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::{LogFile, MAX_SIZE};

    #[test]
    fn the_log_is_bounded_while_postern_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut log = LogFile::open(folder.path()).expect("a log");
        let line = [b'x'; 64 * 1024];
        for _ in 0..3 * MAX_SIZE / line.len() as u64 {
            log.write_all(&line).expect("it is written");
        }
        log.write_all(b"the last line").expect("it is written");
        let sizes: Vec<u64> = fs::read_dir(folder.path())
            .expect("the folder exists")
            .map(|entry| {
                entry
                    .and_then(|entry| entry.metadata())
                    .expect("a file")
                    .len()
            })
            .collect();
        assert_eq!(sizes.len(), 2);
        assert!(sizes.iter().all(|size| *size <= MAX_SIZE), "{sizes:?}");
        let last = fs::read(folder.path().join("postern.log")).expect("it is there");
        assert!(last.ends_with(b"the last line"));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_log() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().expect("a folder");
        LogFile::open(folder.path()).expect("a log");
        let log = fs::metadata(folder.path().join("postern.log")).expect("it is there");
        assert_eq!(log.permissions().mode() & 0o777, 0o600);
    }
}
