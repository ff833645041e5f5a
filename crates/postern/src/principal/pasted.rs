//! A whole clipboard: principals in any mixture of lines, lists, quotes, JSON and program text.
//!
//! What separates: white space, quotes, brackets, semicolons, bars, and commas, with one exception. The
//! name of a role may have commas (`role/prod,eu`), so a comma inside a name separates only where what
//! follows it could not belong to the name or looks like a principal of its own: the end, white space, an
//! ARN, `*`, an account number, a GUID. A name that itself ends in a comma, or has a comma before such a
//! number, is therefore only kept whole within quotes or JSON.
//!
//! Dropped without a word: comments (`#`, `//` to the end of the line), list bullets, keys (`"AWS":`,
//! `principals =`). A `*` that opens a line with a space and more behind it is a bullet too: taking it for
//! "anybody" would be the worse mistake.

mod split;

use std::collections::HashSet;

use super::{Principal, PrincipalCloud, Token, Verdict, document};
use split::pieces;

/// The most tokens that are looked at.
pub const MAX_TOKENS: usize = 10_000;
/// The longest text of a rejected token that is handed back, in characters.
const TEXT_MAX: usize = 300;

/// Takes a pasted text apart and judges each piece. Each principal comes once, in the order of the text,
/// and so does each rejected piece. The time taken grows with the length of the text, not faster.
pub fn parse_pasted(cloud: PrincipalCloud, text: &str) -> Vec<Token> {
    let mut tokens = Tokens::new(cloud);
    match document::strings(cloud, text) {
        Some(strings) => {
            for string in &strings {
                if !tokens.take_quoted(string) {
                    break;
                }
            }
        }
        None => {
            for piece in pieces(text) {
                let room = if piece.quoted {
                    tokens.take_quoted(piece.text)
                } else {
                    tokens.take(piece.text)
                };
                if !room {
                    break;
                }
            }
        }
    }
    tokens.tokens
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
