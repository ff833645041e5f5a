//! What was probably meant by a text that is no principal.

pub(super) mod arn;
pub(super) mod aws;
pub(super) mod azure;
pub(super) mod hidden;
mod peel;

use crate::text::is_invisible;
use peel::peel;

/// A reason that knows more than where the text went wrong, with what was probably meant.
struct Near<T> {
    reason: String,
    suggestions: Vec<T>,
}

impl<T> Near<T> {
    fn new(reason: impl Into<String>, suggestions: Vec<T>) -> Self {
        Self {
            reason: reason.into(),
            suggestions,
        }
    }
}

/// A piece of the user's text for a sentence: never long, never with line breaks.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// A character for a sentence.
fn character(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        c if c.is_whitespace() || c.is_control() || is_invisible(c) => {
            format!("an invisible character (U+{:04X})", u32::from(c))
        }
        c => format!("“{c}”"),
    }
}

/// What is told apart from a principal only by what can't be seen, by look-alikes, or by the end of a line.
fn nearly<T: PartialEq>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    offers: impl Fn(&str) -> Vec<T>,
) -> Option<Near<T>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if hidden::is_wrapped(text) {
        let mut suggestions = Vec::new();
        for meant in hidden::joined(text).iter().filter_map(|whole| parse(whole)) {
            if !suggestions.contains(&meant) {
                suggestions.push(meant);
            }
        }
        if !suggestions.is_empty() {
            let reason = match suggestions.len() {
                1 => "A line break or an unusual space cuts it in two; it may be meant as one.",
                _ => {
                    "A line break or an unusual space follows, and what comes next may belong to it: choose what is meant."
                }
            };
            return Some(Near::new(reason, suggestions));
        }
    }
    let plain = hidden::plain(text)?;
    let suggestions = match parse(&plain) {
        Some(meant) => vec![meant],
        None => offers(&plain),
    };
    let culprit = hidden::culprit(text)?;
    (!suggestions.is_empty()).then(|| {
        let reason = format!(
            "There is {} in it; check that what is offered is what you mean.",
            character(culprit)
        );
        Near::new(reason, suggestions)
    })
}

/// The three groups of four digits that the AWS console shows, or twelve digits as they are.
fn account_digits(text: &str) -> Option<String> {
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 12 && all_digits(text) {
        return Some(text.to_owned());
    }
    // 14 characters, of which a hyphen may take three bytes.
    let parts: Vec<&str> = text
        .get(..text.len().min(24))?
        .split(|c| c == ' ' || is_hyphen(c))
        .collect();
    let grouped = text.chars().count() == 14
        && parts.len() == 3
        && parts.iter().all(|part| part.len() == 4 && all_digits(part));
    grouped.then(|| parts.concat())
}

/// The hyphen, and what word processors make of it.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
