//! Keeps the key, and whatever looks like one, out of words that people or logs get to see.

/// What stands in a key's place.
const REDACTED: &str = "<redacted>";
/// Parts of a key that are shorter could be a word by chance.
const TELLING: usize = 12;
/// How every JWT starts: `{"` in base64.
const JWT_START: &str = "eyJ";
/// The longest excerpt of an answer, in characters.
const EXCERPT: usize = 200;

/// Replaces the key, its parts and whatever looks like another key.
pub(super) fn redact(text: &str, key: &str) -> String {
    let mut clean = text.replace(key, REDACTED);
    for part in key.split('.').filter(|part| part.len() >= TELLING) {
        clean = clean.replace(part, REDACTED);
    }
    without_jwts(&clean)
}

/// How a body starts: redacted, white space and control characters as one space, 200 characters at most.
pub(super) fn excerpt(body: &[u8], key: &str) -> String {
    // Far more than is kept, so that a key that straddles the end is still seen as a whole.
    let start = &body[..body.len().min(64 * 1024)];
    one_line(&redact(&String::from_utf8_lossy(start), key), EXCERPT)
}

/// The text on one line, cut after `most` characters.
pub(super) fn one_line(text: &str, most: usize) -> String {
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
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most - 1).chain(['…']).collect()
}

/// Marks that turn the direction of writing could make a message read as something else.
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
        clean.push_str(if length >= TELLING {
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
    fn the_key_its_parts_and_other_keys_are_taken_out() {
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
