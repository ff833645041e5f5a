//! Joins principals that a line break splits.
//!
//! The beginning of a role's name may be the name of another role. So a name at the end of a line is
//! complete only if the next line can't continue it: it is empty, or starts with a principal, a quote, a
//! bracket, a bullet, or a key.

use super::split::{Lump, begins_principal};
use crate::principal::near::hidden::{joined, plain};
use crate::principal::{AwsIdentity, AwsPrincipal, SubscriptionId, aws};
use crate::text::{is_invisible, is_line_break, is_odd_space};

/// The maximum number of pieces that one principal is joined from.
const PIECES_MAX: usize = 6;

/// The number of characters of a line that are examined.
const LINE_MAX: usize = 300;

/// What the piece before a line break may be the beginning of.
enum Head {
    /// A user or role: complete as it is, but possibly longer.
    Named,
    /// An incomplete ARN or GUID.
    Unfinished,
}

/// Joins lumps that may be one principal. The joined text is no longer valid as it is.
pub(super) fn join(text: &str, lumps: &[Lump]) -> Vec<Lump> {
    let mut kept: Vec<Lump> = Vec::with_capacity(lumps.len());
    let mut at = 0;
    while at < lumps.len() {
        let (end, next) = match head(text, &lumps[at]) {
            Some(Head::Named) => named(text, lumps, at, at),
            Some(Head::Unfinished) => unfinished(text, lumps, at),
            None => (lumps[at].range.end, at + 1),
        };
        let lump = &lumps[at];
        let is_wrapped = end > lump.range.end;
        kept.push(Lump {
            range: lump.range.start..end.max(lump.range.end),
            is_wrapped,
            ..lump.clone()
        });
        at = next;
    }
    kept
}

fn head(text: &str, lump: &Lump) -> Option<Head> {
    if lump.quoted {
        return None;
    }
    let word = &text[lump.range.clone()];
    match aws::strict(word) {
        Ok(AwsPrincipal::Arn {
            identity: AwsIdentity::Role(_) | AwsIdentity::User(_),
            ..
        }) => return Some(Head::Named),
        Ok(_) => return None,
        Err(_) => {}
    }
    let begins = |prefix: &str| {
        word.get(..prefix.len().min(word.len()))
            .is_some_and(|start| prefix[..start.len()].eq_ignore_ascii_case(start))
    };
    let is_piece = word.len() < 36 && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    (begins("arn:") || is_piece).then_some(Head::Unfinished)
}

/// The end of a name that starts in lump `first` and is complete at `last`, and the index of the next lump.
fn named(text: &str, lumps: &[Lump], first: usize, last: usize) -> (usize, usize) {
    let start = lumps[first].range.start;
    let mut last = last;
    let mut is_alone = true;
    while is_alone && last - first + 1 < PIECES_MAX {
        let Some(next) = lumps.get(last + 1) else {
            break;
        };
        let gap = &text[lumps[last].range.end..next.range.start];
        let head = &text[start..lumps[last].range.end];
        if !is_break(gap) || next.quoted || !goes_on(text, head, gap, next) {
            break;
        }
        last += 1;
        // Only the middle part of a name is alone on its line.
        let rest = &text[next.range.end..];
        is_alone = rest
            .chars()
            .find(|c| !is_margin(*c))
            .is_none_or(is_line_break);
    }
    let end = lumps[last].range.end;
    (signs(text, end).unwrap_or(end), last + 1)
}

fn is_margin(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_invisible(c)
}

/// Whether the next piece may continue the name before it.
fn goes_on(text: &str, head: &str, gap: &str, next: &Lump) -> bool {
    let word = &text[next.range.clone()];
    let word = plain(word).unwrap_or_else(|| word.to_owned());
    let name = word
        .chars()
        .take_while(|c| aws::is_name_character(*c))
        .count();
    if name == 0 {
        return false;
    }
    let is_open = head.ends_with(['-', '_', '.', '=', '+', '@']) || gap.starts_with(is_invisible);
    if begins_principal(&word) {
        let begins = |prefix: &str| {
            word.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        let is_account = word
            .split(',')
            .next()
            .is_some_and(|word| word.bytes().filter(u8::is_ascii_digit).count() == 12);
        let is_guid = SubscriptionId::parse(&word).is_some();
        return !begins("arn:") && (is_open || !(is_account || is_guid));
    }
    if is_open {
        return true;
    }
    // A key, or a word that introduces its line just as another introduces the line before.
    let rest = &text[next.range.end..];
    let line: String = rest
        .chars()
        .take(LINE_MAX)
        .take_while(|c| !is_line_break(*c))
        .collect();
    let is_key = word.chars().nth(name) == Some(':') || line.trim_start().starts_with([':', '=']);
    let is_label = is_key || line.trim_end().ends_with(':');
    let before = before(text, head);
    let is_assigned = before.trim_end_matches(['"', '\'', ' ']).ends_with('=');
    let leads = (is_assigned
        && word
            .split_once('=')
            .is_some_and(|(name, _)| is_identifier(name)))
        || (before.contains(char::is_alphanumeric) && line.to_ascii_lowercase().contains("arn:"));
    !is_label && !leads
}

/// The part of the line before `head`.
fn before<'a>(text: &'a str, head: &str) -> &'a str {
    let start = head.as_ptr() as usize - text.as_ptr() as usize;
    let length: usize = text[..start]
        .chars()
        .rev()
        .take(LINE_MAX)
        .take_while(|c| !is_line_break(*c))
        .map(char::len_utf8)
        .sum();
    &text[start - length..start]
}

pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// Whether a gap is just one line break (with quote marks and indentation), or only unusual spaces.
fn is_break(gap: &str) -> bool {
    let gap = gap.strip_prefix(',').unwrap_or(gap).replace("\r\n", "\n");
    let breaks = gap.chars().filter(|c| is_line_break(*c)).count();
    let is_odd = breaks == 0 && gap.chars().all(|c| is_odd_space(c) || is_invisible(c));
    let mut is_next = false;
    let is_plain = gap.chars().all(|c| {
        is_next |= is_line_break(c);
        c.is_whitespace() || is_invisible(c) || (is_next && matches!(c, '>' | ','))
    });
    (breaks == 1 && is_plain) || (is_odd && !gap.is_empty())
}

/// The end of the next line if it holds only characters that a name may end in.
fn signs(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let rest = rest.strip_prefix(',').unwrap_or(rest);
    let here = rest.find(|c: char| !is_margin(c))?;
    let next = rest[here..].strip_prefix("\r\n").or_else(|| {
        let first = rest[here..].chars().next().filter(|c| is_line_break(*c))?;
        rest[here..].strip_prefix(first)
    })?;
    let line = next.split(is_line_break).next().unwrap_or_default();
    let marks = line.trim_start_matches(|c: char| is_margin(c) || c == '>');
    let rest = marks.trim_start_matches(['-', '+', ',']);
    // A quote or bracket closes what the characters belong to; if more text follows, they are a bullet.
    let mut behind = rest.chars().skip_while(|c| is_margin(*c));
    let closes = match behind.next() {
        None => true,
        Some(c) => {
            !is_margin(rest.chars().next().unwrap_or(c))
                && !aws::is_name_character(c)
                && !behind.next().is_some_and(char::is_alphanumeric)
        }
    };
    let signs = marks.len() - rest.len();
    let is_signs = signs > 0 && closes;
    is_signs.then(|| text.len() - next.len() + line.len() - marks.len() + signs)
}

/// Like [`named`], for an incomplete piece before the break.
fn unfinished(text: &str, lumps: &[Lump], first: usize) -> (usize, usize) {
    let start = lumps[first].range.start;
    let alone = (lumps[first].range.end, first + 1);
    let mut last = first;
    while last - first + 1 < PIECES_MAX {
        let Some(next) = lumps.get(last + 1) else {
            return alone;
        };
        let gap = &text[lumps[last].range.end..next.range.start];
        let word = &text[next.range.clone()];
        if next.quoted
            || !is_break(gap)
            || word
                .get(..4)
                .is_some_and(|start| start.eq_ignore_ascii_case("arn:"))
        {
            return alone;
        }
        last += 1;
        if word == "*" && last == first + 1 && text[start..].starts_with("arn:") {
            return (next.range.end, last + 1);
        }
        let whole = &text[start..next.range.end];
        if joined(whole).iter().take(2).any(|whole| is_whole(whole)) {
            return named(text, lumps, first, last);
        }
    }
    alone
}

fn is_whole(text: &str) -> bool {
    SubscriptionId::parse(text).is_some() || aws::strict(text).is_ok()
}
