//! Undoes invisible characters, look-alikes and line breaks inside a principal.

use super::is_hyphen;
use crate::text::{is_invisible, is_line_break, is_odd_space};

/// The maximum number of lines that one principal is joined from.
const LINES_MAX: usize = 6;

/// The text in plain characters: invisible ones removed, look-alikes replaced by the keyboard's own.
/// `None` if that changes nothing.
pub(in super::super) fn plain(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(plain_character)
        .collect();
    (plain != text).then_some(plain)
}

/// Undoes what an East Asian keyboard or a word processor makes of a character.
fn plain_character(c: char) -> char {
    match c {
        // Full-width forms are in the same order as ASCII.
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(c) - 0xFEE0).expect("full-width forms have ASCII ones")
        }
        '\u{2236}' | '\u{A789}' | '\u{FE13}' | '\u{FE55}' => ':',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{FF61}' | '\u{3002}' => '.',
        '\u{FE58}' | '\u{FE63}' => '-',
        '\u{2024}' | '\u{FE52}' => '.',
        c if is_hyphen(c) => '-',
        c if is_odd_space(c) => ' ',
        c => latin(c),
    }
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn latin(c: char) -> char {
    match c {
        'а' | 'α' => 'a',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'с' | 'ϲ' => 'c',
        'С' => 'C',
        'ԁ' => 'd',
        'е' => 'e',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'і' | 'ι' => 'i',
        'І' | 'Ι' => 'I',
        'ј' => 'j',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'о' | 'ο' => 'o',
        'О' | 'Ο' => 'O',
        'р' | 'ρ' => 'p',
        'Р' | 'Ρ' => 'P',
        'ѕ' => 's',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'ν' => 'v',
        'х' | 'χ' => 'x',
        'Х' | 'Χ' => 'X',
        'у' => 'y',
        'Υ' => 'Y',
        'Ζ' => 'Z',
        c => c,
    }
}

/// The first character that makes a text look right although it isn't.
pub(super) fn culprit(text: &str) -> Option<char> {
    text.chars()
        .find(|c| is_invisible(*c) || plain_character(*c) != *c)
}

/// Whether a text contains a line break or an unusual space.
pub(super) fn is_wrapped(text: &str) -> bool {
    text.chars().any(|c| is_line_break(c) || is_odd_space(c))
}

/// The texts that a wrapped text may stand for, longest first; the last is what precedes the break.
pub(in super::super) fn joined(text: &str) -> Vec<String> {
    // Mail quotes each line with `>` and may indent it.
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
        // A hyphen, or the `=` of a mail's soft break, may have been added at the break.
        let without = lines[..count]
            .iter()
            .enumerate()
            .map(|(at, line)| match at + 1 < count {
                true => line.strip_suffix(['-', '=']).unwrap_or(line),
                false => line,
            })
            .collect::<String>();
        // In a mail, a line that ends with `=` goes on without it.
        let is_soft = lines[..count - 1].iter().any(|line| line.ends_with('='));
        let texts = match is_soft {
            true => [without, as_it_is],
            false => [as_it_is, without],
        };
        for text in texts {
            // The surrounding sentence may end here.
            let text = text.trim_end_matches(['!', '?']).to_owned();
            let text = plain(&text).unwrap_or(text);
            if !joined.contains(&text) {
                joined.push(text);
            }
        }
    }
    joined
}
