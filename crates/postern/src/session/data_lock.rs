//! One Postern for each data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use super::Paths;
use crate::problem::{Problem, ProblemCode};

/// How long one that is quitting is waited for.
const PATIENCE: Duration = Duration::from_secs(3);
const STEP: Duration = Duration::from_millis(100);

/// Keeps other processes from using a data folder, as long as it lives. Two of them would each take the other's edits
/// for somebody else's.
#[derive(Debug)]
pub struct DataLock {
    file: File,
}

impl Drop for DataLock {
    /// Closing the file isn't enough: a program that is being started has it open for a moment, too.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl DataLock {
    /// Locks a data folder for this process. Blocks for up to 3 s. `None` where the file system has no locks.
    ///
    /// # Errors
    /// Another process has locked it, or the folder can't be written.
    pub fn take(paths: &Paths) -> Result<Option<Self>, Problem> {
        Self::within(&paths.data, PATIENCE)
    }

    /// Like [`Self::take`], but waits for nobody.
    ///
    /// # Errors
    /// See [`Self::take`].
    pub fn take_at_once(paths: &Paths) -> Result<Option<Self>, Problem> {
        Self::within(&paths.data, Duration::ZERO)
    }

    fn within(data: &Path, patience: Duration) -> Result<Option<Self>, Problem> {
        let path = data.join("postern.lock");
        let file = std::fs::create_dir_all(data)
            .and_then(|()| OpenOptions::new().create(true).append(true).open(&path))
            .map_err(|error| {
                Problem::new(
                    ProblemCode::Other,
                    format!("{} can't be written ({error}).", path.display()),
                    "Check the folder's permissions and the free space on its disk.",
                )
            })?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Self { file })),
                Err(TryLockError::WouldBlock) if began.elapsed() < patience => {
                    std::thread::sleep(STEP);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Problem::new(
                        ProblemCode::Other,
                        format!(
                            "Another Postern is running with the data in {}.",
                            data.display()
                        ),
                        "Use that one, or quit it first. It may be in another session of yours on this machine.",
                    ));
                }
                Err(TryLockError::Error(error)) => {
                    tracing::warn!(%error, "the data folder can't be locked");
                    return Ok(None);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_folder_has_one_postern_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("new");
        let take = || DataLock::within(&data, Duration::ZERO);
        let first = take().expect("nobody else has it");
        let problem = take().expect_err("it is locked");
        assert!(problem.message.starts_with("Another Postern is running"));
        assert!(problem.message.contains(&data.display().to_string()));
        drop(first);
        assert!(take().expect("it is free again").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn it_is_free_at_once_while_programs_are_being_started() {
        use std::process::Command;
        use std::sync::atomic::{AtomicBool, Ordering};

        let folder = tempfile::tempdir().expect("a folder");
        let over = AtomicBool::new(false);
        let taken = std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        Command::new("true").status().expect("true runs");
                    }
                });
            }
            let taken = (0..2000).all(|_| DataLock::within(folder.path(), Duration::ZERO).is_ok());
            over.store(true, Ordering::Relaxed);
            taken
        });
        assert!(taken, "another program kept it");
    }
}
