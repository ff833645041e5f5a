//! Suggestions for text that isn't a principal: what was probably meant, and why it isn't right as it is.

pub(super) mod arn;
pub(super) mod aws;
pub(super) mod azure;
pub(super) mod hidden;
mod peel;
mod sheet;

use crate::text::is_invisible;
use peel::peel;

/// A reason more specific than where parsing failed, with suggestions.
struct NearMiss<T> {
    reason: String,
    suggestions: Vec<T>,
}

impl<T> NearMiss<T> {
    fn new(reason: impl Into<String>, suggestions: Vec<T>) -> Self {
        Self {
            reason: reason.into(),
            suggestions,
        }
    }
}

/// The user's text shortened for a message: at most 40 characters, no line breaks.
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

/// Names a character in a message.
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

/// Handles text that differs from a principal only in invisible characters, look-alikes or a line break.
fn nearly<T: PartialEq>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    offers: impl Fn(&str) -> Vec<T>,
) -> Option<NearMiss<T>> {
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
                1 => {
                    "This contains a line break or an unusual space. If it is one principal, use the suggestion."
                }
                _ => {
                    "This is followed by a line break or an unusual space, and the next line may belong to it. Choose what you meant."
                }
            };
            return Some(NearMiss::new(reason, suggestions));
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
            "This contains {}. Check that the suggestion is what you meant.",
            character(culprit)
        );
        NearMiss::new(reason, suggestions)
    })
}

/// The 12 digits of an account number, plain or in the AWS console's three groups of four.
fn account_digits(text: &str) -> Option<String> {
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 12 && all_digits(text) {
        return Some(text.to_owned());
    }
    // 14 characters; each hyphen may take three bytes.
    let parts: Vec<&str> = text
        .get(..text.len().min(24))?
        .split(|c| c == ' ' || is_hyphen(c))
        .collect();
    let grouped = text.chars().count() == 14
        && parts.len() == 3
        && parts.iter().all(|part| part.len() == 4 && all_digits(part));
    grouped.then(|| parts.concat())
}

/// The hyphen, and the dashes that word processors replace it with.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
