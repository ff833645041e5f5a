//! Finds the context of each piece: the keys above it, and whether it stands in a denied policy statement.

use super::split::Lump;
use super::wrap::is_identifier;
use crate::principal::key::{path_kind, skip_reason};
use crate::text::is_line_break;

/// The maximum number of enclosing levels considered.
const LEVELS_MAX: usize = 32;

/// A bracket or indentation level.
struct Level {
    kind: Kind,
    /// The key it belongs to, if any.
    name: Option<String>,
    /// The index of its block.
    block: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Brackets.
    Bracket(char),
    /// Text indented by more than this many characters.
    Indent(usize),
}

/// The levels open at the current position.
struct Places {
    levels: Vec<Level>,
    /// For each block, its parent and whether it denies.
    blocks: Vec<(usize, bool)>,
    /// The key whose value comes next.
    pending: Option<String>,
}

/// Removes keys, and notes for each value what its keys say about it.
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
                // The old value in a change: `~ role = "a" -> "b"`.
                if let Some((old, _)) = kept.last_mut().filter(|(old, _)| old.range.end >= at) {
                    old.skipped = Some(REPLACED.into());
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
                let skipped = skip_reason(path.iter().copied());
                let id_kind = path_kind(path.iter().copied());
                let block = places.block();
                let source = crate::principal::document::path_source(path.into_iter());
                kept.push((
                    Lump {
                        skipped: skipped.map(Into::into),
                        id_kind,
                        source: source.into(),
                        ..lump.clone()
                    },
                    block,
                ));
            }
        }
    }
    // Every block has a higher index than its parent, so one pass in order is enough.
    let mut blocks = places.blocks;
    for block in 1..blocks.len() {
        blocks[block].1 |= blocks[blocks[block].0].1;
    }
    kept.into_iter()
        .map(|(mut lump, block)| {
            if lump.skipped.is_none() && blocks[block].1 {
                lump.skipped = Some(DENIED.into());
            }
            lump
        })
        .collect()
}

pub(in super::super) const DENIED: &str = "Skipped: in a policy statement with the effect Deny.";
const REPLACED: &str = "Skipped: replaced by another value in this change.";

fn is_arrow(text: &str, at: usize) -> bool {
    text[at..].starts_with("->") || text[at..].starts_with('→')
}

/// Types that stand between a name and its value.
const TYPES: &[&str] = &["string", "array", "object", "String", "str"];

enum Role {
    Name(String),
    /// The sign between key and value.
    Sign,
    Value,
}

/// The role of a piece. Keys look like `"AWS":`, `AWS:`, `principals =`, `principals=`, `principals {`,
/// `variable "x" {` or `--tenant`.
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
        // `param tenantId string = …`, `const tenantId: string = …`
        _ if is_assigned && TYPES.contains(&word) && index > 0 => {
            let name = text[lumps[index - 1].range.clone()].trim_end_matches(':');
            Role::Name(if is_identifier(name) { name } else { word }.to_owned())
        }
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

    /// Processes a character between two pieces.
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
            // In brackets a value may begin on the next line; elsewhere indentation tells.
            c if is_line_break(c) && !self.is_in_brackets() => self.pending = None,
            _ => {}
        }
    }

    fn is_in_brackets(&self) -> bool {
        // Indentation has no meaning inside brackets, so no indent levels are pushed there.
        let last = self.levels.last();
        last.is_some_and(|level| matches!(level.kind, Kind::Bracket(_)))
    }

    /// Closes levels indented by this much or more.
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

    /// Starts a list item.
    fn item(&mut self, column: usize) {
        if !self.is_in_brackets() {
            // An item may stand below its list's key without indentation.
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
                // The key has a level of its own, so the enclosing block is the one around it.
                None => self.blocks[self.block()].0,
            };
            self.blocks[block].1 = true;
        }
    }
}
