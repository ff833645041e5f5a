//! Who can reach what, and what looks wrong?
//!
//! Pure: [`view`] makes of a snapshot, of what is known about when a principal was first seen, of the names
//! in the address book and of the key's end a list of principals with what each reaches, and findings. Only
//! [`AddressBook`] touches the disk.

mod export;
mod findings;
mod model;
mod rules;
mod site;

pub use export::{ExportFormat, export};
pub use model::*;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aeon::ids::RegionInfoId;
use jiff::Timestamp;

use crate::inventory::Snapshot;

use crate::principal::{Names, PrincipalView, principal_cloud};
use crate::principal::{Principal, PrincipalCloud};
use site::Site;

/// What is known of the key in use.
#[derive(Clone, Copy, Debug)]
pub struct KeyFacts {
    /// When it ends; `None`: it doesn't say.
    pub expires: Option<Timestamp>,
    /// The time now.
    pub now: Timestamp,
}

/// When each principal was first seen on each endpoint.
#[derive(Clone, Debug, Default)]
pub struct FirstSeen(HashMap<(RegionInfoId, String), Since>);

impl FirstSeen {
    /// Since when a principal stands on an endpoint's list, as far as known.
    pub fn get(&self, region: &RegionInfoId, principal: &str) -> Option<Since> {
        self.0.get(&(region.clone(), principal.to_owned())).copied()
    }
}

impl FromIterator<(RegionInfoId, String, Since)> for FirstSeen {
    fn from_iter<T: IntoIterator<Item = (RegionInfoId, String, Since)>>(entries: T) -> Self {
        let entry = |(region, principal, since)| ((region, principal), since);
        Self(entries.into_iter().map(entry).collect())
    }
}

/// Who can reach what, and what looks wrong. It doesn't depend on the order of anything in the snapshot.
pub fn view(now: &Snapshot, seen: &FirstSeen, names: &Names, key: &KeyFacts) -> AccessView {
    let sites = site::sites(now);
    AccessView {
        version: now.version,
        principals: principals(&sites, seen, names),
        unread: sites
            .iter()
            .filter(|site| site.unread)
            .map(unread)
            .collect(),
        findings: findings::findings(now, &sites, key),
    }
}

/// How many findings there are, for a figure.
pub fn count(now: &Snapshot, key: &KeyFacts) -> FindingCounts {
    let mut counts = FindingCounts::default();
    for finding in findings::findings(now, &site::sites(now), key) {
        match finding.severity {
            Severity::Serious => counts.serious += 1,
            Severity::Warning => counts.warnings += 1,
            Severity::Note => counts.notes += 1,
        }
    }
    counts
}

/// Which regions each kind of finding is about, in the order of the kinds; each region once.
pub fn places(now: &Snapshot, key: &KeyFacts) -> Vec<FindingPlaces> {
    let mut places: BTreeMap<FindingKind, BTreeSet<RegionInfoId>> = BTreeMap::new();
    for finding in findings::findings(now, &site::sites(now), key) {
        places
            .entry(finding.kind)
            .or_default()
            .extend(finding.regions);
    }
    let somewhere = places
        .into_iter()
        .filter(|(_, regions)| !regions.is_empty());
    somewhere
        .map(|(kind, regions)| FindingPlaces {
            kind,
            regions: regions.into_iter().collect(),
        })
        .collect()
}

fn unread(site: &Site<'_>) -> UnreadPlace {
    UnreadPlace {
        cloud: site.cluster.cloud.clone(),
        cluster_name: site.cluster.name.clone(),
        region_id: site.region.id.clone(),
        region: site.region.region.clone(),
        status: site.status,
    }
}

/// Every principal with the endpoints that list it.
fn principals(sites: &[Site<'_>], seen: &FirstSeen, names: &Names) -> Vec<PrincipalAccess> {
    let mut by_principal: BTreeMap<(&str, &str), PrincipalAccess> = BTreeMap::new();
    for site in sites {
        for &principal in &site.principals {
            let key = (site.cluster.cloud.name(), principal.text.as_str());
            let access = by_principal.entry(key).or_insert_with(|| {
                let owner = owner(principal_cloud(&site.cluster.cloud), principal);
                PrincipalAccess {
                    principal: principal.clone(),
                    cloud: site.cluster.cloud.clone(),
                    name: owner.as_deref().and_then(|owner| names.of(owner)),
                    owner,
                    reaches: Vec::new(),
                }
            });
            access.reaches.push(Reach {
                cluster_id: site.cluster.id.clone(),
                cluster_name: site.cluster.name.clone(),
                region_id: site.region.id.clone(),
                region: site.region.region.clone(),
                since: seen.get(&site.region.id, &principal.text),
                connections: site.connections(),
                status: site.status,
            });
        }
    }
    by_principal.into_values().collect()
}

/// What a name hangs on: the account's number or the subscription's id.
fn owner(cloud: PrincipalCloud, principal: &PrincipalView) -> Option<String> {
    Principal::parse(cloud, &principal.text)
        .ok()?
        .owner()
        .map(str::to_owned)
}
