//! Which principals can reach which endpoints, and what looks wrong.
//!
//! Pure: [`view`] combines a snapshot, the times at which principals were first seen, the user's names for
//! accounts, and the key's expiry into a list of principals with the endpoints they can reach, and findings.

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
use crate::principal::{Names, Principal, PrincipalCloud, PrincipalView, principal_cloud};
use site::Site;

/// Facts about the API key in use.
#[derive(Clone, Copy, Debug)]
pub struct KeyFacts {
    /// When the key expires; `None` if it doesn't say.
    pub expires: Option<Timestamp>,
    pub now: Timestamp,
}

/// When each principal was first seen on each endpoint's list.
#[derive(Clone, Debug, Default)]
pub struct FirstSeen(HashMap<(RegionInfoId, String), Since>);

impl FirstSeen {
    /// Since when a principal is on an endpoint's list; `None` if unknown.
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

/// The principals with the endpoints they can reach, and the findings. The result doesn't depend on the
/// order of anything in the snapshot.
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

/// The number of findings by severity.
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

/// The regions that each kind of finding affects, in the order of the kinds, without duplicates.
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

/// Every principal, with the endpoints that list it.
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
                may_edit: site.region.may_edit.clone(),
            });
        }
    }
    by_principal.into_values().collect()
}

/// The account number or subscription ID, to which names belong.
fn owner(cloud: PrincipalCloud, principal: &PrincipalView) -> Option<String> {
    Principal::parse(cloud, &principal.text)
        .ok()?
        .owner()
        .map(str::to_owned)
}
