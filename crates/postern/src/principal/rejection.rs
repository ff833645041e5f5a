//! Why a text is no principal.

use super::Principal;

/// Why a text is no principal, and what was probably meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Rejection {
    /// Why, in one sentence (a second one says what else is to be thought of).
    pub reason: String,
    /// The character, counted from 1, at which the text can no longer become a principal; one past the
    /// last character where the text only stops too early.
    pub at: u32,
    /// What was probably meant, best first.
    pub suggestions: Vec<Principal>,
}

impl Rejection {
    /// `before` is the number of characters that are still right.
    pub(super) fn new(reason: String, before: usize, suggestions: Vec<Principal>) -> Self {
        let at = u32::try_from(before).map_or(u32::MAX, |before| before.saturating_add(1));
        Self {
            reason,
            at,
            suggestions,
        }
    }
}
