//! Environment variables for window tests: those that are not about a dialog answer it, those that are not about the
//! time in which reads are behind shorten it, and those about the clouds' CLIs bring their own. A release build doesn't have this: `tests/release.rs` compiles this file
//! as one.

use std::path::PathBuf;
use std::time::Duration;

pub fn answer() -> Option<bool> {
    match std::env::var("POSTERN_TEST_ANSWER").ok()?.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// How far reads of the service may be behind, in seconds.
pub fn lag() -> Option<Duration> {
    let seconds = std::env::var("POSTERN_TEST_LAG").ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The only folders in which the AWS and Azure CLIs are looked for.
pub fn cli_folders() -> Option<Vec<PathBuf>> {
    let folders = std::env::var_os("POSTERN_TEST_CLI_FOLDERS")?;
    Some(std::env::split_paths(&folders).collect())
}

/// How long one of them may take, in seconds.
pub fn cli_limit() -> Option<Duration> {
    let seconds = std::env::var("POSTERN_TEST_CLI_LIMIT").ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}
