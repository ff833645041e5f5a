//! Installing a package and removing it again.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{Failed, Tool, tool};

use super::deb::Deb;
use super::{NAME, write};

/// Installs the package, has something done with the installed program, removes it and looks for what is left.
///
/// As root it is installed on this machine, unless it is there already; otherwise into `folder`, by the same dpkg
/// with a database of its own.
pub fn install_and_remove(
    deb: &Deb,
    folder: &Path,
    with: impl FnOnce(&Path) -> Result<(), Failed>,
) -> Result<(), Failed> {
    if is_root() && !is_installed() {
        println!("\nInstalling on this machine.");
        // A container's dpkg may be set up to leave documents out.
        let dpkg = || tool("dpkg", &["--path-include=/usr/share/*"]);
        round(deb, Path::new("/"), &dpkg, with)
    } else {
        println!("\nInstalling into {}.", folder.display());
        unpacked(deb, folder, with)
    }
}

/// Does the same in a folder, with a dpkg database of its own.
pub fn unpacked(
    deb: &Deb,
    folder: &Path,
    with: impl FnOnce(&Path) -> Result<(), Failed>,
) -> Result<(), Failed> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|source| Failed::File {
            path: folder.to_path_buf(),
            source,
        })?;
    }
    write(&folder.join("var/lib/dpkg/status"), "")?;
    for inside in ["info", "updates", "triggers"] {
        let path = folder.join("var/lib/dpkg").join(inside);
        fs::create_dir_all(&path).map_err(|source| Failed::File { path, source })?;
    }
    let root = format!("--root={}", folder.display());
    let log = format!("--log={}", folder.join("var/lib/dpkg/log").display());
    // Its dependencies are on this machine, not in that database; fakeroot lets the files belong to root.
    let dpkg = || {
        tool("fakeroot", &["dpkg"]).args(&[
            root.clone(),
            log.clone(),
            "--force-depends,bad-path,not-root".to_owned(),
        ])
    };
    round(deb, folder, &dpkg, with)
}

fn round(
    deb: &Deb,
    at: &Path,
    dpkg: &dyn Fn() -> Tool,
    with: impl FnOnce(&Path) -> Result<(), Failed>,
) -> Result<(), Failed> {
    let files = contents(deb, at)?;
    dpkg()
        .args(&["--install".to_owned(), deb.path.display().to_string()])
        .run()?;
    let missing: Vec<_> = files.iter().filter(|file| !file.is_file()).collect();
    let done = if missing.is_empty() {
        with(&at.join("usr/bin").join(NAME))
    } else {
        Err(Failed::Missing(format!(
            "After the installation there is no {missing:?}."
        )))
    };
    // Also where the program failed: nothing stays behind on the machine.
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
        Err(Failed::Missing(format!(
            "After the removal there is still {left:?}."
        )))
    }
}

/// The files of the package, where they will be.
fn contents(deb: &Deb, at: &Path) -> Result<Vec<PathBuf>, Failed> {
    let path = deb.path.display().to_string();
    let listed = tool("dpkg-deb", &["--contents", &path]).answer();
    let listed = listed.ok_or_else(|| Failed::Missing(format!("dpkg-deb can't read {path}.")))?;
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
