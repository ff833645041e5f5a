//! Everything that must hold.

use crate::tools::{Failed, cargo, npm};

/// Formatting, lints, the page's tests, Rust's tests, the window's tests, and a package of the debug build.
pub fn all() -> Result<(), Failed> {
    check()?;
    npm(&["test"]).run()?;
    // Builds the program as well, which the window's tests start.
    cargo(&["test", "--workspace", "--no-fail-fast"]).run()?;
    crate::bundle::debug()
}

/// Formatting and lints.
pub fn check() -> Result<(), Failed> {
    crate::page::stand_in()?;
    cargo(&["fmt", "--all", "--check"]).run()?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ])
    .run()?;
    npm(&["run", "check"]).run()
}
