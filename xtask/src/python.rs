//! The Python programs that tests drive, in a virtual environment of their own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{Failed, root, tool};

/// What is installed, each at its version.
const REQUIREMENTS: &str = "tests/requirements.txt";

/// Makes `target/venv` and installs what is required there, unless that is done already.
pub fn packages() -> Result<(), Failed> {
    let folder = root().join("target/venv");
    // A copy of the list that the packages were installed from.
    let stamp = folder.join("postern-requirements.txt");
    let wanted = read(&root().join(REQUIREMENTS))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let python = interpreter()?;
    // A half-made one may lack pip, and would keep it from being made.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|source| Failed::File {
            path: folder.clone(),
            source,
        })?;
    }
    tool(&python, &["-m", "venv"])
        .args(&[folder.display().to_string()])
        .run()
        .map_err(|failed| {
            Failed::Missing(format!(
                "{failed}. {python} can't make a virtual environment: install its venv module (Debian: python3-venv)."
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
    fs::write(&stamp, wanted).map_err(|source| Failed::File {
        path: stamp,
        source,
    })
}

/// A Python that has the venv module: the one on the path, or the system's.
fn interpreter() -> Result<String, Failed> {
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
            Failed::Missing(
                "There is no Python 3 with its venv module, which the recipes' tests need. Install it: https://www.python.org (Debian: python3-venv).".to_owned(),
            )
        })
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    fs::read(path).map_err(|source| Failed::File {
        path: PathBuf::from(path),
        source,
    })
}
