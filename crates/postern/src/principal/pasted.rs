//! Finds principals in a whole clipboard: any mixture of lines, lists, quotes, JSON and program text.
//!
//! Separators are white space, quotes, brackets, semicolons, bars and commas. A role's name may contain
//! commas (`role/prod,eu`), so a comma inside a name separates only if what follows can't be part of the
//! name or looks like a principal: the end, white space, an ARN, `*`, an account number, a GUID. A name
//! that ends in a comma, or has a comma before such a number, is therefore kept whole only in quotes or
//! JSON.
//!
//! Dropped without a message: comments to the end of the line (`#`, `//`), list bullets, and keys
//! (`"AWS":`, `principals =`). A `*` at the start of a line followed by a space and text is a bullet, since
//! reading it as "anyone" would be the worse mistake.
//!
//! Never accepted as is, but suggested or listed with a reason: names split by an invisible character or a
//! line break; entries that a diff removes, a policy denies or a comment contains; an ID whose key,
//! column or label says that it belongs to a tenant, a client or the like.

mod decode;
mod heading;
mod place;
mod removed;
mod split;
mod wrap;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::document::Entry;
use super::key::IdKind;
use super::{Principal, PrincipalCloud, Token, Verdict, document, near};
pub(super) use place::DENIED;
use split::{Piece, pieces};

/// The maximum number of tokens read from one paste.
pub const MAX_TOKENS: usize = 10_000;
/// Rejected tokens are cut to this many characters.
const TEXT_MAX: usize = 300;

/// Splits a pasted text into tokens and parses each. Every principal and every rejected token appears once.
/// Documents (JSON, YAML, HCL) and tables are read as what they are, the rest as loose text. Takes time linear in the
/// length of the text.
pub fn parse_pasted(cloud: PrincipalCloud, text: &str) -> Vec<Token> {
    let text = decode::decoded(text);
    let mut tokens = Tokens::new(cloud);
    let found = match document::entries(cloud, &text) {
        Some(entries) => entries
            .into_iter()
            .map(|entry| Found::of(entry, 0))
            .collect(),
        None => found_in(cloud, &text),
    };
    tokens.take_all(found);
    tokens.tokens
}

/// The candidates in a text that isn't a document as a whole.
fn found_in<'a>(cloud: PrincipalCloud, text: &'a str) -> Vec<Found<'a>> {
    let cleaned = removed::without_removed(text);
    let mut found = Vec::new();
    let is_diff = !cleaned.removed.is_empty() || matches!(cleaned.text, Cow::Owned(_));
    let whole = is_diff
        .then(|| document::entries(cloud, &cleaned.text))
        .flatten();
    match whole {
        Some(entries) => found.extend(entries.into_iter().map(|entry| Found::of(entry, 0))),
        None => {
            let mut rest = without_fences(&cleaned.text);
            for read in [document::embedded, document::tables] {
                let parts: Vec<(Range<usize>, Vec<Entry>)> = read(cloud, &rest);
                let mut ranges = Vec::with_capacity(parts.len());
                for (range, entries) in parts {
                    let at = range.start;
                    found.extend(entries.into_iter().map(|entry| Found::of(entry, at)));
                    ranges.push(range);
                }
                rest = blanked(&rest, &ranges);
            }
            let loose = loose(cloud, &rest);
            found.extend(loose);
        }
    }
    found.sort_by_key(|found| found.at);
    for line in cleaned.removed {
        found.extend(pieces(&text[line.clone()]).map(|piece| Found {
            text: Cow::Borrowed(piece.text),
            is_whole: piece.is_whole,
            context: Context::Skipped(REMOVED.to_owned()),
            source: "removed line".to_owned(),
            at: line.start,
        }));
    }
    found
}

/// The candidates in loose text.
fn loose(cloud: PrincipalCloud, text: &str) -> Vec<Found<'static>> {
    let labels: HashMap<usize, heading::Labeled> = match cloud {
        PrincipalCloud::Aws => HashMap::new(),
        PrincipalCloud::Azure => heading::labeled(text)
            .into_iter()
            .map(|labeled| (labeled.range.start, labeled))
            .collect(),
    };
    // What is repeated with nothing new around it says nothing new, and there may be a megabyte of it.
    let mut seen = HashSet::new();
    let pieces: Vec<Piece<'_>> = pieces(text)
        .filter(|piece| labels.contains_key(&piece.range.start) || seen.insert(piece.fingerprint()))
        .collect();
    // Beside subscriptions that are named as such, the ID of a resource says only where that one is.
    let has_subscriptions = pieces.iter().any(|piece| {
        let label = labels.get(&piece.range.start);
        piece.id_kind == IdKind::Subscription
            || label.is_some_and(|label| label.id_kind == IdKind::Subscription)
    });
    pieces
        .into_iter()
        .map(|piece| Found {
            text: Cow::Owned(piece.text.to_owned()),
            is_whole: piece.is_whole,
            context: match cloud {
                PrincipalCloud::Aws => aws_context(&piece),
                PrincipalCloud::Azure if has_subscriptions && is_resource(piece.text) => {
                    Context::Skipped(OTHER_ID.to_owned())
                }
                PrincipalCloud::Azure => azure_context(&piece, &labels),
            },
            source: match labels.get(&piece.range.start) {
                Some(label) if !label.source.is_empty() => label.source.clone(),
                _ => piece.source,
            },
            at: piece.range.start,
        })
        .collect()
}

/// Whether a text is the ID of something within a subscription.
fn is_resource(text: &str) -> bool {
    let path = text.strip_prefix("/subscriptions/");
    path.is_some_and(|path| path.trim_end_matches('/').contains('/'))
}

/// Blanks the lines that fence code in Markdown.
fn without_fences(text: &str) -> String {
    let fences: Vec<Range<usize>> = removed::lines(text)
        .filter(|line| text[line.clone()].trim_start().starts_with("```"))
        .collect();
    blanked(text, &fences)
}

/// Replaces ranges of a text by spaces, keeping line breaks and positions.
fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        for byte in &mut bytes[range.clone()] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    // Only whole characters were replaced, by ASCII.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

const REMOVED: &str = "Skipped: on a line that the diff removes.";
const UNSURE: &str = "This may not be a subscription ID. Add it only if it is one.";
const UNSURE_AWS: &str = "This may be somebody else's. Add it only if it is meant.";
const INCOMPLETE: &str = "This may be part of a longer name. Add it only if it is complete.";

/// A piece of text and its context.
struct Found<'a> {
    text: Cow<'a, str>,
    /// Whether it is a single principal, including commas and spaces.
    is_whole: bool,
    context: Context,
    source: String,
    /// Its position in the text.
    at: usize,
}

impl Found<'_> {
    fn of(entry: Entry, at: usize) -> Found<'static> {
        Found {
            text: Cow::Owned(entry.text),
            is_whole: true,
            context: entry.context,
            source: entry.source,
            at,
        }
    }
}

/// What the surroundings of a piece say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// It is a principal that was meant.
    Meant,
    /// Nothing.
    Unlabeled,
    /// It may not be meant: suggested rather than accepted.
    Unsure,
    /// It may be part of a longer name: suggested rather than accepted.
    Incomplete,
    /// It isn't meant, with the reason.
    Skipped(String),
}

fn aws_context(piece: &Piece<'_>) -> Context {
    match &piece.skipped {
        Some(reason) => Context::Skipped(reason.clone()),
        None if piece.goes_on => Context::Incomplete,
        None => Context::Unlabeled,
    }
}

fn azure_context(piece: &Piece<'_>, labels: &HashMap<usize, heading::Labeled>) -> Context {
    if let Some(reason) = &piece.skipped {
        return Context::Skipped(reason.clone());
    }
    let label = labels.get(&piece.range.start);
    let (id_kind, reason) = match (&piece.id_kind, label) {
        (id_kind, _) if id_kind.is_decisive() => (id_kind, OTHER_ID),
        (_, Some(label)) => (&label.id_kind, label.reason.as_str()),
        (id_kind, None) => (id_kind, OTHER_ID),
    };
    Context::of(id_kind, reason)
}

/// Reason for skipping an ID that is named as something else's.
pub(super) const OTHER_ID: &str =
    "Skipped: labeled as the ID of something other than a subscription.";

impl Context {
    pub(super) fn of(id_kind: &IdKind, reason: &str) -> Self {
        match id_kind {
            IdKind::Subscription => Self::Meant,
            IdKind::Other if reason.is_empty() => Self::Skipped(OTHER_ID.to_owned()),
            IdKind::Other => Self::Skipped(reason.to_owned()),
            IdKind::Unsure => Self::Unsure,
            IdKind::Generic | IdKind::Nothing => Self::Unlabeled,
        }
    }
}

/// The tokens found so far.
struct Tokens {
    cloud: PrincipalCloud,
    tokens: Vec<Token>,
    texts: HashSet<String>,
    principals: HashSet<Principal>,
    /// Where the text that is being parsed was found.
    source: String,
}

impl Tokens {
    fn new(cloud: PrincipalCloud) -> Self {
        Self {
            cloud,
            tokens: Vec::new(),
            texts: HashSet::new(),
            principals: HashSet::new(),
            source: String::new(),
        }
    }

    /// Parses all pieces. Skipped ones come last, unless they are accepted elsewhere in the text.
    fn take_all(&mut self, found: Vec<Found<'_>>) {
        let (skipped, found): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|found| matches!(found.context, Context::Skipped(_)));
        // An ID labeled as a tenant's in one place is not accepted from another place that has no label.
        let others: HashSet<Principal> = match self.cloud {
            PrincipalCloud::Aws => HashSet::new(),
            PrincipalCloud::Azure => skipped
                .iter()
                .filter(|found| matches!(&found.context, Context::Skipped(why) if why != REMOVED))
                .filter_map(|found| Principal::parse(self.cloud, &found.text).ok())
                .collect(),
        };
        let mut unsure = Vec::new();
        for found in found {
            let is_other = || {
                let principal = Principal::parse(self.cloud, &found.text);
                principal.is_ok_and(|principal| others.contains(&principal))
            };
            self.source.clone_from(&found.source);
            let room = match found.context {
                Context::Unsure | Context::Incomplete => {
                    unsure.push(found);
                    true
                }
                Context::Unlabeled if !others.is_empty() && is_other() => true,
                _ if found.is_whole => self.take_quoted(&found.text),
                _ => self.take(&found.text),
            };
            if !room {
                return;
            }
        }
        for found in unsure {
            let reason = match (&found.context, self.cloud) {
                (Context::Incomplete, _) => INCOMPLETE,
                (_, PrincipalCloud::Aws) => UNSURE_AWS,
                (_, PrincipalCloud::Azure) => UNSURE,
            };
            self.source.clone_from(&found.source);
            if !self.refuse(&found.text, reason, true) {
                return;
            }
        }
        for found in skipped {
            self.source.clone_from(&found.source);
            if let Context::Skipped(reason) = &found.context
                && !self.refuse(&found.text, reason, false)
            {
                return;
            }
        }
    }

    /// Lists a principal that isn't accepted, and ignores other text. `false` if the limit is reached.
    fn refuse(&mut self, text: &str, reason: &str, is_offered: bool) -> bool {
        let text = text.trim();
        let meant = match Principal::parse(self.cloud, text) {
            Ok(principal) => vec![principal],
            Err(rejection) => rejection.suggestions,
        };
        let is_known = |principal: &Principal| self.principals.contains(principal);
        if text == "*"
            || meant.is_empty()
            || meant.iter().all(is_known)
            || self.texts.contains(text)
        {
            return true;
        }
        self.push(text, || Verdict::Rejected {
            reason: reason.to_owned(),
            at: 1,
            suggestions: match is_offered {
                true => meant.iter().map(Principal::view).collect(),
                false => Vec::new(),
            },
        })
    }

    fn push(&mut self, text: &str, verdict: impl FnOnce() -> Verdict) -> bool {
        if self.tokens.len() >= MAX_TOKENS {
            self.tokens.push(too_many());
            return false;
        }
        self.texts.insert(text.to_owned());
        self.tokens.push(Token {
            text: cut(text),
            source: self.source.clone(),
            verdict: verdict(),
        });
        true
    }

    /// Parses one piece; `false` if the limit is reached.
    fn take(&mut self, text: &str) -> bool {
        if text.is_empty() || self.texts.contains(text) {
            return true;
        }
        if self.tokens.len() >= MAX_TOKENS {
            self.tokens.push(too_many());
            return false;
        }
        self.texts.insert(text.to_owned());
        let verdict = match Principal::parse(self.cloud, text) {
            // What a console or a log cut short.
            Ok(_) if text.ends_with("...") => Verdict::Rejected {
                reason: INCOMPLETE.to_owned(),
                at: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
                suggestions: Vec::new(),
            },
            Ok(principal) => {
                let view = principal.view();
                if !self.principals.insert(principal) {
                    return true;
                }
                Verdict::Valid { principal: view }
            }
            Err(rejection) => {
                let (reason, suggestions) = match near::aws::without_zero(text) {
                    Some((reason, whole)) if self.cloud == PrincipalCloud::Aws => {
                        (reason.to_owned(), vec![whole])
                    }
                    _ => (rejection.reason, rejection.suggestions),
                };
                Verdict::Rejected {
                    reason,
                    at: rejection.at,
                    suggestions: suggestions.iter().map(Principal::view).collect(),
                }
            }
        };
        self.tokens.push(Token {
            text: cut(text),
            source: self.source.clone(),
            verdict,
        });
        true
    }

    /// Parses quoted text: one principal including commas and spaces, unless it is a list.
    fn take_quoted(&mut self, text: &str) -> bool {
        if Principal::parse(self.cloud, text).is_ok() {
            return self.take(text);
        }
        let list: Vec<_> = pieces(text).collect();
        if list
            .iter()
            .skip(1)
            .any(|piece| split::begins_principal(piece.text))
        {
            list.iter().all(|piece| self.take(piece.text))
        } else {
            self.take(text.trim())
        }
    }
}

fn too_many() -> Token {
    Token {
        text: "…".to_owned(),
        source: String::new(),
        verdict: Verdict::Rejected {
            reason: format!(
                "Only the first {MAX_TOKENS} entries were read. Paste the rest separately."
            ),
            at: 1,
            suggestions: Vec::new(),
        },
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(TEXT_MAX) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
