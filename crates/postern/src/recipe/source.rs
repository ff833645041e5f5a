//! Where the application connects from, on AWS.

use std::net::IpAddr;

/// What kind of source a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A security group (or nothing that is known: AWS says what is wrong with it).
    SecurityGroup,
    /// A range of IPv4 addresses.
    Ipv4,
    /// A range of IPv6 addresses.
    Ipv6,
}

impl Source {
    /// Tells sources apart by their form, as the script does.
    pub(super) fn of(text: &str) -> Self {
        let address = text.split_once('/').map_or(text, |(address, _)| address);
        match address.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => Self::Ipv4,
            Ok(IpAddr::V6(_)) => Self::Ipv6,
            Err(_) => Self::SecurityGroup,
        }
    }
}
