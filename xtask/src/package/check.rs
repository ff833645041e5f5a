//! Checks of a package by other programs.

use crate::tools::{TaskError, tool};

use super::deb::Deb;
use super::tree::Tree;
use super::{ID, VERSION};

/// Validates the desktop file and the metainfo file.
pub fn texts(tree: &Tree) -> Result<(), TaskError> {
    tool(
        "desktop-file-validate",
        &[&tree.path("usr/share/applications/Postern.desktop")],
    )
    .run()?;
    let metainfo = tree.path(&format!("usr/share/metainfo/{ID}.metainfo.xml"));
    tool("appstreamcli", &["validate", "--no-net", &metainfo]).run()
}

/// Runs lintian, and fails on an error or a warning.
pub fn policy(deb: &Deb) -> Result<(), TaskError> {
    tool(
        "lintian",
        &[
            "--allow-root",
            "--fail-on",
            "error,warning",
            "--display-info",
        ],
    )
    .args(&[deb.path.display().to_string()])
    .run()
}

/// Checks what the program answers to `--version`.
pub fn version(program: &str) -> Result<(), TaskError> {
    let said = tool(program, &["--version"]).answer().unwrap_or_default();
    if said == format!("postern {VERSION}\n") {
        Ok(())
    } else {
        Err(TaskError::Missing(format!(
            "{program} --version says “{}”, not {VERSION}.",
            said.trim()
        )))
    }
}
