//! Splits a pasted text into pieces.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;

use super::wrap::is_identifier;
use super::{decode, place, wrap};
use crate::principal::key::IdKind;
use crate::principal::{AwsIdentity, AwsPrincipal, SubscriptionId, aws};
use crate::text::is_invisible;

pub(super) struct Piece<'a> {
    /// Without its quotes.
    pub text: &'a str,
    pub range: Range<usize>,
    /// Whether it was quoted, or continues over a line break.
    pub is_whole: bool,
    /// Why it is skipped.
    pub skipped: Option<String>,
    /// The kind of ID that its keys announce.
    pub id_kind: IdKind,
    /// The keys that lead to it.
    pub source: String,
    /// Whether it may be only the beginning of a name.
    pub goes_on: bool,
}

impl<'a> Piece<'a> {
    /// Everything but the position, as text and hash: pieces in which both are the same say the same.
    pub fn fingerprint(&self) -> (&'a str, u64) {
        let mut hasher = DefaultHasher::new();
        let around = (&self.skipped, &self.id_kind, &self.source);
        (self.is_whole, self.goes_on, around).hash(&mut hasher);
        (self.text, hasher.finish())
    }
}

/// The number of characters searched for the beginning of an ARN.
const ARN_HEAD_MAX: usize = 16;
const COMMENTED: &str = "Skipped: in a comment.";

/// The pieces of a text, without comments, bullets and keys.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut lumps = Lumps {
        text,
        at: 0,
        line_start: true,
        unclosed: String::new(),
        comments: Vec::new(),
        blocks: Vec::new(),
    };
    let found: Vec<Lump> = lumps.by_ref().collect();
    let split = found.into_iter().flat_map(|lump| split_commas(text, lump));
    let whole = wrap::join(text, &split.collect::<Vec<_>>());
    let named = whole.into_iter().flat_map(|lump| without_name(text, lump));
    let placed = place::places(text, &named.collect::<Vec<_>>(), &lumps.comments);
    let blocks = lumps.blocks.into_iter().map(|range| Lump {
        skipped: Some(COMMENTED.into()),
        ..Lump::new(range, false, false)
    });
    let lumps = join_groups(text, placed).into_iter().chain(blocks);
    lumps.map(|lump| Piece {
        text: &text[lump.range.clone()],
        goes_on: goes_on(text, &lump),
        range: lump.range,
        source: lump.source.into(),
        is_whole: lump.quoted || lump.is_wrapped,
        skipped: lump.skipped.map(String::from),
        id_kind: lump.id_kind,
    })
}

/// Whether a user or role may have a longer name than this, since something is put in behind it or it is cut.
fn goes_on(text: &str, lump: &Lump) -> bool {
    let word = &text[lump.range.clone()];
    let is_named = matches!(
        aws::strict(word),
        Ok(AwsPrincipal::Arn {
            identity: AwsIdentity::Role(_) | AwsIdentity::User(_),
            ..
        })
    );
    let rest = &text[lump.range.end..];
    let is_continued = match lump.quoted {
        // `"…role/app-" + environment`
        true => rest
            .get(1..)
            .is_some_and(|rest| rest.trim_start_matches(' ').starts_with('+')),
        false => decode::goes_on(rest),
    };
    is_named && is_continued
}

/// Whether a piece looks like the start of a principal rather than the rest of a name.
pub(super) fn begins_principal(text: &str) -> bool {
    let word = text.split(',').next().unwrap_or_default();
    let starts = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    starts("arn:")
        || starts("urn:uuid:")
        || starts("/subscriptions/")
        || word == "*"
        || is_number(word)
        || SubscriptionId::parse(word).is_some()
}

/// An account number, possibly with hyphens or a digit too many or too few.
fn is_number(word: &str) -> bool {
    (9..=14).contains(&word.len())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
        && word.bytes().filter(u8::is_ascii_digit).count() >= 9
}

/// The text between two separators.
#[derive(Clone)]
pub(super) struct Lump {
    pub range: Range<usize>,
    pub quoted: bool,
    /// Whether a colon follows the closing quote.
    pub key: bool,
    /// Whether it continues over a line break.
    pub is_wrapped: bool,
    /// Why it is skipped.
    pub skipped: Option<Box<str>>,
    /// The kind of ID that its keys announce.
    pub id_kind: IdKind,
    /// The keys that lead to it.
    pub source: Box<str>,
}

impl Lump {
    fn new(range: Range<usize>, quoted: bool, key: bool) -> Self {
        Self {
            range,
            quoted,
            key,
            is_wrapped: false,
            skipped: None,
            id_kind: IdKind::Nothing,
            source: Box::default(),
        }
    }
}

struct Lumps<'a> {
    text: &'a str,
    at: usize,
    /// Whether only white space has been read on this line.
    line_start: bool,
    /// Quotes known not to occur in the rest of the text.
    unclosed: String,
    /// The ranges of all comments.
    comments: Vec<Range<usize>>,
    /// Principals inside block comments.
    blocks: Vec<Range<usize>>,
}

impl Iterator for Lumps<'_> {
    type Item = Lump;

    fn next(&mut self) -> Option<Lump> {
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next()?;
            if let Some(lump) = self.quoted(c) {
                return Some(lump);
            }
            if separates(c) && !opens_comment(rest) {
                self.line_start =
                    matches!(c, '\n' | '\r') || (self.line_start && c.is_whitespace());
                self.at += c.len_utf8();
                continue;
            }
            if let Some((length, is_block)) = comment(rest, self.line_start) {
                let range = self.at..self.at + length;
                if is_block {
                    self.blocks.extend(principals_of(self.text, range.clone()));
                }
                self.comments.push(range);
                self.at += length;
                continue;
            }
            let length = rest.find(separates).unwrap_or(rest.len());
            let word = &rest[..length];
            let bullet = is_bullet(word) || (self.line_start && is_star_bullet(rest));
            let left = length - word.trim_start_matches(is_invisible).len();
            let end = word.trim_end_matches(is_invisible).len().max(left);
            let range = self.at + left..self.at + end;
            self.at += length;
            self.line_start = false;
            if !bullet && !range.is_empty() {
                return Some(Lump::new(range, false, false));
            }
        }
    }
}

impl Lumps<'_> {
    /// Reads quoted text that starts here and closes on the same line.
    fn quoted(&mut self, quote: char) -> Option<Lump> {
        if !matches!(quote, '"' | '\'' | '`') || self.unclosed.contains(quote) {
            return None;
        }
        // A quote at the end of a word doesn't open anything.
        let before = self.text[..self.at].chars().next_back();
        if before.is_some_and(|c| !separates(c) && !is_invisible(c) && !",=:+-".contains(c)) {
            return None;
        }
        let start = self.at + 1;
        let Some(length) = self.text[start..].find(quote) else {
            self.unclosed.push(quote);
            return None;
        };
        let inner = &self.text[start..start + length];
        // This is the gap between the end of one quotation and the beginning of another.
        if inner.contains(['\n', '\r']) || inner.chars().all(|c| separates(c) || is_bullet_part(c))
        {
            return None;
        }
        self.at = start + length + 1;
        self.line_start = false;
        let key = self.text[self.at..].chars().take(4).find(|c| *c != ' ') == Some(':');
        Some(Lump::new(start..start + length, true, key))
    }
}

/// Whether a comment starts here with a character that would otherwise separate.
fn opens_comment(rest: &str) -> bool {
    rest.starts_with("<!--") || rest.starts_with("<#")
}

/// The length of the comment that starts here, and whether it is a block comment.
fn comment(rest: &str, line_start: bool) -> Option<(usize, bool)> {
    for (opener, closer) in [("/*", "*/"), ("<!--", "-->"), ("<#", "#>")] {
        if let Some(inner) = rest.strip_prefix(opener) {
            let end = inner.find(closer);
            let length = end.map(|at| at + opener.len() + closer.len());
            return Some((length.unwrap_or(rest.len()), true));
        }
    }
    let is_line = rest.starts_with('#')
        || rest.starts_with("//")
        || (line_start && (rest.starts_with("-- ") || rest.starts_with("--\t")));
    is_line.then(|| (rest.find('\n').unwrap_or(rest.len()), false))
}

/// The ranges of the principals in a part of the text.
fn principals_of(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = part.start;
    for word in text[part].split(|c| separates(c) || c == ',') {
        if word != "*" && begins_principal(word) {
            found.push(at..at + word.len());
        }
        let end = at + word.len();
        at = end + text[end..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

fn separates(c: char) -> bool {
    c.is_whitespace() || "\"'`“”„‘’‚«»‹›;|[](){}<>".contains(c)
}

/// A list bullet, or the sign between a key and its value.
fn is_bullet(lump: &str) -> bool {
    lump.chars().all(is_bullet_part)
}

fn is_bullet_part(c: char) -> bool {
    "-–—•·+&,".contains(c)
}

/// Whether a `*` at the start of a line is followed by text other than a comma.
fn is_star_bullet(rest: &str) -> bool {
    let after = rest
        .strip_prefix('*')
        .filter(|after| after.starts_with(' '));
    after.is_some_and(|after| {
        // Only a few characters ahead, so that blank lines cost nothing.
        let next = after.chars().take(16).find(|c| !matches!(c, ' ' | '\t'));
        next.is_some_and(|c| !matches!(c, '\n' | '\r' | ',' | ';' | '#'))
    })
}

/// Splits a key from the value it is joined with: `SUBSCRIPTION_ID=0f2a…`, `id:0f2a…`.
fn without_name(text: &str, lump: Lump) -> Vec<Lump> {
    let word = &text[lump.range.clone()];
    let name = word.find(['=', ':']).filter(|at| {
        !lump.quoted
            && !lump.is_wrapped
            && *at + 1 < word.len()
            && is_identifier(&word[..*at])
            && !["arn", "urn", "aws", "iam", "sts", "http", "https"]
                .contains(&word[..*at].to_ascii_lowercase().as_str())
    });
    let Some(name) = name else {
        return vec![lump];
    };
    let middle = lump.range.start + name + 1;
    vec![
        Lump::new(lump.range.start..middle, false, false),
        Lump::new(middle..lump.range.end, false, false),
    ]
}

/// Joins the three groups of four digits of an account number separated by single spaces.
fn join_groups(text: &str, lumps: Vec<Lump>) -> Vec<Lump> {
    let is_group = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let touch = |a: &Range<usize>, b: &Range<usize>| text.get(a.end..b.start) == Some(" ");
    let mut joined: Vec<Lump> = Vec::with_capacity(lumps.len());
    for lump in lumps {
        let third = text[lump.range.clone()].trim_end_matches(',');
        if let [.., first, second] = joined.as_slice()
            && !(first.quoted || second.quoted || lump.quoted)
            && is_group(&text[first.range.clone()])
            && is_group(&text[second.range.clone()])
            && is_group(third)
            && touch(&first.range, &second.range)
            && touch(&second.range, &lump.range)
        {
            let range = first.range.start..lump.range.start + third.len();
            joined.truncate(joined.len() - 2);
            joined.push(Lump { range, ..lump });
        } else {
            joined.push(lump);
        }
    }
    joined
}

/// Whether a text begins like an ARN, ignoring invisible characters.
fn begins_arn(text: &str) -> bool {
    let head: String = text
        .chars()
        .take(ARN_HEAD_MAX)
        .filter(|c| !is_invisible(*c))
        .take(4)
        .collect();
    head.eq_ignore_ascii_case("arn:")
}

/// Whether a text is one number as spreadsheets print it: `111,122,223,333`, `1,11122E+11`.
pub(in super::super) fn is_grouped(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = text.split([',', '.', '\u{A0}', '\u{202F}', ' ', '\'', '’']);
    let is_first = groups
        .next()
        .is_some_and(|first| first.len() <= 3 && is_digits(first));
    let rest: Vec<&str> = groups.collect();
    let is_in_thousands = is_first
        && rest.len() == 3
        && rest
            .iter()
            .all(|group| group.len() == 3 && is_digits(group));
    let is_exponent = text.split_once(['E', 'e']).is_some_and(|(number, power)| {
        let mut parts = number.splitn(2, ['.', ',']);
        parts
            .next()
            .is_some_and(|whole| whole.len() == 1 && is_digits(whole))
            && parts.next().is_none_or(is_digits)
            && power.trim_start_matches('+').len() <= 2
            && is_digits(power.trim_start_matches('+'))
    });
    let is_fraction = text.split_once(',').is_some_and(|(whole, zeros)| {
        (9..=12).contains(&whole.len()) && is_digits(whole) && matches!(zeros, "0" | "00")
    });
    is_in_thousands || is_exponent || is_fraction
}

/// Splits a lump at separating commas, including full-width ones.
fn split_commas(text: &str, lump: Lump) -> Vec<Lump> {
    if lump.quoted {
        return vec![lump];
    }
    let whole = &text[lump.range.clone()];
    if is_grouped(whole) {
        return vec![lump];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    let mut in_name = false;
    for (at, c) in whole.char_indices() {
        match c {
            '/' => in_name |= begins_arn(&whole[start..]),
            ',' | '\u{FF0C}' | '\u{FF1B}' | '\u{3001}' => {
                let after = &whole[at + c.len_utf8()..];
                if !in_name || after.is_empty() || after.starts_with(',') || begins_principal(after)
                {
                    parts.push(start..at);
                    start = at + c.len_utf8();
                    in_name = false;
                }
            }
            _ => {}
        }
    }
    parts.push(start..whole.len());
    let from = lump.range.start;
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| Lump::new(from + part.start..from + part.end, false, false))
        .collect()
}
