//! Installing a package and removing it again.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{TaskError, Tool, tool};

use super::deb::Deb;
use super::{NAME, write};

/// Installs the package, calls `with` for the installed program, removes the package and checks that nothing is left.
///
/// As root, it installs on this machine, unless Postern is already installed here; otherwise into `folder`.
pub fn install_and_remove(
    deb: &Deb,
    folder: &Path,
    with: impl FnOnce(&Path) -> Result<(), TaskError>,
) -> Result<(), TaskError> {
    if is_root() && !is_installed() {
        println!("\nInstalling on this machine.");
        // In containers, dpkg is often set up to leave out documentation.
        let dpkg = || tool("dpkg", &["--path-include=/usr/share/*"]);
        install_with(deb, Path::new("/"), &dpkg, with)
    } else {
        println!("\nInstalling into {}.", folder.display());
        unpacked(deb, folder, with)
    }
}

/// The same in a folder, with its own dpkg database.
pub fn unpacked(
    deb: &Deb,
    folder: &Path,
    with: impl FnOnce(&Path) -> Result<(), TaskError>,
) -> Result<(), TaskError> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|source| TaskError::File {
            path: folder.to_path_buf(),
            source,
        })?;
    }
    write(&folder.join("var/lib/dpkg/status"), "")?;
    for inside in ["info", "updates", "triggers"] {
        let path = folder.join("var/lib/dpkg").join(inside);
        fs::create_dir_all(&path).map_err(|source| TaskError::File { path, source })?;
    }
    let root = format!("--root={}", folder.display());
    let log = format!("--log={}", folder.join("var/lib/dpkg/log").display());
    // The dependencies are installed on this machine but not in that database. fakeroot stands in for the right to make
    // root own the files.
    let dpkg = || {
        tool("fakeroot", &["dpkg"]).args(&[
            root.clone(),
            log.clone(),
            "--force-depends,bad-path,not-root".to_owned(),
        ])
    };
    install_with(deb, folder, &dpkg, with)
}

fn install_with(
    deb: &Deb,
    at: &Path,
    dpkg: &dyn Fn() -> Tool,
    with: impl FnOnce(&Path) -> Result<(), TaskError>,
) -> Result<(), TaskError> {
    let files = contents(deb, at)?;
    dpkg()
        .args(&["--install".to_owned(), deb.path.display().to_string()])
        .run()?;
    let missing: Vec<_> = files.iter().filter(|file| !file.is_file()).collect();
    let done = if missing.is_empty() {
        with(&at.join("usr/bin").join(NAME))
    } else {
        Err(TaskError::Missing(format!(
            "Files missing after the installation: {missing:?}"
        )))
    };
    // Also after a failure: nothing stays on the machine.
    let removed = dpkg().args(&["--purge".to_owned(), NAME.to_owned()]).run();
    done.and(removed)?;
    let left: Vec<_> = files
        .iter()
        .flat_map(|file| file.ancestors())
        .filter(|path| path.is_file() || (path.is_dir() && path.ends_with(format!("doc/{NAME}"))))
        .collect();
    if left.is_empty() {
        Ok(())
    } else {
        Err(TaskError::Missing(format!(
            "Left after the removal: {left:?}"
        )))
    }
}

/// Where the package's files will be.
fn contents(deb: &Deb, at: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let path = deb.path.display().to_string();
    let listed = tool("dpkg-deb", &["--contents", &path]).answer();
    let listed =
        listed.ok_or_else(|| TaskError::Missing(format!("dpkg-deb can't read {path}.")))?;
    let files = listed.lines().filter(|line| !line.starts_with('d'));
    Ok(files
        .filter_map(|line| line.split(" ./").nth(1))
        .map(|file| at.join(file))
        .collect())
}

fn is_root() -> bool {
    tool("id", &["-u"])
        .answer()
        .is_some_and(|id| id.trim() == "0")
}

fn is_installed() -> bool {
    tool("dpkg-query", &["--show", NAME]).answer().is_some()
}
