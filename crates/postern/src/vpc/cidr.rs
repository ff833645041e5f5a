//! IPv4 address ranges.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use ipnet::{IpNet, Ipv4Net};

use crate::cloud::Cloud;

/// The prefix lengths that the service documents for a region's range.
pub(super) const REGION_PREFIXES: RangeInclusive<u8> = 16..=26;
/// The prefix lengths that the service documents for a parent range on GCP.
pub(super) const PARENT_PREFIXES: RangeInclusive<u8> = 16..=18;

/// The ranges that the service documents as reserved, by the cloud. It may report others.
pub(super) fn reserved(cloud: &Cloud) -> &'static [Ipv4Net] {
    const AWS: [Ipv4Net; 2] = [net(10, 3, 16), net(10, 4, 16)];
    const GCP: [Ipv4Net; 1] = [net(10, 21, 16)];
    match cloud {
        Cloud::Aws => &AWS,
        Cloud::Gcp => &GCP,
        Cloud::Azure | Cloud::Other(_) => &[],
    }
}

/// Private ranges (RFC 1918).
const PRIVATE: [Ipv4Net; 3] = [net(10, 0, 8), net(172, 16, 12), net(192, 168, 16)];
/// This host, loopback, link-local, and multicast and above (RFC 6890), which networks can't use.
const UNUSABLE: [Ipv4Net; 4] = [
    net(0, 0, 8),
    net(127, 0, 8),
    net(169, 254, 16),
    net(224, 0, 3),
];

const fn net(first: u8, second: u8, prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(first, second, 0, 0), prefix)
}

/// Parses a range, or explains what is wrong with it.
pub(super) fn parse(text: &str) -> Result<Ipv4Net, String> {
    let range = match text.parse::<IpNet>() {
        Ok(IpNet::V4(range)) => range,
        Ok(IpNet::V6(_)) => {
            return Err(
                "Only IPv4 ranges are supported. Enter one such as 10.0.0.0/24.".to_owned(),
            );
        }
        Err(_) => return Err(unreadable(text)),
    };
    if range.trunc() != range {
        return Err(format!(
            "{range} isn't the start of a network. Enter {}.",
            range.trunc()
        ));
    }
    match UNUSABLE.iter().find(|unusable| overlap(unusable, &range)) {
        Some(unusable) => Err(format!(
            "{unusable} can't be used for networks. Choose a private range."
        )),
        None => Ok(range),
    }
}

fn unreadable(text: &str) -> String {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (text, None),
    };
    match (address.parse::<Ipv4Addr>(), prefix) {
        _ if text.is_empty() => "Enter a range such as 10.0.0.0/24.".to_owned(),
        (Ok(address), None) => format!(
            "The prefix length is missing. Enter a range such as {}.",
            truncated(address)
        ),
        (Ok(_), Some(_)) => {
            "The prefix length after the “/” must be a number from 0 to 32.".to_owned()
        }
        (Err(_), _) => "This isn't an address range. Enter one such as 10.0.0.0/24.".to_owned(),
    }
}

fn truncated(address: Ipv4Addr) -> Ipv4Net {
    Ipv4Net::new_assert(address, 24).trunc()
}

/// Why the service doesn't accept a range: its size, or because it isn't private.
pub(super) fn refusal(range: &Ipv4Net, prefixes: &RangeInclusive<u8>) -> Option<String> {
    if !PRIVATE.iter().any(|private| private.contains(range)) {
        return Some(format!(
            "{range} isn't within the private ranges 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16."
        ));
    }
    (!prefixes.contains(&range.prefix_len())).then(|| {
        format!(
            "The prefix length must be from /{} to /{}.",
            prefixes.start(),
            prefixes.end(),
        )
    })
}

/// Whether two ranges have an address in common.
pub(super) fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(b) || b.contains(a)
}
