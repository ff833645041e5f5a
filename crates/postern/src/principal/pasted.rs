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

mod heading;
mod place;
mod removed;
mod split;
mod wrap;

use std::collections::{HashMap, HashSet};

use super::key::IdKind;
use super::{Principal, PrincipalCloud, Token, Verdict, document};
pub(super) use place::DENIED;
use split::{Piece, pieces};

/// The maximum number of tokens read from one paste.
pub const MAX_TOKENS: usize = 10_000;
/// Rejected tokens are cut to this many characters.
const TEXT_MAX: usize = 300;

/// Splits a pasted text into tokens and parses each. Every principal and every rejected token appears once,
/// in the order of the text. Takes time linear in the length of the text.
pub fn parse_pasted(cloud: PrincipalCloud, text: &str) -> Vec<Token> {
    let mut tokens = Tokens::new(cloud);
    match document::entries(cloud, text) {
        Some(entries) => {
            let found = entries.iter().map(|entry| Found {
                text: &entry.text,
                is_whole: true,
                context: entry.context.clone(),
            });
            tokens.take_all(found.collect());
        }
        None => tokens.take_loose(text),
    }
    tokens.tokens
}

const REMOVED: &str = "Skipped: on a line that the diff removes.";
const UNSURE: &str = "This may not be a subscription ID. Add it only if it is one.";

/// A piece of text and its context.
struct Found<'a> {
    text: &'a str,
    /// Whether it is a single principal, including commas and spaces.
    is_whole: bool,
    context: Context,
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
    /// It isn't meant, with the reason.
    Skipped(String),
}

fn aws_context(piece: &Piece<'_>) -> Context {
    match &piece.skipped {
        Some(reason) => Context::Skipped(reason.clone()),
        None => Context::Unlabeled,
    }
}

fn azure_context(piece: &Piece<'_>, labels: &HashMap<usize, heading::Labelled>) -> Context {
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
}

impl Tokens {
    fn new(cloud: PrincipalCloud) -> Self {
        Self {
            cloud,
            tokens: Vec::new(),
            texts: HashSet::new(),
            principals: HashSet::new(),
        }
    }

    /// Parses text that isn't a JSON document.
    fn take_loose(&mut self, text: &str) {
        let cleaned = removed::without_removed(text);
        let labels: HashMap<usize, heading::Labelled> = match self.cloud {
            PrincipalCloud::Aws => HashMap::new(),
            PrincipalCloud::Azure => heading::labelled(&cleaned.text)
                .into_iter()
                .map(|labelled| (labelled.range.start, labelled))
                .collect(),
        };
        let mut found: Vec<Found<'_>> = pieces(&cleaned.text)
            .map(|piece| Found {
                text: piece.text,
                is_whole: piece.is_whole,
                context: match self.cloud {
                    PrincipalCloud::Aws => aws_context(&piece),
                    PrincipalCloud::Azure => azure_context(&piece, &labels),
                },
            })
            .collect();
        for line in cleaned.removed {
            found.extend(pieces(&text[line]).map(|piece| Found {
                text: piece.text,
                is_whole: piece.is_whole,
                context: Context::Skipped(REMOVED.to_owned()),
            }));
        }
        self.take_all(found);
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
                .filter_map(|found| Principal::parse(self.cloud, found.text).ok())
                .collect(),
        };
        let mut unsure = Vec::new();
        for found in found {
            let is_other = || {
                let principal = Principal::parse(self.cloud, found.text);
                principal.is_ok_and(|principal| others.contains(&principal))
            };
            let room = match found.context {
                Context::Unsure => {
                    unsure.push(found.text);
                    true
                }
                Context::Unlabeled if !others.is_empty() && is_other() => true,
                _ if found.is_whole => self.take_quoted(found.text),
                _ => self.take(found.text),
            };
            if !room {
                return;
            }
        }
        for text in unsure {
            if !self.refuse(text, UNSURE, true) {
                return;
            }
        }
        for found in skipped {
            if let Context::Skipped(reason) = &found.context
                && !self.refuse(found.text, reason, false)
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
            Ok(principal) => {
                let view = principal.view();
                if !self.principals.insert(principal) {
                    return true;
                }
                Verdict::Valid { principal: view }
            }
            Err(rejection) => Verdict::Rejected {
                reason: rejection.reason,
                at: rejection.at,
                suggestions: rejection.suggestions.iter().map(Principal::view).collect(),
            },
        };
        self.tokens.push(Token {
            text: cut(text),
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
