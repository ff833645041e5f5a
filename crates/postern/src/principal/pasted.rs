//! A whole clipboard: principals in any mixture of lines, lists, quotes, JSON and program text.
//!
//! What separates: white space, quotes, brackets, semicolons, bars, and commas, with one exception. The
//! name of a role may have commas (`role/prod,eu`), so a comma inside a name separates only where what
//! follows it could not belong to the name or looks like a principal of its own: the end, white space, an
//! ARN, `*`, an account number, a GUID. A name that itself ends in a comma, or has a comma before such a
//! number, is therefore only kept whole within quotes or JSON.
//!
//! Dropped without a word: comments to the end of the line (`#`, `//`), list bullets, keys (`"AWS":`,
//! `principals =`). A `*` that opens a line with a space and more behind it is a bullet too: taking it for
//! "anybody" would be the worse mistake.
//!
//! Never taken as it stands, but offered or listed with the reason: what an invisible character or the end
//! of a line cuts in two; what a diff removes, a policy denies or a comment keeps; an id that its key,
//! column or label calls a tenant's, a client's or the like.

mod heading;
mod place;
mod removed;
mod split;
mod wrap;

use std::collections::{HashMap, HashSet};

use super::key::Said;
use super::{Principal, PrincipalCloud, Token, Verdict, document};
pub(super) use place::DENIED;
use split::{Piece, pieces};

/// The most tokens that are looked at.
pub const MAX_TOKENS: usize = 10_000;
/// The longest text of a rejected token that is handed back, in characters.
const TEXT_MAX: usize = 300;

/// Takes a pasted text apart and judges each piece. Each principal comes once, in the order of the text,
/// and so does each rejected piece. The time taken grows with the length of the text, not faster.
pub fn parse_pasted(cloud: PrincipalCloud, text: &str) -> Vec<Token> {
    let mut tokens = Tokens::new(cloud);
    match document::entries(cloud, text) {
        Some(entries) => {
            let found = entries.iter().map(|entry| Found {
                text: &entry.text,
                is_whole: true,
                place: entry.place.clone(),
            });
            tokens.take_all(found.collect());
        }
        None => tokens.take_loose(text),
    }
    tokens.tokens
}

const REMOVED: &str = "Left out: it stands on a line that is removed.";
const UNSURE: &str =
    "Nothing says that this is the id of a subscription; take it only if it is one.";

/// A text, and what its place says of it.
struct Found<'a> {
    text: &'a str,
    /// Whether it is one principal, with all its commas and spaces.
    is_whole: bool,
    place: Place,
}

/// What the place of a text says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// That it is meant.
    Meant,
    /// Nothing.
    Silent,
    /// That it may not be meant: it is offered.
    Unsure,
    /// That it isn't meant, and why.
    LeftOut(String),
}

fn aws_place(piece: &Piece<'_>) -> Place {
    match &piece.left_out {
        Some(reason) => Place::LeftOut(reason.clone()),
        None => Place::Silent,
    }
}

fn azure_place(piece: &Piece<'_>, labels: &HashMap<usize, heading::Labelled>) -> Place {
    if let Some(reason) = &piece.left_out {
        return Place::LeftOut(reason.clone());
    }
    let label = labels.get(&piece.range.start);
    let (said, reason) = match (&piece.said, label) {
        (said, _) if said.is_decisive() => (said, OTHER_ID),
        (_, Some(label)) => (&label.said, label.reason.as_str()),
        (said, None) => (said, OTHER_ID),
    };
    Place::of(said, reason)
}

/// Why an id with the name of something else is left out.
pub(super) const OTHER_ID: &str =
    "Left out: its name says that it is an id of something other than a subscription.";

impl Place {
    pub(super) fn of(said: &Said, reason: &str) -> Self {
        match said {
            Said::Subscription => Self::Meant,
            Said::Other if reason.is_empty() => Self::LeftOut(OTHER_ID.to_owned()),
            Said::Other => Self::LeftOut(reason.to_owned()),
            Said::Unsure => Self::Unsure,
            Said::Generic | Said::Nothing => Self::Silent,
        }
    }
}

/// What has been found so far.
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

    /// Judges text that is no document of its own.
    fn take_loose(&mut self, text: &str) {
        let kept = removed::without_removed(text);
        let labels: HashMap<usize, heading::Labelled> = match self.cloud {
            PrincipalCloud::Aws => HashMap::new(),
            PrincipalCloud::Azure => heading::labelled(&kept.text)
                .into_iter()
                .map(|labelled| (labelled.range.start, labelled))
                .collect(),
        };
        let mut found: Vec<Found<'_>> = pieces(&kept.text)
            .map(|piece| Found {
                text: piece.text,
                is_whole: piece.is_whole,
                place: match self.cloud {
                    PrincipalCloud::Aws => aws_place(&piece),
                    PrincipalCloud::Azure => azure_place(&piece, &labels),
                },
            })
            .collect();
        for line in kept.removed {
            found.extend(pieces(&text[line]).map(|piece| Found {
                text: piece.text,
                is_whole: piece.is_whole,
                place: Place::LeftOut(REMOVED.to_owned()),
            }));
        }
        self.take_all(found);
    }

    /// Judges all of it. What is left out comes last, unless it is meant at another place.
    fn take_all(&mut self, found: Vec<Found<'_>>) {
        let (left_out, found): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|found| matches!(found.place, Place::LeftOut(_)));
        // An id that is called a tenant's at one place is not taken from another that says nothing.
        let others: HashSet<Principal> = match self.cloud {
            PrincipalCloud::Aws => HashSet::new(),
            PrincipalCloud::Azure => left_out
                .iter()
                .filter(|found| matches!(&found.place, Place::LeftOut(why) if why != REMOVED))
                .filter_map(|found| Principal::parse(self.cloud, found.text).ok())
                .collect(),
        };
        let mut unsure = Vec::new();
        for found in found {
            let is_other = || {
                let principal = Principal::parse(self.cloud, found.text);
                principal.is_ok_and(|principal| others.contains(&principal))
            };
            let room = match found.place {
                Place::Unsure => {
                    unsure.push(found.text);
                    true
                }
                Place::Silent if !others.is_empty() && is_other() => true,
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
        for found in left_out {
            if let Place::LeftOut(reason) = &found.place
                && !self.refuse(found.text, reason, false)
            {
                return;
            }
        }
    }

    /// Lists a principal that isn't taken; what is none isn't listed. `false` where there is no room.
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

    /// Judges one piece; `false` where there is no room for more.
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

    /// Judges what stood within quotes: one principal with all its commas and spaces, unless it is a list.
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
                "Only the first {MAX_TOKENS} pieces were read; paste the rest by itself."
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
