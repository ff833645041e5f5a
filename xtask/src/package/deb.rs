//! The deb.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{TaskError, root, tool};

use super::tree::Tree;
use super::{MAINTAINER, NAME, VERSION, write};

/// The size limit of the deb, in bytes.
pub const LIMIT: u64 = 8_000_000;

/// A deb that has been built.
pub struct Deb {
    pub path: PathBuf,
}

impl Deb {
    /// Packs a tree with an xz level from 0 to 9. The same tree always gives the same bytes.
    pub fn pack(tree: &Tree, folder: &Path, level: u8) -> Result<Self, TaskError> {
        let architecture = ask("dpkg", &["--print-architecture"])?;
        let control = control(tree, architecture.trim())?;
        tree.write("DEBIAN/control", control)?;
        let files = tree.files()?;
        let sums = tool(
            "md5sum",
            &files.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .within(&tree.folder)
        .answer()
        .ok_or_else(|| TaskError::Missing("md5sum failed on the package's files.".to_owned()))?;
        tree.write("DEBIAN/md5sums", sums)?;
        fs::create_dir_all(folder).map_err(|source| TaskError::File {
            path: folder.to_path_buf(),
            source,
        })?;
        let path = folder.join(format!("{NAME}_{VERSION}_{}.deb", architecture.trim()));
        tool("dpkg-deb", &["-Zxz", "--root-owner-group"])
            .args(&[
                format!("-z{level}"),
                "--build".to_owned(),
                tree.folder.display().to_string(),
                path.display().to_string(),
            ])
            .env("SOURCE_DATE_EPOCH", tree.stamp.seconds())
            .run()?;
        Ok(Self { path })
    }

    /// The size in bytes.
    pub fn size(&self) -> Result<u64, TaskError> {
        let file = fs::metadata(&self.path);
        file.map(|file| file.len())
            .map_err(|source| TaskError::File {
                path: self.path.clone(),
                source,
            })
    }

    /// Prints the size and fails when it is over the limit.
    pub fn check_size(&self, limit: u64) -> Result<(), TaskError> {
        let size = self.size()?;
        let told = format!(
            "{}: {:.2} MB, limit {:.2} MB",
            self.path.display(),
            megabytes(size),
            megabytes(limit)
        );
        println!("\n{told}");
        if size <= limit {
            Ok(())
        } else {
            Err(TaskError::Missing(told))
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "two digits are shown")]
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn control(tree: &Tree, architecture: &str) -> Result<String, TaskError> {
    let installed: u64 = tree
        .files()?
        .iter()
        .filter_map(|file| fs::metadata(tree.folder.join(file)).ok())
        .map(|file| file.len().div_ceil(1024))
        .sum();
    let depends = libraries(tree)?;
    Ok(format!(
        "Package: {NAME}\n\
         Version: {VERSION}\n\
         Architecture: {architecture}\n\
         Maintainer: {MAINTAINER}\n\
         Installed-Size: {installed}\n\
         Depends: {depends}\n\
         Recommends: gnome-keyring | keepassxc | kwalletmanager, xdg-utils\n\
         Section: net\n\
         Priority: optional\n\
         Description: manage private service endpoints of YugabyteDB Aeon\n \
         Postern shows every VPC, cluster and private service endpoint of a YugabyteDB\n \
         Aeon account in one window, and edits who may connect over AWS PrivateLink and\n \
         Azure Private Link.\n \
         .\n \
         Every change is reviewed before it is sent and confirmed by reading it back.\n \
         The API key stays in the system's keyring.\n"
    ))
}

/// The packages of the libraries that the program links to, with versions.
fn libraries(tree: &Tree) -> Result<String, TaskError> {
    // dpkg-shlibdeps works only in a source package's folder.
    let folder = tree.folder.with_extension("source");
    write(
        &folder.join("debian/control"),
        format!("Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n"),
    )?;
    let program = tree.path(&format!("usr/bin/{NAME}"));
    let found = tool("dpkg-shlibdeps", &["-O", &program])
        .within(&folder)
        .answer();
    found
        .as_deref()
        .and_then(|found| found.lines().find_map(|line| line.strip_prefix("shlibs:Depends=")))
        .map(|depends| depends.trim().to_owned())
        .ok_or_else(|| {
            TaskError::Missing(format!(
                "dpkg-shlibdeps can't find the packages that {program} needs. Run it in {} to see why.",
                folder.strip_prefix(root()).unwrap_or(&folder).display()
            ))
        })
}

fn ask(program: &str, arguments: &[&str]) -> Result<String, TaskError> {
    tool(program, arguments).answer().ok_or_else(|| {
        TaskError::Missing(format!(
            "{program} failed. `cargo xtask setup` installs it on Debian and Ubuntu."
        ))
    })
}
