//! The page: its packages and the built files that are embedded in the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::tools::{TaskError, npm, root};

/// What the page is built from.
const SOURCES: &[&str] = &[
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
    "src",
    "public",
];

/// Installs the page's packages unless they match the lock file already.
pub fn packages() -> Result<(), TaskError> {
    let lock = ui("package-lock.json");
    // A copy of the lock file as of the last install.
    let stamp = ui("node_modules/.postern-lock.json");
    let wanted = read(&lock)?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"]).run()?;
    fs::write(&stamp, wanted).map_err(|source| TaskError::File {
        path: stamp,
        source,
    })
}

/// Builds the page if its sources are newer than the last build.
pub fn build() -> Result<(), TaskError> {
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

/// Creates an empty `ui/dist` so that the program compiles even if the page has never been built.
pub fn stand_in() -> Result<(), TaskError> {
    let folder = ui("dist");
    fs::create_dir_all(&folder).map_err(|source| TaskError::File {
        path: folder,
        source,
    })
}

fn ui(path: &str) -> PathBuf {
    root().join("ui").join(path)
}

fn read(path: &Path) -> Result<Vec<u8>, TaskError> {
    fs::read(path).map_err(|source| TaskError::File {
        path: path.to_path_buf(),
        source,
    })
}

/// When a file, or the newest file in a folder, last changed.
fn newest(path: &Path) -> Option<SystemTime> {
    let about = fs::metadata(path).ok()?;
    if about.is_file() {
        return about.modified().ok();
    }
    // A removed file changes only the time of its folder.
    let inside = fs::read_dir(path)
        .ok()?
        .flatten()
        .filter_map(|entry| newest(&entry.path()));
    inside.chain(about.modified().ok()).max()
}
