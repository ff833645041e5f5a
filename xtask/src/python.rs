//! The Python tools that tests run, in a virtual environment.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{TaskError, root, tool};

/// The packages with their exact versions.
const REQUIREMENTS: &str = "tests/requirements.txt";

/// Creates `target/venv` and installs the requirements unless that is done already.
pub fn packages() -> Result<(), TaskError> {
    let folder = root().join("target/venv");
    // A copy of the requirements as of the last install.
    let stamp = folder.join("postern-requirements.txt");
    let wanted = read(&root().join(REQUIREMENTS))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let python = interpreter()?;
    // A half-finished environment may lack pip, and venv wouldn't repair it.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|source| TaskError::File {
            path: folder.clone(),
            source,
        })?;
    }
    tool(&python, &["-m", "venv"])
        .args(&[folder.display().to_string()])
        .run()
        .map_err(|failed| {
            TaskError::Missing(format!(
                "{failed}. {python} can't create a virtual environment. Install its venv module (Debian: python3-venv)."
            ))
        })?;
    let program = if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    };
    tool(
        folder.join(program),
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            // A package whose hash isn't in the list is refused.
            "--require-hashes",
            "--requirement",
            REQUIREMENTS,
        ],
    )
    .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    .run()?;
    fs::write(&stamp, wanted).map_err(|source| TaskError::File {
        path: stamp,
        source,
    })
}

/// A Python with the venv module: from the path, or else the system's.
fn interpreter() -> Result<String, TaskError> {
    let candidates = ["python3", "/usr/bin/python3", "python"];
    let works = |python: &&str| {
        tool(python, &["-c", "import venv, ensurepip"])
            .answer()
            .is_some()
    };
    candidates
        .into_iter()
        .find(works)
        .map(str::to_owned)
        .ok_or_else(|| {
            TaskError::Missing(
                "Python 3 with the venv module isn't installed; the recipe tests need it. Install it: https://www.python.org (Debian: python3-venv).".to_owned(),
            )
        })
}

fn read(path: &Path) -> Result<Vec<u8>, TaskError> {
    fs::read(path).map_err(|source| TaskError::File {
        path: PathBuf::from(path),
        source,
    })
}
