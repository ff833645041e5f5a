//! Reads the headings and labels around the IDs in a text.

use std::ops::Range;

use super::removed::lines;
use crate::principal::key::{IdKind, label};
use crate::principal::{SubscriptionId, azure::GUID_LENGTH};

/// A heading with more words than this is a sentence.
const HEADING_WORDS: usize = 12;

/// Lines longer than this, in bytes, are not read as table rows.
const ROW_MAX: usize = 10_000;

/// An ID with what its surroundings announce.
pub(super) struct Labeled {
    pub range: Range<usize>,
    pub id_kind: IdKind,
    /// Why it is skipped, if the table or label says so.
    pub reason: String,
    /// The heading or label; empty if there is none.
    pub source: String,
}

/// The columns of a heading line.
struct Heading<'a> {
    cells: Vec<Cell<'a>>,
    delimiter: Option<char>,
    has_rows: bool,
}

struct Cell<'a> {
    text: &'a str,
    /// The number of characters before it on the line.
    start: usize,
    id_kind: IdKind,
}

/// Every ID in a text, in order.
pub(super) fn labeled(text: &str) -> Vec<Labeled> {
    let mut found = Vec::new();
    let mut heading: Option<Heading<'_>> = None;
    for line in lines(text) {
        let body = &text[line.clone()];
        let ids = ids(body);
        if ids.is_empty() {
            if body.trim().is_empty() {
                heading = heading.filter(|heading| !heading.has_rows);
            } else if !is_rule(body) {
                heading = self::heading(body);
            }
            continue;
        }
        // Several different IDs in columns without a heading: one may be the tenant's.
        let is_unclear = heading.is_none() && ids.len() > 1 && is_row(body, &ids) && {
            let id = |range: &Range<usize>| body[range.clone()].to_ascii_lowercase();
            ids.iter().any(|other| id(other) != id(&ids[0]))
        };
        let mut end = 0;
        for id in ids {
            let before = body[end..id.start].trim();
            let mut id_kind = match heading.as_ref() {
                Some(heading) => heading.kind_at(body, id.start),
                None => (IdKind::Nothing, String::new()),
            };
            let mut source = match id_kind.0.is_decisive() {
                true => heading
                    .as_ref()
                    .map_or_else(String::new, |heading| heading.source(body, id.start)),
                false => String::new(),
            };
            if !id_kind.0.is_decisive() {
                let own = label(before);
                if own.is_decisive() {
                    source = excerpt(before);
                    id_kind = (own, format!("Skipped: next to “{source}”."));
                }
            }
            if !id_kind.0.is_decisive() {
                let after = after(body, id.end);
                if label(after) == IdKind::Other {
                    id_kind = (IdKind::Unsure, String::new());
                }
            }
            if !id_kind.0.is_decisive() && is_unclear {
                id_kind.0 = IdKind::Unsure;
            }
            found.push(Labeled {
                range: line.start + id.start..line.start + id.end,
                id_kind: id_kind.0,
                reason: id_kind.1,
                source,
            });
            end = id.end;
        }
        if let Some(heading) = &mut heading {
            heading.has_rows = true;
        }
    }
    found
}

impl Heading<'_> {
    /// The heading of the column containing this position.
    fn cell_at(&self, line: &str, at: usize) -> Option<&Cell<'_>> {
        match self.delimiter {
            Some(delimiter) => self.cells.get(column(line, at, delimiter)),
            None if self.cells.len() == 1 => self.cells.first(),
            None => {
                let start = line[..at].chars().count();
                let left = self.cells.iter().rev().find(|cell| cell.start <= start);
                left.or(self.cells.first())
            }
        }
    }

    fn source(&self, line: &str, at: usize) -> String {
        let cell = (at <= ROW_MAX).then(|| self.cell_at(line, at)).flatten();
        cell.map_or_else(String::new, |cell| format!("{} column", excerpt(cell.text)))
    }

    /// What the column containing this position announces, with a reason for skipping.
    fn kind_at(&self, line: &str, at: usize) -> (IdKind, String) {
        if at > ROW_MAX {
            return (IdKind::Unsure, String::new());
        }
        let Some(cell) = self.cell_at(line, at) else {
            return (IdKind::Nothing, String::new());
        };
        let has_subscriptions = self
            .cells
            .iter()
            .any(|cell| cell.id_kind == IdKind::Subscription);
        let reason = format!("Skipped: in the column “{}”.", excerpt(cell.text));
        match &cell.id_kind {
            IdKind::Subscription => (IdKind::Subscription, reason),
            IdKind::Other => (IdKind::Other, reason),
            _ if has_subscriptions => (IdKind::Other, reason),
            IdKind::Unsure => (IdKind::Unsure, reason),
            _ => (IdKind::Nothing, String::new()),
        }
    }
}

fn heading(line: &str) -> Option<Heading<'_>> {
    let text = line.trim().trim_end_matches(':');
    if text.contains(['=', '{', '}', '[', ']']) || text.split_whitespace().count() > HEADING_WORDS {
        return None;
    }
    let delimiter = ['|', '\t', ',', ';']
        .into_iter()
        .find(|delimiter| text.contains(*delimiter));
    let cells: Vec<Cell<'_>> = match delimiter {
        Some(delimiter) => line.split(delimiter).map(|text| cell(text, 0)).collect(),
        None => columns(line)
            .map(|range| cell(&line[range.clone()], line[..range.start].chars().count()))
            .collect(),
    };
    let says = match cells.as_slice() {
        [] => false,
        // A sentence that mentions subscriptions probably announces some, whatever else it mentions.
        [only] => matches!(only.id_kind, IdKind::Subscription | IdKind::Other),
        several => several.iter().any(|cell| cell.id_kind.is_decisive()),
    };
    says.then_some(Heading {
        cells,
        delimiter,
        has_rows: false,
    })
}

fn cell(text: &str, start: usize) -> Cell<'_> {
    let text = text.trim().trim_matches(['"', '\'', '*', '`']);
    Cell {
        text,
        start,
        id_kind: label(text),
    }
}

/// The parts of a line separated by two or more spaces.
fn columns(line: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    line.split("  ").filter_map(move |part| {
        let from = at;
        at += part.len() + 2;
        let left = part.len() - part.trim_start().len();
        (!part.trim().is_empty()).then(|| from + left..from + part.trim_end().len())
    })
}

/// The number of delimiters before a position, ignoring quoted ones.
fn column(line: &str, at: usize, delimiter: char) -> usize {
    let mut is_quoted = false;
    let mut column = 0;
    for c in line[..at].chars() {
        if c == '"' {
            is_quoted = !is_quoted;
        } else if c == delimiter && !is_quoted {
            column += 1;
        }
    }
    column
}

/// Whether a line only underlines a heading.
fn is_rule(line: &str) -> bool {
    line.chars()
        .all(|c| c.is_whitespace() || "-=+|:_─━┼│".contains(c))
}

/// Whether a line has columns that contain more than IDs.
fn is_row(line: &str, ids: &[Range<usize>]) -> bool {
    let mut rest = String::new();
    let mut end = 0;
    for id in ids {
        rest.push_str(&line[end..id.start]);
        rest.push('\u{0}');
        end = id.end;
    }
    rest.push_str(&line[end..]);
    let has_columns = rest.contains("\t") || rest.contains("  ") || rest.contains('|');
    has_columns && rest.chars().any(char::is_alphanumeric)
}

/// The note after an ID, in brackets or as a comment, up to the next ID.
fn after(line: &str, end: usize) -> &str {
    let rest = line[end..].trim_start_matches(['"', '\'', ',', ' ', '\t']);
    let note = rest
        .strip_prefix('(')
        .map(|note| note.split(')').next().unwrap_or_default())
        .or_else(|| rest.strip_prefix('#'))
        .or_else(|| rest.strip_prefix("//"));
    note.unwrap_or_default().trim()
}

/// The positions of the IDs on a line.
fn ids(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'-';
    let mut ids = Vec::new();
    let mut at = 0;
    while at + GUID_LENGTH <= bytes.len() {
        let run = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
        if run == GUID_LENGTH && SubscriptionId::parse(&line[at..at + run]).is_some() {
            ids.push(at..at + run);
        }
        at += run + 1;
    }
    ids
}

fn excerpt(text: &str) -> String {
    crate::text::shown(
        text.trim_end_matches([':', '=', '"', ' '])
            .trim_start_matches(['"', '(', ' ']),
    )
}
