//! The last requests that failed, for a report: without keys, hosts, ids and texts of the service.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::Request;
use crate::Error;

/// How many are kept.
const KEPT: usize = 20;

/// The last requests that failed, shared by all clients that are made with it. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Failures(Arc<Mutex<VecDeque<Failure>>>);

/// A request that failed, retries included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// When it was given up.
    pub at: Timestamp,
    /// Method and path, with names in place of ids.
    pub request: String,
    /// What happened, in a few words.
    pub what: &'static str,
    /// The status of the response, if there was one.
    pub status: Option<u16>,
}

impl Failures {
    /// The last ones, oldest first.
    pub fn list(&self) -> Vec<Failure> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().cloned().collect()
    }

    pub(super) fn note(&self, request: &Request, error: &Error) {
        let failure = Failure {
            at: crate::clock::timestamp(),
            request: format!("{} {}", request.method, request.template),
            what: words(error),
            status: error.status(),
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(failure);
    }
}

/// Fixed words: the error's own may have names.
fn words(error: &Error) -> &'static str {
    match error {
        Error::Unauthorized { expired: true, .. } => "the key has expired",
        Error::Unauthorized { .. } => "the key was rejected",
        Error::Forbidden { .. } => "not allowed",
        Error::NotFound { .. } => "not found",
        Error::Busy { .. } => "another operation is in progress",
        Error::Invalid { .. } => "the request was rejected",
        Error::RateLimited { .. } => "too many requests",
        Error::Unavailable { .. } => "server error",
        Error::Refused { .. } => "refused",
        Error::Redirected { .. } => "redirected",
        Error::Unreachable { .. } => "the connection failed",
        Error::Dns { .. } => "the name can't be resolved",
        Error::Tls { .. } => "the connection is not secure",
        Error::Proxy { .. } => "the proxy failed",
        Error::Timeout { .. } => "no response in time",
        Error::TooLate { .. } => "not sent: the list was read too long ago",
        Error::BadAnswer { .. } => "unexpected response",
        Error::WebPage { .. } => "a web page instead of an answer",
        Error::Endless { .. } | Error::RepeatedToken { .. } => "the list has no end",
        Error::Config { .. } => "the connection can't be set up",
    }
}
