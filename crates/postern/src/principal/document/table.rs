//! Reads tables with headings: CSV, TSV, Markdown, and columns of `az`, PowerShell and the like.

use std::ops::Range;

use super::super::key::{IdKind, label, words};
use super::super::pasted::Context;
use super::super::{AccountNumber, Principal, PrincipalCloud};
use super::{CLOSED, Entry, is_closed, is_of_another, is_of_directory};
use crate::text::shown;

/// A heading with more words in one cell than this is a sentence.
const WORDS_MAX: usize = 6;
/// Tables with more columns aren't read as such.
const COLUMNS_MAX: usize = 200;
/// Longer lines aren't read as rows.
const LINE_MAX: usize = 20_000;

/// The tables in a text, with their places. What isn't in a table is left to others.
pub(crate) fn tables(cloud: PrincipalCloud, text: &str) -> Vec<(Range<usize>, Vec<Entry>)> {
    let lines = lines(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match table(cloud, text, &lines[at..]) {
            Some((used, entries)) => {
                found.push((lines[at].start..lines[at + used - 1].end, entries));
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

/// The lines of a text, without their line breaks.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let body = line.strip_suffix('\r').unwrap_or(line);
        lines.push(start..start + body.len());
        start += line.len() + 1;
    }
    lines
}

/// How a table's columns are told apart.
enum Layout {
    Delimiter(u8),
    /// Bars, as in Markdown.
    Bars,
    /// The characters at which the columns begin.
    Columns(Vec<usize>),
}

/// The table that begins with the first of these lines, and how many lines it has.
fn table(cloud: PrincipalCloud, text: &str, lines: &[Range<usize>]) -> Option<(usize, Vec<Entry>)> {
    let line = |index: usize| lines.get(index).map(|line| &text[line.clone()]);
    let first = line(0).filter(|first| !first.trim().is_empty() && first.len() <= LINE_MAX)?;
    if first.contains(['{', '}', '=']) || first.contains("arn:") {
        return None;
    }
    let has_rule = line(1).is_some_and(is_rule);
    for layout in layouts(first, line(1).filter(|_| has_rule)) {
        let headings = cells(&layout, first)?;
        let columns = Column::all(cloud, &headings);
        let is_heading = (2..=COLUMNS_MAX).contains(&headings.len())
            && headings
                .iter()
                .all(|cell| cell.split_whitespace().count() <= WORDS_MAX)
            && columns.iter().any(|column| column.kind.decides());
        if !is_heading {
            continue;
        }
        let mut used = 1 + usize::from(has_rule);
        let mut rows: Vec<Vec<String>> = Vec::new();
        while let Some(row) = line(used) {
            if row.trim().is_empty() || row.len() > LINE_MAX {
                break;
            }
            if is_rule(row) {
                used += 1;
                continue;
            }
            // A quoted cell may go on in the next lines.
            let mut end = used;
            if matches!(layout, Layout::Delimiter(_)) {
                while quotes(&text[lines[used].start..lines[end].end]) % 2 == 1
                    && end + 1 < lines.len()
                    && end - used < CELL_LINES
                {
                    end += 1;
                }
            }
            let Some(cells) = cells(&layout, &text[lines[used].start..lines[end].end]) else {
                break;
            };
            if cells.len() < 2
                || (!matches!(layout, Layout::Columns(_)) && cells.len() != headings.len())
            {
                break;
            }
            rows.push(cells);
            used = end + 1;
        }
        if !rows.is_empty() {
            let columns = with_arns(cloud, columns, &rows);
            return Some((used, evaluate(cloud, &columns, &rows)));
        }
    }
    None
}

/// A cell over more lines than this ends nowhere.
const CELL_LINES: usize = 20;

fn quotes(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'"').count()
}

fn layouts(heading: &str, rule: Option<&str>) -> Vec<Layout> {
    let mut layouts = Vec::new();
    if heading.contains('|') {
        // Other tables with bars, such as those of `aws`, have no rule below their heading.
        layouts.extend(rule.map(|_| Layout::Bars));
        return layouts;
    }
    for delimiter in [b'\t', b';', b','] {
        if heading.as_bytes().contains(&delimiter) {
            layouts.push(Layout::Delimiter(delimiter));
        }
    }
    let starts = match rule {
        Some(rule) => starts(rule, 1),
        None => starts(heading, 2),
    };
    layouts.push(Layout::Columns(starts));
    layouts
}

/// The characters at which the parts of a line begin that this many spaces separate.
fn starts(line: &str, spaces: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut blank = spaces;
    for (at, c) in line.chars().enumerate() {
        if c == ' ' {
            blank += 1;
        } else {
            if blank >= spaces {
                starts.push(at);
            }
            blank = 0;
        }
    }
    starts
}

/// Whether a line only underlines a heading.
fn is_rule(line: &str) -> bool {
    line.contains(['-', '=', '─', '━'])
        && line
            .chars()
            .all(|c| c.is_whitespace() || "-=+|:_─━┼│".contains(c))
}

fn cells(layout: &Layout, line: &str) -> Option<Vec<String>> {
    let cells: Vec<String> = match layout {
        Layout::Delimiter(delimiter) if !line.contains('"') => {
            line.split(char::from(*delimiter)).map(cell).collect()
        }
        Layout::Delimiter(delimiter) => {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(*delimiter)
                .from_reader(line.as_bytes());
            let record = reader.records().next()?.ok()?;
            record.iter().map(cell).collect()
        }
        Layout::Bars => {
            let line = line.trim();
            let line = line.strip_prefix('|').unwrap_or(line);
            let line = line.strip_suffix('|').unwrap_or(line);
            line.split('|').map(cell).collect()
        }
        Layout::Columns(starts) => {
            // A value may begin left of its heading if it is longer than the column.
            let characters: Vec<char> = line.chars().collect();
            let begins = |start: usize| {
                let start = start.min(characters.len());
                let here = characters[..start].iter().rposition(|c| *c == ' ');
                here.map_or(0, |space| space + 1)
            };
            (0..starts.len())
                .map(|column| {
                    let from = begins(starts[column]);
                    let to = starts
                        .get(column + 1)
                        .map_or(characters.len(), |next| begins(*next));
                    let text: String = characters[from.min(to)..to].iter().collect();
                    cell(&text)
                })
                .collect()
        }
    };
    Some(cells)
}

/// A cell's text, without what spreadsheets and Markdown put around it.
fn cell(text: &str) -> String {
    let text = text.trim().trim_matches(['`', '*']).trim();
    let text = text
        .strip_prefix("=\"")
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(text);
    // The mark of a text in a spreadsheet.
    text.strip_prefix('\'').unwrap_or(text).to_owned()
}

struct Column {
    heading: String,
    kind: Kind,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Who may connect.
    Principal,
    /// Account numbers, or IDs of what may be subscriptions.
    Owner,
    /// The ID of something else.
    Other,
    /// It may be something else.
    Unsure,
    Status,
    /// Whether it is allowed.
    Effect,
    Nothing,
}

impl Kind {
    /// Whether a table that has such a column is read as one.
    fn decides(&self) -> bool {
        matches!(self, Self::Principal | Self::Owner | Self::Other)
    }
}

impl Column {
    fn all(cloud: PrincipalCloud, headings: &[String]) -> Vec<Self> {
        let is_of_directory = headings.iter().any(|heading| is_of_directory(heading));
        headings
            .iter()
            .map(|heading| Self {
                heading: heading.clone(),
                kind: match cloud {
                    PrincipalCloud::Aws => aws_kind(heading),
                    PrincipalCloud::Azure => azure_kind(heading, is_of_directory),
                },
            })
            .collect()
    }

    fn source(&self) -> String {
        format!("{} column", shown(&self.heading))
    }

    fn reason(&self) -> String {
        format!("Skipped: in the column “{}”.", shown(&self.heading))
    }
}

fn status_kind(words: &[String]) -> Option<Kind> {
    match words {
        [word] if matches!(word.as_str(), "status" | "state") => Some(Kind::Status),
        [.., word] if matches!(word.as_str(), "status" | "state") => Some(Kind::Status),
        [word] => matches!(
            word.as_str(),
            "effect" | "access" | "allowed" | "permission" | "decision" | "allow"
        )
        .then_some(Kind::Effect),
        _ => None,
    }
}

fn aws_kind(heading: &str) -> Kind {
    let words = words(heading);
    let Some(last) = words.last().map(String::as_str) else {
        return Kind::Nothing;
    };
    if let Some(kind) = status_kind(&words) {
        return kind;
    }
    if words.iter().any(|word| is_of_another(word)) {
        return Kind::Other;
    }
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    let is_id = matches!(
        last,
        "id" | "ids" | "number" | "numbers" | "no" | "nr" | "account" | "accounts"
    );
    if matches!(last, "arn" | "arns" | "principal" | "principals") {
        let is_role = words.len() == 1
            || has(&[
                "role",
                "user",
                "iam",
                "principal",
                "principals",
                "account",
                "allowed",
                "consumer",
                "aws",
            ]);
        return if is_role {
            Kind::Principal
        } else {
            Kind::Unsure
        };
    }
    if has(&["account", "accounts", "accountid", "accountids"]) && (is_id || words.len() == 1) {
        return Kind::Owner;
    }
    Kind::Nothing
}

fn azure_kind(heading: &str, is_of_directory: bool) -> Kind {
    if let Some(kind) = status_kind(&words(heading)) {
        return kind;
    }
    match label(heading) {
        IdKind::Subscription => Kind::Principal,
        IdKind::Other => Kind::Other,
        IdKind::Unsure => Kind::Unsure,
        IdKind::Generic if is_of_directory => Kind::Other,
        IdKind::Generic => Kind::Nothing,
        IdKind::Nothing => Kind::Nothing,
    }
}

/// A column of ARNs under another heading, such as “Role”, counts as one of principals if there is no other.
fn with_arns(cloud: PrincipalCloud, mut columns: Vec<Column>, rows: &[Vec<String>]) -> Vec<Column> {
    let has_principals = columns.iter().any(|column| column.kind == Kind::Principal);
    if cloud == PrincipalCloud::Aws && !has_principals {
        for (index, column) in columns.iter_mut().enumerate() {
            let mut cells = rows.iter().filter_map(|row| row.get(index));
            if column.kind == Kind::Nothing && cells.any(|cell| cell.starts_with("arn:aws")) {
                column.kind = Kind::Principal;
            }
        }
    }
    columns
}

fn evaluate(cloud: PrincipalCloud, columns: &[Column], rows: &[Vec<String>]) -> Vec<Entry> {
    let has_principals = columns.iter().any(|column| column.kind == Kind::Principal);
    let has_owners = columns.iter().any(|column| column.kind == Kind::Owner);
    let mut entries = Vec::new();
    for row in rows {
        let cell = |kind: Kind| {
            let mut pairs = columns.iter().zip(row);
            pairs
                .find(|(column, _)| column.kind == kind)
                .map_or("", |(_, cell)| cell.as_str())
        };
        let is_closed = is_closed(cell(Kind::Status), "");
        let is_denied = matches!(
            cell(Kind::Effect).to_ascii_lowercase().as_str(),
            "deny"
                | "denied"
                | "no"
                | "false"
                | "block"
                | "blocked"
                | "revoked"
                | "removed"
                | "none"
        );
        for (column, text) in columns.iter().zip(row) {
            if text.is_empty() || !is_candidate(cloud, column, text) {
                continue;
            }
            let is_struck = text.starts_with("~~") && text.ends_with("~~");
            let context = match &column.kind {
                _ if is_struck => Context::Skipped("Skipped: struck out.".to_owned()),
                _ if is_denied => Context::Skipped("Skipped: this row denies access.".to_owned()),
                _ if is_closed => Context::Skipped(CLOSED.to_owned()),
                Kind::Principal => Context::Meant,
                Kind::Owner if has_principals => Context::Skipped(column.reason()),
                Kind::Owner => Context::Unlabeled,
                Kind::Other => Context::Skipped(column.reason()),
                _ if has_principals || has_owners => Context::Skipped(column.reason()),
                Kind::Unsure => Context::Unsure,
                Kind::Status | Kind::Effect | Kind::Nothing => Context::Unlabeled,
            };
            entries.push(Entry {
                text: text.trim_matches('~').to_owned(),
                context,
                source: column.source(),
            });
        }
    }
    entries
}

/// Whether a cell may hold principals. In other columns, only what is nearly one counts.
fn is_candidate(cloud: PrincipalCloud, column: &Column, text: &str) -> bool {
    if matches!(column.kind, Kind::Principal | Kind::Owner) {
        return !matches!(text, "-" | "—" | "n/a" | "N/A" | "None" | "null" | "…");
    }
    text.split([' ', ',', ';', '\n', '~']).any(|word| {
        (Principal::parse(cloud, word).is_ok() && word != "*")
            || word.contains("arn:")
            || AccountNumber::parse(word).is_some()
    })
}
