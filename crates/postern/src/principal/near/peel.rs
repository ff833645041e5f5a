//! Removes what sticks to a principal when it is copied from a page, a list or a program.

use super::character;
use crate::text::is_invisible;

/// A text without the characters that stuck to it.
pub(super) struct Peeled<'a> {
    pub inner: &'a str,
    /// What stuck to the text; `None` if nothing did.
    pub reason: Option<String>,
}

/// Strips spaces, quotes, brackets, commas and semicolons around a text.
pub(super) fn peel(text: &str) -> Peeled<'_> {
    let inner = text.trim_matches(sticks);
    let reason = match (text.chars().next(), text.chars().next_back()) {
        (Some(first), _) if sticks(first) => {
            Some(format!("Remove {} before it.", character(first)))
        }
        (_, Some(last)) if sticks(last) => {
            // Name the first of the trailing characters: that is where the text stops being right.
            let head = text.trim_end_matches(sticks);
            let follows = text[head.len()..].chars().next().unwrap_or(last);
            Some(format!("Remove {} after it.", character(follows)))
        }
        _ => None,
    };
    Peeled { inner, reason }
}

fn sticks(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || "\"'`“”„‘’‚«»‹›,;[](){}<>".contains(c)
}
