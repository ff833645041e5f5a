//! The source of the application's connections on AWS.

use std::net::IpAddr;

/// The kind of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A security group, or anything unrecognized, which AWS then rejects.
    SecurityGroup,
    Ipv4,
    Ipv6,
}

impl Source {
    /// Recognizes the kind by its format, like the script.
    pub(super) fn of(text: &str) -> Self {
        let address = text.split_once('/').map_or(text, |(address, _)| address);
        match address.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => Self::Ipv4,
            Ok(IpAddr::V6(_)) => Self::Ipv6,
            Err(_) => Self::SecurityGroup,
        }
    }
}
