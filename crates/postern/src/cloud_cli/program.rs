//! Finds the CLIs.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use specta::Type;

use super::CliEnvironment;

/// A cloud's CLI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Cli {
    Aws,
    Az,
}

impl Cli {
    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Az => "az",
        }
    }

    /// As its vendor calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Aws => "AWS CLI",
            Self::Az => "Azure CLI",
        }
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Aws if cfg!(windows) => &["aws.exe", "aws.cmd"],
            Self::Aws => &["aws"],
            Self::Az if cfg!(windows) => &["az.cmd", "az.exe"],
            Self::Az => &["az"],
        }
    }
}

/// The program: the one that the user chose, or else the first in the path and the usual folders. One that was chosen
/// and is gone isn't replaced by another.
pub fn find(cli: Cli, chosen: Option<&Path>, environment: &CliEnvironment) -> Option<PathBuf> {
    if let Some(chosen) = chosen {
        return fits(chosen).then(|| chosen.to_owned());
    }
    let folders = environment.folders().into_iter();
    let files = folders.flat_map(|folder| cli.files().iter().map(move |file| folder.join(file)));
    files.into_iter().find(|file| fits(file))
}

/// Whether a file can be run.
pub fn fits(file: &Path) -> bool {
    let Ok(about) = file.metadata() else {
        return false;
    };
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = true;
    file.is_absolute() && about.is_file() && may_run
}
