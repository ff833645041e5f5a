//! The RPM. Tauri packs it, with the deb's files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::tools::{TaskError, tauri, tool};

use super::check;
use super::tree::Tree;
use super::write;

/// An RPM that has been built.
pub struct Rpm {
    path: PathBuf,
}

/// Which build an RPM is packed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    Release,
    /// Packed without compression, which would take longer than the rest.
    Debug,
}

impl Rpm {
    /// Packs the program of a build, and the other files of a tree. `target` is cargo's folder.
    pub fn pack(tree: &Tree, build: Build, target: &Path, work: &Path) -> Result<Self, TaskError> {
        let (compression, arguments, profile): (_, &[&str], _) = match build {
            Build::Release => (json!({ "type": "xz", "level": 9 }), &[], "release"),
            Build::Debug => (json!({ "type": "none" }), &["--debug"], "debug"),
        };
        let config = json!({
            "bundle": {
                "longDescription": "Postern shows every VPC, cluster and private service endpoint of a YugabyteDB Aeon account in one window, and edits who may connect over AWS PrivateLink and Azure Private Link.",
                "publisher": "Postern contributors",
                "linux": {
                    "rpm": {
                        "compression": compression,
                        "desktopTemplate": tree.folder.join("usr/share/applications/Postern.desktop"),
                        "files": tree.beside_the_program()?,
                    },
                },
            },
        });
        let file = work.join("rpm.json");
        write(&file, config.to_string())?;
        let folder = target.join(profile).join("bundle/rpm");
        let file = file.display().to_string();
        let bundle = ["bundle", "--bundles", "rpm", "--config", &file];
        tauri(&[&bundle, arguments].concat()).run()?;
        Ok(Self {
            path: newest_in(&folder)?,
        })
    }

    /// Checks that it has the tree's files, and that its entry in the menu is the one that opens links.
    pub fn check(&self, tree: &Tree) -> Result<(), TaskError> {
        let listed = self.read(&["-t"])?;
        let has: BTreeSet<&str> = listed
            .lines()
            .map(|file| file.trim_start_matches('.'))
            .collect();
        let beside = tree.beside_the_program()?;
        let wanted = [
            "/usr/bin/postern",
            "/usr/share/applications/Postern.desktop",
        ]
        .into_iter()
        .chain(beside.keys().map(String::as_str));
        let missing: Vec<_> = wanted.filter(|file| !has.contains(file)).collect();
        if !missing.is_empty() {
            return Err(TaskError::Missing(format!(
                "{} lacks {missing:?}.",
                self.path.display()
            )));
        }
        let entry = self.read(&["-xO", "--include", "*/Postern.desktop"])?;
        check::opens_links(&entry, &self.path.display().to_string())
    }

    fn read(&self, arguments: &[&str]) -> Result<String, TaskError> {
        let path = self.path.display().to_string();
        let read = tool("bsdtar", &[&["-f", path.as_str()], arguments].concat()).answer();
        read.ok_or_else(|| {
            TaskError::Missing(format!(
                "bsdtar can't read {path}. `cargo xtask setup` installs it on Debian and Ubuntu."
            ))
        })
    }
}

/// The RPM that was written last: packages of other versions may be beside it.
fn newest_in(folder: &Path) -> Result<PathBuf, TaskError> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let packages = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rpm"));
    let written = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
    packages
        .max_by_key(written)
        .ok_or_else(|| TaskError::Missing(format!("There is no RPM in {}.", folder.display())))
}
