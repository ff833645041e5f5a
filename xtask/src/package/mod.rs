//! Packages for Linux: their contents and their checks; and the SBOM of every system's packages.

mod changelog;
mod check;
mod components;
mod deb;
mod install;
mod man;
mod metainfo;
mod notices;
mod rpm;
mod sbom;
#[cfg(test)]
mod tests;
mod tree;

use std::fs;
use std::path::Path;

use jiff::Timestamp;

use crate::tools::{TaskError, tool};

pub use check::{policy as check_policy, texts as check_texts, version as check_version};
pub use components::Components;
pub use deb::{Deb, LIMIT};
pub use install::install_and_remove;
pub use rpm::{Build, Rpm};
pub use tree::Tree;

/// The name of the program and of the package.
const NAME: &str = "postern";
/// The application id in `tauri.conf.json`.
const ID: &str = "app.postern.Postern";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// A reserved domain: there is no mailbox for the package.
const MAINTAINER: &str = "Postern contributors <noreply@postern.example>";

/// Writes the SBOM.
pub fn bill_of_materials(components: &Components, to: &Path) -> Result<(), TaskError> {
    write(to, sbom::json(components, &stamp()?)?)
}

/// The date of everything in a package. It is the commit's, so that a commit always gives the same package.
#[derive(Clone, Copy, Debug)]
pub struct Stamp(Timestamp);

fn stamp() -> Result<Stamp, TaskError> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .or_else(|| tool("git", &["log", "-1", "--format=%ct"]).answer());
    let time =
        seconds.and_then(|seconds| Timestamp::from_second(seconds.trim().parse().ok()?).ok());
    time.map(Stamp).ok_or_else(|| {
        TaskError::Missing(
            "This folder isn't a git repository. Set SOURCE_DATE_EPOCH to the seconds since 1970 that the packages are dated with.".to_owned(),
        )
    })
}

impl Stamp {
    /// Seconds since 1970.
    fn seconds(&self) -> String {
        self.0.as_second().to_string()
    }

    /// Formatted by `strftime`, in UTC and in English.
    fn format(&self, format: &str) -> String {
        self.0.strftime(format).to_string()
    }
}

fn write(path: &Path, text: impl AsRef<[u8]>) -> Result<(), TaskError> {
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text));
    written.map_err(|source| TaskError::File {
        path: path.to_path_buf(),
        source,
    })
}

fn read(path: &Path) -> Result<String, TaskError> {
    fs::read_to_string(path).map_err(|source| TaskError::File {
        path: path.to_path_buf(),
        source,
    })
}
