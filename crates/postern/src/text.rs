//! Detects invisible characters and those that a terminal acts on.

/// Foreign text in a sentence is cut to this many characters.
const SHOWN_MAX: usize = 80;

/// Whether a character is invisible: zero-width characters, soft hyphens, direction marks, variation
/// selectors, tags and control characters, but not white space.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{0600}'..='\u{0605}'
                | '\u{061C}'
                | '\u{06DD}'
                | '\u{070F}'
                | '\u{08E2}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// Whether a character ends a line on any system.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// White space other than an ordinary space or tab: non-breaking, thin and ideographic spaces.
pub(crate) fn is_odd_space(c: char) -> bool {
    c.is_whitespace() && !is_line_break(c) && !matches!(c, ' ' | '\t')
}

/// Whether a text has no invisible characters, line breaks or characters that a terminal acts on.
pub(crate) fn is_printable(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() || is_invisible(c) || is_line_break(c))
}

/// Foreign text in full, with invisible characters escaped.
pub(crate) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        push_visible(&mut visible, c);
    }
    visible
}

/// Foreign text in full for a line of other text: its invisible characters are escaped, and the direction in which it
/// is written doesn't change how the rest of the line is read.
pub(crate) fn isolated(text: &str) -> String {
    const FIRST_STRONG_ISOLATE: char = '\u{2068}';
    const POP_ISOLATE: char = '\u{2069}';
    let visible = visible(text);
    if visible.is_ascii() {
        return visible;
    }
    format!("{FIRST_STRONG_ISOLATE}{visible}{POP_ISOLATE}")
}

/// JSON in which invisible characters in strings are escaped. It means the same.
pub(crate) fn visible_json(json: &str) -> String {
    let mut visible = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() || !(c.is_control() || is_invisible(c) || is_line_break(c)) {
            visible.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            visible.push_str(&format!("\\u{unit:04x}"));
        }
    }
    visible
}

fn push_visible(text: &mut String, c: char) {
    if c.is_control() || is_invisible(c) || is_line_break(c) {
        text.extend(c.escape_unicode());
    } else {
        text.push(c);
    }
}

/// Foreign text for a sentence: shortened, with invisible characters escaped.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars().take(SHOWN_MAX) {
        push_visible(&mut shown, c);
    }
    if text.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    shown
}

/// A number with its thousands apart, as the page writes it: 1,500.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_of_names_are_escaped() {
        assert_eq!(visible("a\u{202e}b\u{200b}\n"), r"a\u{202e}b\u{200b}\u{a}");
        assert_eq!(isolated("orders"), "orders");
        assert_eq!(isolated("הזמנות"), "\u{2068}הזמנות\u{2069}");
        // The marks of the isolation can't be closed from within.
        assert_eq!(isolated("ה\u{2069}"), "\u{2068}ה\\u{2069}\u{2069}");
    }

    #[test]
    fn escaped_json_means_the_same() {
        let value = serde_json::json!({ "a\u{202e}": ["b\u{e0001}", "line\n"] });
        let json = visible_json(&serde_json::to_string_pretty(&value).unwrap_or_default());
        assert!(
            json.contains(r"a\u202e") && json.contains(r"b\udb40\udc01"),
            "{json}"
        );
        let read: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        assert_eq!(read, value);
    }

    #[test]
    fn thousands_are_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1500, "1,500"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
