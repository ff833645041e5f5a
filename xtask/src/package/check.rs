//! The judges of what is in a package.

use crate::tools::{Failed, tool};

use super::deb::Deb;
use super::tree::Tree;
use super::{ID, VERSION};

/// Has the menu's entry and the software center's text judged.
pub fn texts(tree: &Tree) -> Result<(), Failed> {
    tool(
        "desktop-file-validate",
        &[&tree.path("usr/share/applications/Postern.desktop")],
    )
    .run()?;
    let metainfo = tree.path(&format!("usr/share/metainfo/{ID}.metainfo.xml"));
    tool("appstreamcli", &["validate", "--no-net", &metainfo]).run()
}

/// Has the package judged by Debian's policy: no error or warning is tolerated.
pub fn policy(deb: &Deb) -> Result<(), Failed> {
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

/// Has the program say its version.
pub fn version(program: &str) -> Result<(), Failed> {
    let said = tool(program, &["--version"]).answer().unwrap_or_default();
    if said == format!("postern {VERSION}\n") {
        Ok(())
    } else {
        Err(Failed::Missing(format!(
            "{program} --version says “{}”, not {VERSION}.",
            said.trim()
        )))
    }
}
