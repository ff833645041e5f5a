//! What is checked, and what comes of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::trouble::Trouble;

/// What is to be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
#[serde(rename = "CheckTarget")]
pub struct Target {
    /// The host's name, or an address.
    pub host: String,
    /// Ports that speak YSQL.
    pub ysql: Vec<u16>,
    /// Ports that speak YCQL.
    pub ycql: Vec<u16>,
}

/// How long each kind of step may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Resolving the name.
    pub resolve: Duration,
    /// Connecting to an address.
    pub connect: Duration,
    /// Waiting for an answer.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(10),
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(5),
        }
    }
}

/// A step that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
#[serde(rename = "CheckStep")]
pub struct Step {
    /// What was done.
    pub kind: StepKind,
    /// Against what: the host, or `10.0.0.5:5433`.
    pub subject: String,
    /// How it went.
    pub outcome: Outcome,
    /// What came of it, in one sentence.
    pub text: String,
    /// What a failure or warning means; empty: there is none.
    pub meaning: String,
    /// The trouble to read about; `None`: there is none.
    pub trouble: Option<Trouble>,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
#[serde(rename = "CheckStepKind")]
pub enum StepKind {
    /// The name was looked up.
    Resolve,
    /// A connection was made.
    Connect,
    /// The server was asked whether it speaks PostgreSQL with TLS.
    SslRequest,
    /// TLS was negotiated.
    Tls,
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
#[serde(rename = "CheckOutcome")]
pub enum Outcome {
    /// As it should.
    Good,
    /// It deserves a second look.
    Warning,
    /// It failed.
    Failed,
}
