//! How the client reaches the service.

use std::path::PathBuf;
use std::time::Duration;

use crate::{BaseUrl, Proxy};

/// How the client reaches the service.
#[derive(Clone, Debug)]
pub struct Options {
    /// The service's address.
    pub base: BaseUrl,
    /// PEM certificates of authorities that are trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// The way out. Requests to an `http` address never take a proxy: they stay on this machine.
    pub proxy: Proxy,
    /// How long to wait for an answer.
    pub timeouts: Timeouts,
    /// How long to try again.
    pub retry: Retry,
    /// The `User-Agent` header.
    pub user_agent: String,
}

impl Options {
    /// The usual ones: the system's trust store and proxy, `User-Agent: postern/<version>`.
    pub fn new(base: BaseUrl) -> Self {
        Self {
            base,
            ca_file: None,
            proxy: Proxy::System,
            timeouts: Timeouts::default(),
            retry: Retry::default(),
            user_agent: concat!("postern/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// How long to wait for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands, TLS included.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub read: Duration,
    /// For one attempt, from sending to the last byte of the answer.
    pub total: Duration,
    /// From asking for a list to sending another one in its place.
    pub edit: Duration,
    /// Of silence on an HTTP/2 connection, in use or idle, until it is asked whether it is alive.
    pub ping_after: Duration,
    /// For the answer to that; without one the connection counts as dead. Together with `ping_after` less
    /// than `read`, so that a read on a dead connection is sent again on a new one.
    pub ping: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            total: Duration::from_secs(60),
            edit: Duration::from_secs(2),
            ping_after: Duration::from_secs(10),
            ping: Duration::from_secs(10),
        }
    }
}

/// How long to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// From a call's first attempt to its end, whatever happens in between. (Waiting for its turn to be
    /// sent at all doesn't count: requests before it are bounded by their own deadlines.)
    pub deadline: Duration,
    /// The first wait; each one after it is up to twice as long.
    pub base_delay: Duration,
    /// The longest wait, unless the service asks for a longer one.
    pub max_delay: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(60),
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(8),
        }
    }
}
