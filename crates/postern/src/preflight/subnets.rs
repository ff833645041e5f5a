//! Subnets, and which of them take an endpoint.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

use super::{NetworkChoice, SubnetChoice};

/// A subnet of the application's network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Subnet {
    /// The subnet's ID in AWS, its name in Azure.
    pub id: String,
    /// Its `Name` tag in AWS.
    pub name: Option<String>,
    /// The VPC's ID or the VNet's name.
    pub network: String,
    /// Its availability zone in AWS.
    pub zone: Option<String>,
    /// Its address ranges.
    pub ranges: Vec<String>,
    /// The number of free addresses, if known.
    pub free: Option<u32>,
    /// What else keeps an endpoint out of it, as the cloud says.
    #[serde(skip)]
    pub reserved: Option<String>,
}

/// The networks of these subnets, each with its subnets. `zones` are the service's, if it is bound to some.
pub(super) fn networks(subnets: &[Subnet], zones: Option<&[String]>) -> Vec<NetworkChoice> {
    let mut by_network: BTreeMap<&str, Vec<SubnetChoice>> = BTreeMap::new();
    for subnet in subnets {
        let choice = SubnetChoice {
            why_not: why_not(subnet, zones),
            subnet: subnet.clone(),
        };
        let of = by_network.entry(&subnet.network).or_default();
        of.push(choice);
    }
    let choice = |(id, mut subnets): (&str, Vec<SubnetChoice>)| {
        subnets.sort_by_key(|one| {
            let subnet = &one.subnet;
            let order = (subnet.zone.clone(), Reverse(subnet.free), subnet.id.clone());
            (one.why_not.is_some(), order)
        });
        NetworkChoice {
            id: id.to_owned(),
            subnets,
            filled: None,
        }
    };
    let mut networks: Vec<NetworkChoice> = by_network.into_iter().map(choice).collect();
    networks.sort_by_key(|one| Reverse(best(one).len()));
    networks
}

/// The fitting subnet with the most free addresses in each zone.
pub(super) fn best(network: &NetworkChoice) -> Vec<&Subnet> {
    let mut best: Vec<&Subnet> = Vec::new();
    // They are sorted by zone, the one with the most addresses first.
    for choice in network.subnets.iter().filter(|one| one.why_not.is_none()) {
        if best
            .last()
            .is_none_or(|last| last.zone != choice.subnet.zone)
        {
            best.push(&choice.subnet);
        }
    }
    best
}

fn why_not(subnet: &Subnet, zones: Option<&[String]>) -> Option<String> {
    if let Some(reserved) = &subnet.reserved {
        return Some(reserved.clone());
    }
    if let (Some(zones), Some(zone)) = (zones, &subnet.zone)
        && !zones.contains(zone)
    {
        return Some(format!("the service isn't in {zone}"));
    }
    (subnet.free == Some(0)).then(|| "no free addresses".to_owned())
}
