//! The service's rules for a new VPC.

use aeon::wire::{CloudCode, VpcSpec};
use ipnet::Ipv4Net;

use super::regions;
use crate::refusal::Refusal;

/// The documented ranges that a VPC must not overlap, as `GET /networks/{cloud}/restricted` returns them; `None`
/// for an unknown cloud.
pub(crate) fn restricted(cloud: &CloudCode) -> Option<&'static [&'static str]> {
    match cloud {
        CloudCode::Aws => Some(&["10.3.0.0/16", "10.4.0.0/16"]),
        CloudCode::Azure => Some(&[]),
        CloudCode::Gcp => Some(&["10.21.0.0/16"]),
        CloudCode::Other(_) => None,
    }
}

/// The prefix lengths that a region's range may have, as documented.
const REGION_PREFIX: std::ops::RangeInclusive<u8> = 16..=26;
/// The prefix lengths that a parent range on GCP may have, as documented.
const PARENT_PREFIX: std::ops::RangeInclusive<u8> = 16..=18;

/// Fails with 400 for a VPC that the service wouldn't create.
pub(crate) fn check(spec: &VpcSpec) -> Result<(), Refusal> {
    let bad = |detail: String| Err(Refusal::new(400, detail));
    if spec.name.trim().is_empty() {
        return bad("name must not be empty".into());
    }
    if !spec.cloud.is_known() {
        return bad(format!("Unknown cloud: {}", spec.cloud));
    }
    for (index, region) in spec.region_specs.iter().enumerate() {
        if !regions::of(&spec.cloud).contains(&region.region.as_str()) {
            return bad(format!(
                "Unknown region for {}: {}",
                spec.cloud, region.region
            ));
        }
        if spec.region_specs[..index]
            .iter()
            .any(|other| other.region == region.region)
        {
            return bad(format!("Region {} is given more than once", region.region));
        }
    }
    match spec.cloud {
        CloudCode::Azure => {
            if spec.region_specs.len() != 1 {
                return bad("A VPC on AZURE must have exactly one region".into());
            }
            if spec.parent_cidr.is_some() || spec.region_specs[0].cidr.is_some() {
                return bad("A CIDR cannot be set on AZURE".into());
            }
            Ok(())
        }
        CloudCode::Gcp => match (&spec.parent_cidr, spec.region_specs.is_empty()) {
            (Some(_), false) => bad("Set either parent_cidr or region_specs, not both".into()),
            (None, true) => bad("Either parent_cidr or region_specs must be set".into()),
            (Some(parent), true) => cidr(&spec.cloud, parent, PARENT_PREFIX).map(drop),
            (None, false) => check_ranges(spec),
        },
        _ => {
            if spec.parent_cidr.is_some() {
                return bad("parent_cidr cannot be set on AWS".into());
            }
            // Older ones can have several; a new one can't.
            if spec.region_specs.len() != 1 {
                return bad("A VPC on AWS must have exactly one region".into());
            }
            check_ranges(spec)
        }
    }
}

/// Each region's range must be valid and must not overlap another one.
fn check_ranges(spec: &VpcSpec) -> Result<(), Refusal> {
    let mut taken: Vec<Ipv4Net> = Vec::new();
    for region in &spec.region_specs {
        let Some(text) = &region.cidr else {
            return Err(Refusal::new(
                400,
                format!("Region {} has no CIDR", region.region),
            ));
        };
        let net = cidr(&spec.cloud, text, REGION_PREFIX)?;
        if let Some(other) = taken.iter().find(|other| overlap(other, &net)) {
            return Err(Refusal::new(
                400,
                format!("CIDR {net} overlaps with {other}"),
            ));
        }
        taken.push(net);
    }
    Ok(())
}

fn cidr(
    cloud: &CloudCode,
    text: &str,
    prefix: std::ops::RangeInclusive<u8>,
) -> Result<Ipv4Net, Refusal> {
    let bad = |detail: String| Err(Refusal::new(400, detail));
    let Ok(net) = text.parse::<Ipv4Net>() else {
        return bad(format!("Invalid CIDR: {text}"));
    };
    if net.trunc() != net {
        return bad(format!(
            "Invalid CIDR: {text} has host bits set, use {}",
            net.trunc()
        ));
    }
    if !prefix.contains(&net.prefix_len()) {
        return bad(format!(
            "Invalid CIDR: the prefix length of {text} must be between {} and {}",
            prefix.start(),
            prefix.end()
        ));
    }
    if !net.network().is_private() || !net.broadcast().is_private() {
        return bad(format!("Invalid CIDR: {text} is not a private network"));
    }
    let restricted = restricted(cloud).unwrap_or_default();
    let hit = restricted
        .iter()
        .find(|range| range.parse().is_ok_and(|range| overlap(&range, &net)));
    match hit {
        Some(range) => bad(format!(
            "CIDR {text} overlaps with the restricted network {range}"
        )),
        None => Ok(net),
    }
}

fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(&b.network()) || b.contains(&a.network())
}
