//! Where in a document a piece stands: under which names, and in which statement of a policy.

use super::split::Lump;
use super::wrap::is_identifier;
use crate::principal::key::{not_meant, path_said};
use crate::text::is_line_break;

/// How many levels around a piece are looked at.
const LEVELS_MAX: usize = 32;

/// Something that pieces stand in.
struct Level {
    kind: Kind,
    /// The name that it was given, if it has one.
    name: Option<String>,
    /// Its number among all of them.
    block: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Brackets.
    Bracket(char),
    /// What is indented by more than this.
    Indent(usize),
}

/// What has been opened so far.
struct Places {
    levels: Vec<Level>,
    /// The block that each block stands in, and whether it denies.
    blocks: Vec<(usize, bool)>,
    /// The name that the next value is given.
    pending: Option<String>,
}

/// Drops the names that values are given to, and notes for each value what they say of it.
pub(super) fn places(text: &str, lumps: &[Lump], comments: &[std::ops::Range<usize>]) -> Vec<Lump> {
    let mut places = Places {
        levels: Vec::new(),
        blocks: vec![(0, false)],
        pending: None,
    };
    let mut kept: Vec<(Lump, usize)> = Vec::with_capacity(lumps.len());
    let mut comments = comments.iter().peekable();
    let mut at = 0;
    let mut line = 0;
    let mut is_blank = true;
    for (index, lump) in lumps.iter().enumerate() {
        let mut gap = at;
        while gap < lump.range.start {
            while comments.next_if(|comment| comment.end <= gap).is_some() {}
            if let Some(comment) = comments.peek().filter(|comment| comment.start <= gap) {
                gap = comment.end;
                continue;
            }
            let Some(c) = text[gap..].chars().next() else {
                break;
            };
            if is_line_break(c) {
                line = gap + c.len_utf8();
                is_blank = true;
            } else if is_arrow(text, gap) {
                // What it was before: `~ role = "a" -> "b"`.
                if let Some((old, _)) = kept.last_mut().filter(|(old, _)| old.range.end >= at) {
                    old.left_out = Some(REPLACED.to_owned());
                }
            } else if c == '-' && is_blank {
                places.item(gap - line);
            }
            is_blank &= c.is_whitespace();
            places.gap(c);
            gap += c.len_utf8();
        }
        at = lump.range.end;
        is_blank = false;
        let word = &text[lump.range.clone()];
        let column = lump.range.start - line;
        match role(text, lumps, index) {
            Role::Name(name) => places.name(name, column),
            Role::Sign => {}
            Role::Value => {
                places.value(word, column);
                let inner = places.levels.len().saturating_sub(LEVELS_MAX);
                let levels = places.levels[inner..].iter();
                let names = levels.filter_map(|level| level.name.as_deref());
                let path: Vec<&str> = names.chain(places.pending.as_deref()).collect();
                let left_out = not_meant(path.iter().copied());
                let said = path_said(path.iter().copied());
                let block = places.block();
                kept.push((
                    Lump {
                        left_out,
                        said,
                        ..lump.clone()
                    },
                    block,
                ));
            }
        }
    }
    // A block comes after the one that it stands in.
    let mut blocks = places.blocks;
    for block in 1..blocks.len() {
        blocks[block].1 |= blocks[blocks[block].0].1;
    }
    kept.into_iter()
        .map(|(mut lump, block)| {
            if lump.left_out.is_none() && blocks[block].1 {
                lump.left_out = Some(DENIED.to_owned());
            }
            lump
        })
        .collect()
}

pub(in super::super) const DENIED: &str =
    "Left out: it stands in a statement of a policy whose effect is Deny.";
const REPLACED: &str = "Left out: the change puts another in its place.";

/// `->` with something before it.
fn is_arrow(text: &str, at: usize) -> bool {
    text[at..].starts_with("->") || text[at..].starts_with('→')
}

enum Role {
    /// A name that a value is given to.
    Name(String),
    /// The sign between them.
    Sign,
    Value,
}

/// What a lump is: `"AWS":`, `AWS:`, `principals =`, `principals=`, `principals {`, `variable "x" {`,
/// `--tenant`.
fn role(text: &str, lumps: &[Lump], index: usize) -> Role {
    let lump = &lumps[index];
    let word = &text[lump.range.clone()];
    if lump.is_wrapped {
        return Role::Value;
    }
    let behind = text[lump.range.end..].trim_start_matches([' ', '\t', '"', '\'']);
    let is_assigned = behind.starts_with('=') && !behind.starts_with("==");
    let opens = behind.starts_with('{');
    if lump.quoted {
        let is_label = opens && !word.contains(':');
        let is_name = lump.key || is_label || (is_assigned && !word.contains(':') && word != "*");
        return match is_name {
            true => Role::Name(word.to_owned()),
            false => Role::Value,
        };
    }
    if word == "=" || word == ":" || word == "==" {
        return Role::Sign;
    }
    if word.starts_with("--") && word.len() > 2 {
        return Role::Name(word.to_owned());
    }
    match word.strip_suffix([':', '=']) {
        Some(name) if is_identifier(name) => Role::Name(name.to_owned()),
        _ if (is_assigned || opens) && is_identifier(word) => Role::Name(word.to_owned()),
        _ => Role::Value,
    }
}

impl Places {
    fn block(&self) -> usize {
        self.levels.last().map_or(0, |level| level.block)
    }

    fn open(&mut self, kind: Kind, name: Option<String>) {
        let block = self.blocks.len();
        self.blocks.push((self.block(), false));
        self.levels.push(Level { kind, name, block });
    }

    /// What stands between two pieces.
    fn gap(&mut self, c: char) {
        match c {
            '{' | '[' | '(' => {
                let name = self.pending.take();
                self.open(Kind::Bracket(c), name);
            }
            '}' | ']' | ')' => {
                let opener = match c {
                    '}' => '{',
                    ']' => '[',
                    _ => '(',
                };
                let is_open = |level: &Level| level.kind == Kind::Bracket(opener);
                let inner = self.levels.len().saturating_sub(LEVELS_MAX);
                if let Some(at) = self.levels[inner..].iter().rposition(is_open) {
                    self.levels.truncate(inner + at);
                }
                self.pending = None;
            }
            ',' | ';' => self.pending = None,
            // A value in brackets may begin on the next line; elsewhere indentation says so.
            c if is_line_break(c) && !self.is_in_brackets() => self.pending = None,
            _ => {}
        }
    }

    fn is_in_brackets(&self) -> bool {
        // Indentation means nothing in brackets, so that none is noted there.
        let last = self.levels.last();
        last.is_some_and(|level| matches!(level.kind, Kind::Bracket(_)))
    }

    /// Ends what is indented by this much or more.
    fn dedent(&mut self, order: usize) {
        while let Some(Level {
            kind: Kind::Indent(indent),
            ..
        }) = self.levels.last()
            && *indent >= order
        {
            self.levels.pop();
        }
    }

    /// An item of a list.
    fn item(&mut self, column: usize) {
        if !self.is_in_brackets() {
            // An item may stand below the name of its list without being indented.
            self.dedent(2 * column + 1);
            self.open(Kind::Indent(2 * column + 1), None);
        }
    }

    fn name(&mut self, name: String, column: usize) {
        if !self.is_in_brackets() {
            self.dedent(2 * column);
            self.open(Kind::Indent(2 * column), Some(name));
        } else {
            self.pending = Some(name);
        }
    }

    fn value(&mut self, word: &str, column: usize) {
        if !self.is_in_brackets() {
            self.dedent(2 * column);
        }
        let name = match self.pending.as_deref() {
            Some(name) => Some(name),
            None => self.levels.last().and_then(|level| level.name.as_deref()),
        };
        let is_effect = name.is_some_and(|name| name.eq_ignore_ascii_case("effect"));
        let value = word.rsplit('.').next().unwrap_or_default();
        if is_effect && value.trim_end_matches(',').eq_ignore_ascii_case("deny") {
            let block = match self.pending {
                Some(_) => self.block(),
                // The name is a level of its own: what it belongs to is the one around it.
                None => self.blocks[self.block()].0,
            };
            self.blocks[block].1 = true;
        }
    }
}
