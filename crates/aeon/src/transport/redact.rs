//! Removes keys, and whatever looks like one, from text for users and logs.

/// What replaces a key.
const REDACTED: &str = "<redacted>";
/// Shorter parts of a key are not replaced: they could be an ordinary word.
const MIN_PART: usize = 12;
/// Every JWT starts with this: `{"` in base64.
const JWT_START: &str = "eyJ";
/// The longest excerpt of an answer, in characters.
const EXCERPT: usize = 200;

/// Replaces the key, its parts, and anything that looks like another key.
pub(super) fn redact(text: &str, key: &str) -> String {
    let mut clean = text.replace(key, REDACTED);
    for part in key.split('.').filter(|part| part.len() >= MIN_PART) {
        clean = clean.replace(part, REDACTED);
    }
    without_jwts(&clean)
}

/// The start of a body: redacted, on one line, at most 200 characters.
pub(super) fn excerpt(body: &[u8], key: &str) -> String {
    // Redact more than is kept, so that a key that crosses the cut is recognized.
    let start = &body[..body.len().min(64 * 1024)];
    one_line(&redact(&String::from_utf8_lossy(start), key), EXCERPT)
}

/// The text on one line, without control characters, cut after `max` characters.
pub(super) fn one_line(text: &str, max: usize) -> String {
    let printable: String = text
        .chars()
        .map(|c| {
            if c.is_control() || is_directional(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    let line = printable.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max {
        return line;
    }
    line.chars().take(max - 1).chain(['…']).collect()
}

/// Whether it changes the direction of text, which could make a message read differently.
fn is_directional(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

fn without_jwts(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(JWT_START) {
        let length = rest[at..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=')))
            .unwrap_or(rest.len() - at);
        clean.push_str(&rest[..at]);
        clean.push_str(if length >= MIN_PART {
            REDACTED
        } else {
            &rest[at..at + length]
        });
        rest = &rest[at + length..];
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJlLW9mLWEta2V5";

    #[test]
    fn the_key_its_parts_and_other_keys_are_replaced() {
        let text = format!(
            "got Bearer {KEY}, then c2lnbmF0dXJlLW9mLWEta2V5 and eyJhbGciOiJub25lIn0.abc.def end"
        );
        let clean = redact(&text, KEY);
        assert_eq!(
            clean,
            "got Bearer <redacted>, then <redacted> and <redacted> end"
        );
    }

    #[test]
    fn an_excerpt_is_one_clean_line_of_200_characters_at_most() {
        let body = format!("<html>\r\n\x1b[31m\u{202e}{}{KEY}", "é".repeat(190));
        let line = excerpt(body.as_bytes(), KEY);
        assert!(line.chars().count() <= 200, "{line}");
        assert!(line.starts_with("<html> [31m é"), "{line}");
        assert!(
            !line.contains("eyJ") && !line.chars().any(char::is_control),
            "{line}"
        );
    }
}
