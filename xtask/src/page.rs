//! The page: its packages, and the files that are built into the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::tools::{Failed, npm, root};

/// What the built page is made from, in its folder.
const SOURCES: &[&str] = &[
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
    "src",
    "public",
];

/// Installs the page's packages where they aren't those of the lock file.
pub fn packages() -> Result<(), Failed> {
    let lock = ui("package-lock.json");
    // A copy of the lock file that the packages were installed from.
    let stamp = ui("node_modules/.postern-lock.json");
    let wanted = read(&lock)?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"]).run()?;
    fs::write(&stamp, wanted).map_err(|source| Failed::File {
        path: stamp,
        source,
    })
}

/// Builds the page where its sources are newer than what was built.
pub fn build() -> Result<(), Failed> {
    let built = fs::metadata(ui("dist/index.html"))
        .and_then(|file| file.modified())
        .ok();
    let newest = SOURCES
        .iter()
        .filter_map(|source| newest(&ui(source)))
        .max();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    npm(&["run", "build"]).run()
}

/// Makes sure that the program can be compiled where the page has never been built.
pub fn stand_in() -> Result<(), Failed> {
    let folder = ui("dist");
    fs::create_dir_all(&folder).map_err(|source| Failed::File {
        path: folder,
        source,
    })
}

fn ui(path: &str) -> PathBuf {
    root().join("ui").join(path)
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    fs::read(path).map_err(|source| Failed::File {
        path: path.to_path_buf(),
        source,
    })
}

/// When a file, or the newest file in a folder, was last changed.
fn newest(path: &Path) -> Option<SystemTime> {
    let about = fs::metadata(path).ok()?;
    if about.is_file() {
        return about.modified().ok();
    }
    // The folder's own time tells of files that were removed.
    let inside = fs::read_dir(path)
        .ok()?
        .flatten()
        .filter_map(|entry| newest(&entry.path()));
    inside.chain(about.modified().ok()).max()
}
