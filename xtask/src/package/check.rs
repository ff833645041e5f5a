//! Checks of a package by other programs.

use std::path::Path;

use crate::tools::{TaskError, tool};

use super::deb::Deb;
use super::tree::Tree;
use super::{ID, VERSION};

/// Validates the desktop file and the metainfo file.
pub fn texts(tree: &Tree) -> Result<(), TaskError> {
    let entry = tree.path("usr/share/applications/Postern.desktop");
    tool("desktop-file-validate", &[&entry]).run()?;
    opens_links(&super::read(Path::new(&entry))?, &entry)?;
    let metainfo = tree.path(&format!("usr/share/metainfo/{ID}.metainfo.xml"));
    tool("appstreamcli", &["validate", "--no-net", &metainfo]).run()
}

/// Checks that a desktop file registers `postern://` links and hands them to the program.
pub fn opens_links(entry: &str, whose: &str) -> Result<(), TaskError> {
    let has = |wanted: &str| entry.lines().any(|line| line == wanted);
    if has("MimeType=x-scheme-handler/postern;") && has("Exec=postern %u") {
        Ok(())
    } else {
        Err(TaskError::Missing(format!(
            "The desktop file of {whose} doesn't open postern:// links:\n{entry}"
        )))
    }
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
