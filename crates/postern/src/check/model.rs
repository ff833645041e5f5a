//! Input and results of a connection check.

use std::net::IpAddr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::trouble::Trouble;

/// The host and ports to check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckTarget {
    /// A host name or IP address.
    pub host: String,
    /// YSQL ports.
    pub ysql: Vec<u16>,
    /// YCQL ports.
    pub ycql: Vec<u16>,
    /// The service's endpoints whose addresses are known, which the host should have. Empty: they aren't compared.
    #[serde(skip)]
    pub endpoints: Vec<KnownEndpoint>,
}

/// An endpoint in the application's network, as its cloud describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEndpoint {
    pub name: String,
    pub addresses: Vec<IpAddr>,
}

/// Time limits for each kind of step.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub resolve: Duration,
    pub connect: Duration,
    /// Waiting for an answer after connecting, and for the TLS handshake.
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

/// A completed step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckStep {
    pub kind: CheckStepKind,
    /// What was checked: the host, or an address such as `10.0.0.5:5433`.
    pub subject: String,
    pub outcome: CheckOutcome,
    /// The result in one sentence.
    pub text: String,
    /// Likely cause of a failure or warning and what to do; empty if the step succeeded.
    pub meaning: String,
    /// The troubleshooting topic that applies, if any.
    pub trouble: Option<Trouble>,
    /// Duration in milliseconds.
    pub took_ms: u32,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStepKind {
    /// Resolves the host name.
    Resolve,
    /// Opens a TCP connection.
    Connect,
    /// Asks for TLS as PostgreSQL clients do.
    SslRequest,
    /// Negotiates TLS.
    Tls,
}

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    Good,
    /// It worked, but something is unusual.
    Warning,
    Failed,
}
