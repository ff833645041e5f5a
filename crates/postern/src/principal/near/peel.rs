//! What sticks to a principal when it is copied out of a page, a list or a program.

use super::character;
use crate::text::is_invisible;

/// A text without what stuck to it.
pub(super) struct Peeled<'a> {
    /// What is left.
    pub inner: &'a str,
    /// Why the text isn't right with what stuck to it; `None` where nothing did.
    pub reason: Option<String>,
}

/// Takes off spaces, quotes, brackets, commas and semicolons around a text.
pub(super) fn peel(text: &str) -> Peeled<'_> {
    let inner = text.trim_matches(sticks);
    let reason = match (text.chars().next(), text.chars().next_back()) {
        (Some(first), _) if sticks(first) => Some(format!(
            "There is {} before it; leave that out.",
            character(first)
        )),
        (_, Some(last)) if sticks(last) => {
            // The first of what follows, as that is where the text stops being right.
            let head = text.trim_end_matches(sticks);
            let follows = text[head.len()..].chars().next().unwrap_or(last);
            Some(format!(
                "There is {} after it; leave that out.",
                character(follows)
            ))
        }
        _ => None,
    };
    Peeled { inner, reason }
}

fn sticks(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || "\"'`“”„‘’‚«»‹›,;[](){}<>".contains(c)
}
