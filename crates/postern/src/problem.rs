//! What the page is told when something went wrong.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What went wrong, as it is shown: what happened, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Tells apart what the page acts on.
    pub code: ProblemCode,
    /// What happened, in one sentence.
    pub message: String,
    /// What to do about it; empty where there is nothing to do.
    pub hint: String,
    /// The request to the service that failed, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<FailedRequest>,
}

/// What to look for in logs, and to tell the service's support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FailedRequest {
    /// When it failed.
    #[specta(type = String)]
    pub at: Timestamp,
    /// The HTTP status; `None`: there was no response.
    pub status: Option<u16>,
    /// How the service names the request, if it says so.
    pub id: Option<String>,
}

/// The problems that the page acts on; everything else is `Other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// The key is refused or has expired: ask for a new one.
    Unauthorized,
    /// The key's role does not allow it.
    Forbidden,
    /// What was asked for is not there.
    NotFound,
    /// The service can't be reached, TLS or the proxy failed, or it took too long.
    Offline,
    /// The service answers that it can't at the moment: it has a problem, or too much to do.
    Unavailable,
    /// The input can't be used as it is.
    Invalid,
    /// No account is unlocked.
    Locked,
    /// There is no keyring on this machine.
    KeyringAbsent,
    /// The keyring is locked.
    KeyringLocked,
    /// The keyring does not answer.
    KeyringSilent,
    /// The plan no longer fits what is there: make a new one.
    Stale,
    /// The user was asked, and did not agree.
    Declined,
    /// Anything else.
    Other,
}

impl Problem {
    /// A problem of this kind.
    pub fn new(code: ProblemCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
            request: None,
        }
    }

    /// The same with the request that failed.
    #[must_use]
    pub fn of_request(mut self, error: &aeon::Error) -> Self {
        let happened = !matches!(
            error,
            aeon::Error::Config { .. } | aeon::Error::TooLate { .. }
        );
        self.request = happened.then(|| FailedRequest {
            at: aeon::clock::timestamp(),
            status: error.status(),
            id: error.request_id().map(str::to_owned),
        });
        self
    }

    /// What is said when something is asked for that needs an unlocked account.
    pub fn locked() -> Self {
        Self::new(
            ProblemCode::Locked,
            "No account is unlocked.",
            "Unlock the account, then try again.",
        )
    }
}

impl From<&aeon::Error> for Problem {
    fn from(error: &aeon::Error) -> Self {
        Self::new(code(error), error.to_string(), error.hint()).of_request(error)
    }
}

impl From<aeon::Error> for Problem {
    fn from(error: aeon::Error) -> Self {
        Self::from(&error)
    }
}

fn code(error: &aeon::Error) -> ProblemCode {
    use aeon::Error as E;
    match error {
        E::Unauthorized { .. } => ProblemCode::Unauthorized,
        E::Forbidden { .. } => ProblemCode::Forbidden,
        E::NotFound { .. } => ProblemCode::NotFound,
        E::Invalid { .. } | E::Config { .. } => ProblemCode::Invalid,
        E::Unreachable { .. }
        | E::Dns { .. }
        | E::Tls { .. }
        | E::Proxy { .. }
        | E::WebPage { .. }
        | E::Timeout { .. } => ProblemCode::Offline,
        E::RateLimited { .. } | E::Unavailable { .. } => ProblemCode::Unavailable,
        E::TooLate { .. } => ProblemCode::Stale,
        E::Busy { .. }
        | E::Refused { .. }
        | E::Redirected { .. }
        | E::BadAnswer { .. }
        | E::Endless { .. }
        | E::RepeatedToken { .. } => ProblemCode::Other,
    }
}
