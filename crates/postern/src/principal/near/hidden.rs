//! What was meant by a text with characters that can't be seen, look-alikes, or a line break inside.

use super::is_hyphen;
use crate::text::{is_invisible, is_line_break, is_odd_space};

/// The most lines that one principal is put together from.
const LINES_MAX: usize = 6;

/// The text with plain characters only: without those that can't be seen, and with the keyboard's own in
/// place of look-alikes. `None` where that is the text itself.
pub(in super::super) fn plain(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(plain_character)
        .collect();
    (plain != text).then_some(plain)
}

/// What an East Asian keyboard or a word processor makes of a character, undone.
fn plain_character(c: char) -> char {
    match c {
        // Full-width forms stand in the order of ASCII.
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(c) - 0xFEE0).expect("full-width forms have ASCII ones")
        }
        '\u{2236}' | '\u{A789}' | '\u{FE13}' | '\u{FE55}' => ':',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{FF61}' | '\u{3002}' => '.',
        '\u{FE58}' | '\u{FE63}' => '-',
        c if is_hyphen(c) => '-',
        c if is_odd_space(c) => ' ',
        c => c,
    }
}

/// What makes a text look right although it isn't, for a sentence.
pub(super) fn culprit(text: &str) -> Option<char> {
    text.chars()
        .find(|c| is_invisible(*c) || plain_character(*c) != *c)
}

/// Whether a text goes over the end of a line, or has a space in it that isn't an ordinary one.
pub(super) fn is_wrapped(text: &str) -> bool {
    text.chars().any(|c| is_line_break(c) || is_odd_space(c))
}

/// The texts that a wrapped text may stand for, the longest first; the last is what stands before the
/// break.
pub(in super::super) fn joined(text: &str) -> Vec<String> {
    // Mail quotes each line with `>`; what follows is indented as it may be.
    let is_margin = |c: char| c.is_whitespace() || is_invisible(c) || c == '>';
    let lines: Vec<&str> = text
        .split(|c| is_line_break(c) || is_odd_space(c))
        .map(|line| line.trim_matches(is_margin))
        .filter(|line| !line.is_empty())
        .take(LINES_MAX)
        .collect();
    let mut joined = Vec::new();
    for count in (1..=lines.len()).rev() {
        let as_it_is = lines[..count].concat();
        // A hyphen, or the sign of a mail's soft break, may have come with the break.
        let without = lines[..count]
            .iter()
            .enumerate()
            .map(|(at, line)| match at + 1 < count {
                true => line.strip_suffix(['-', '=']).unwrap_or(line),
                false => line,
            })
            .collect::<String>();
        for text in [as_it_is, without] {
            // The sentence around it may end here.
            let text = text.trim_end_matches(['!', '?']).to_owned();
            let text = plain(&text).unwrap_or(text);
            if !joined.contains(&text) {
                joined.push(text);
            }
        }
    }
    joined
}
