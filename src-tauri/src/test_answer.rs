//! Environment variables for window tests: those that are not about a dialog answer it, and those that are not about the
//! time in which reads are behind shorten it. A release build doesn't have this: `tests/release.rs` compiles this file
//! as one.

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
