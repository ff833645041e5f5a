//! Opens the files, the keyring and the last known inventory. It begins before the toolkit does, which takes longer and
//! leaves the other processors idle; once the web view's processes start, they need them all.

use std::path::PathBuf;

use postern::problem::Problem;
use postern::session::{AppOptions, DataLock, Paths};
use tauri::async_runtime::{JoinHandle, spawn};

use crate::{App, logs};

/// The folders that Tauri's path resolver names, which exists only once the toolkit runs.
pub(crate) struct Folders {
    config: PathBuf,
    data: PathBuf,
    pub(crate) logs: PathBuf,
}

impl Folders {
    pub(crate) fn of(identifier: &str) -> tauri::Result<Self> {
        let in_folder = |folder: Option<PathBuf>| {
            let folder = folder.ok_or(tauri::Error::UnknownPath)?;
            tauri::Result::Ok(folder.join(identifier))
        };
        Ok(Self {
            config: in_folder(dirs::config_dir())?,
            data: in_folder(dirs::data_dir())?,
            #[cfg(target_os = "macos")]
            logs: in_folder(dirs::home_dir().map(|home| home.join("Library/Logs")))?,
            #[cfg(not(target_os = "macos"))]
            logs: in_folder(dirs::data_local_dir())?.join("logs"),
        })
    }
}

/// What is still to be opened.
pub(crate) struct Unopened {
    pub(crate) folders: Folders,
    pub(crate) options: AppOptions,
}

/// What is being opened.
pub(crate) struct Opening {
    /// `None` where the file system has no locks.
    pub(crate) lock: Option<DataLock>,
    pub(crate) session: JoinHandle<App>,
}

impl Unopened {
    /// Opens everything, unless another Postern has the data. That one may be quitting, or may be about to get this
    /// one's arguments.
    pub(crate) fn open_at_once(self) -> Result<Opening, Box<Self>> {
        match DataLock::take_at_once(&self.paths()) {
            Ok(lock) => {
                logs::begin(&self.folders.logs);
                Ok(self.open_with(lock))
            }
            Err(_) => Err(Box::new(self)),
        }
    }

    /// Opens everything. Blocks for a moment while another Postern has the data.
    ///
    /// # Errors
    /// It keeps them, or the folder can't be written.
    pub(crate) fn open(self) -> Result<Opening, Problem> {
        logs::begin(&self.folders.logs);
        let lock = DataLock::take(&self.paths())?;
        Ok(self.open_with(lock))
    }

    fn open_with(self, lock: Option<DataLock>) -> Opening {
        Opening {
            lock,
            session: spawn(App::open(self.paths(), self.options)),
        }
    }

    fn paths(&self) -> Paths {
        Paths {
            config: self.folders.config.clone(),
            data: self.folders.data.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tauri::Manager as _;

    use super::Folders;

    #[test]
    fn the_folders_are_those_of_the_path_resolver() {
        let app = tauri::test::mock_app();
        let path = app.path();
        let folders = Folders::of(&app.config().identifier).expect("a home");
        assert_eq!(Some(folders.config), path.app_config_dir().ok());
        assert_eq!(Some(folders.data), path.app_data_dir().ok());
        assert_eq!(Some(folders.logs), path.app_log_dir().ok());
    }
}
