//! A JSON file whose content is kept in memory.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::files::{JsonFile, WriteError, blocking};
use crate::problem::Problem;
use crate::sync::lock;

/// A file and what is in it. An edit that can't be written changes nothing.
#[derive(Debug)]
pub(super) struct Kept<T> {
    inner: Arc<Inner<T>>,
    problem: Option<Problem>,
}

#[derive(Debug)]
struct Inner<T> {
    /// `None`: in memory only.
    file: Option<JsonFile<T>>,
    now: Mutex<T>,
    /// Held while writing, so that readers don't wait for the disk.
    writing: Mutex<()>,
}

impl<T> Kept<T>
where
    T: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + 'static,
{
    /// Reads the file. A damaged one is set aside.
    pub fn open(path: PathBuf) -> Self {
        let file = JsonFile::new(path);
        let (now, problem) = file.read();
        Self::new(Some(file), now, problem)
    }

    /// Without a file.
    pub fn in_memory() -> Self {
        Self::new(None, T::default(), None)
    }

    fn new(file: Option<JsonFile<T>>, now: T, problem: Option<Problem>) -> Self {
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

    /// What is in it now.
    pub fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&lock(&self.inner.now))
    }

    /// Edits it, and writes it if that changed anything.
    pub async fn edit(&self, edit: impl FnOnce(&mut T) + Send + 'static) -> Result<(), WriteError> {
        let inner = Arc::clone(&self.inner);
        blocking(move || {
            let _writing = lock(&inner.writing);
            let before = lock(&inner.now).clone();
            let mut edited = before.clone();
            edit(&mut edited);
            if edited == before {
                return Ok(());
            }
            if let Some(file) = &inner.file {
                file.write(&edited)?;
            }
            *lock(&inner.now) = edited;
            Ok(())
        })
        .await
    }
}
