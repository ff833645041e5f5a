//! The packages that users install.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::app::target;
use crate::tools::{Failed, tauri};

/// For an AppImage the Tauri CLI would download programs; on other systems all of their own are built.
const BUILD: &[&str] = if cfg!(target_os = "linux") {
    &["build", "--bundles", "deb,rpm", "--", "--locked"]
} else {
    &["build", "--", "--locked"]
};

/// What packages end in.
const KINDS: &[&str] = &["deb", "rpm", "msi", "exe", "dmg", "app"];

/// Builds this system's packages in release, and says where they are.
pub fn bundle() -> Result<(), Failed> {
    let folder = target().join("release/bundle");
    let failed = |source| Failed::File {
        path: folder.clone(),
        source,
    };
    // Packages of earlier versions would be listed along with the new ones.
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    tauri(BUILD).run()?;
    println!();
    for package in packages(&folder).map_err(failed)? {
        println!("{}", package.display());
    }
    Ok(())
}

/// Each kind of package has a folder, in which what it was put together from stands as well.
fn packages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for kind in fs::read_dir(folder)? {
        for entry in fs::read_dir(kind?.path())? {
            let path = entry?.path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if ending.is_some_and(|ending| KINDS.contains(&ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
