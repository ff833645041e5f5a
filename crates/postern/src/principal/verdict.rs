//! The parser's verdict on each token that was typed or pasted.

use serde::Serialize;
use specta::Type;

use super::PrincipalView;

/// One token of the pasted text, with the parser's verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// As it was pasted, cut to 300 characters.
    pub text: String,
    /// Where it was found, such as “SubscriptionId column” or “Allow statement”; empty in loose text.
    pub source: String,
    pub verdict: Verdict,
}

/// The parser's verdict on a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Verdict {
    /// The token is a principal.
    Valid {
        /// In canonical spelling.
        principal: PrincipalView,
    },
    /// The token isn't a principal, or was skipped on purpose.
    Rejected {
        /// What is wrong and what to do.
        reason: String,
        /// The character at which the token stops being a principal, counted from 1.
        at: u32,
        /// What was probably meant, best first.
        suggestions: Vec<PrincipalView>,
    },
}
