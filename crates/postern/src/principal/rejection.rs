//! Why a text isn't a principal.

use super::Principal;

/// Why a text isn't a principal, and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Rejection {
    /// What is wrong and what to do, for the user.
    pub reason: String,
    /// The character, counted from 1, at which the text stops being a possible principal; one past the
    /// last character if the text is only incomplete.
    pub at: u32,
    /// What was probably meant, best first.
    pub suggestions: Vec<Principal>,
}

impl Rejection {
    /// `before` is the number of valid characters before the mistake.
    pub(super) fn new(reason: String, before: usize, suggestions: Vec<Principal>) -> Self {
        let at = u32::try_from(before).map_or(u32::MAX, |before| before.saturating_add(1));
        Self {
            reason,
            at,
            suggestions,
        }
    }
}
