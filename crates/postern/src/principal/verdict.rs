//! What the editor is told of each token that was typed or pasted.

use serde::Serialize;
use specta::Type;

use super::PrincipalView;

/// One token of what was pasted, with the parser's verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// The token as it was pasted.
    pub text: String,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Verdict {
    /// A principal.
    Valid {
        /// The principal, spelt as AWS or Azure expect it.
        principal: PrincipalView,
    },
    /// Not a principal.
    Rejected {
        /// Why.
        reason: String,
        /// The character at which it stops being one, counted from 1.
        at: u32,
        /// What was probably meant, best first.
        suggestions: Vec<PrincipalView>,
    },
}
