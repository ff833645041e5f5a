//! Which principals can reach which endpoints, and what looks wrong.
//!
//! Pure: [`view`] combines a snapshot, the times at which principals were first seen, the user's names for
//! accounts, and the key's expiry into a list of principals with the endpoints they can reach, and findings.

mod export;
mod findings;
mod known;
mod model;
mod rules;
mod site;

pub use export::{ExportFormat, export};
pub use known::{KnownPrincipal, known};
pub use model::*;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aeon::ids::RegionInfoId;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::change::{Acceptance, ChangeNote};
use crate::connection::CloudEndpoint;
use crate::inventory::Snapshot;
use crate::principal::Names;
use site::Site;

/// Facts about the API key in use.
#[derive(Clone, Copy, Debug)]
pub struct KeyFacts {
    /// When the key expires; `None` if it doesn't say.
    pub expires: Option<Timestamp>,
    pub now: Timestamp,
    /// The last day that is over nowhere.
    pub today: Date,
}

/// What is known besides the snapshot: when each principal was first seen on each endpoint's list, what was said when
/// Postern granted it, which findings were accepted, and whose connections they are.
#[derive(Clone, Debug, Default)]
pub struct ListFacts {
    since: HashMap<(RegionInfoId, String), Since>,
    notes: HashMap<(RegionInfoId, String), ChangeNote>,
    accepted: HashMap<String, Acceptance>,
    connected: HashMap<RegionInfoId, Vec<CloudEndpoint>>,
}

impl ListFacts {
    /// Since when a principal is on an endpoint's list; `None` if unknown.
    pub fn get(&self, region: &RegionInfoId, principal: &str) -> Option<Since> {
        let key = (region.clone(), principal.to_owned());
        self.since.get(&key).copied()
    }

    /// What was said when it was granted.
    pub fn note(&self, region: &RegionInfoId, principal: &str) -> Option<&ChangeNote> {
        self.notes.get(&(region.clone(), principal.to_owned()))
    }

    /// The same, with the findings that were accepted, by their IDs.
    #[must_use]
    pub fn with_accepted(
        mut self,
        accepted: impl IntoIterator<Item = (String, Acceptance)>,
    ) -> Self {
        self.accepted.extend(accepted);
        self
    }

    /// Why a finding is accepted on a day.
    pub(crate) fn acceptance(&self, finding: &str, today: Date) -> Option<&Acceptance> {
        let accepted = self.accepted.get(finding)?;
        (accepted.until >= today).then_some(accepted)
    }

    /// The same, with what the clouds say about each endpoint's connections.
    #[must_use]
    pub fn with_connected(
        mut self,
        connected: impl IntoIterator<Item = (RegionInfoId, Vec<CloudEndpoint>)>,
    ) -> Self {
        self.connected.extend(connected);
        self
    }

    /// What the clouds say about an endpoint's connections; empty if they weren't asked.
    pub(crate) fn connected(&self, region: &RegionInfoId) -> &[CloudEndpoint] {
        self.connected.get(region).map_or(&[], Vec::as_slice)
    }

    /// The same, with what was said about grants.
    #[must_use]
    pub fn with_notes(
        mut self,
        notes: impl IntoIterator<Item = (RegionInfoId, String, ChangeNote)>,
    ) -> Self {
        let notes = notes.into_iter();
        let entry = |(region, principal, note)| ((region, principal), note);
        self.notes.extend(notes.map(entry));
        self
    }
}

impl FromIterator<(RegionInfoId, String, Since)> for ListFacts {
    fn from_iter<T: IntoIterator<Item = (RegionInfoId, String, Since)>>(entries: T) -> Self {
        let entry = |(region, principal, since)| ((region, principal), since);
        Self {
            since: entries.into_iter().map(entry).collect(),
            notes: HashMap::new(),
            accepted: HashMap::new(),
            connected: HashMap::new(),
        }
    }
}

/// The principals with the endpoints they can reach, and the findings. The result doesn't depend on the
/// order of anything in the snapshot.
pub fn view(now: &Snapshot, seen: &ListFacts, names: &Names, key: &KeyFacts) -> AccessView {
    let sites = site::sites(now);
    AccessView {
        version: now.version,
        principals: principals(&sites, seen, names),
        unread: sites
            .iter()
            .filter(|site| site.unread)
            .map(unread)
            .collect(),
        findings: findings::findings(now, &sites, seen, names, key),
    }
}

/// The number of findings by severity, without those that are accepted.
pub fn count(now: &Snapshot, seen: &ListFacts, names: &Names, key: &KeyFacts) -> FindingCounts {
    let mut counts = FindingCounts::default();
    for finding in findings::findings(now, &site::sites(now), seen, names, key) {
        if finding.accepted.is_some() {
            continue;
        }
        match finding.severity {
            Severity::Serious => counts.serious += 1,
            Severity::Warning => counts.warnings += 1,
            Severity::Note => counts.notes += 1,
        }
    }
    counts
}

/// The regions that each kind of finding affects, in the order of the kinds, without duplicates.
pub fn places(
    now: &Snapshot,
    seen: &ListFacts,
    names: &Names,
    key: &KeyFacts,
) -> Vec<FindingPlaces> {
    let mut places: BTreeMap<FindingKind, BTreeSet<RegionInfoId>> = BTreeMap::new();
    for finding in findings::findings(now, &site::sites(now), seen, names, key) {
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
        cloud: site.region.cloud.clone(),
        cluster_name: site.cluster.name.clone(),
        region_id: site.region.id.clone(),
        region: site.region.region.clone(),
        status: site.status,
    }
}

/// Every principal, with the endpoints that list it.
fn principals(sites: &[Site<'_>], seen: &ListFacts, names: &Names) -> Vec<PrincipalAccess> {
    let mut by_principal: BTreeMap<(&str, &str), PrincipalAccess> = BTreeMap::new();
    for site in sites {
        for &principal in &site.principals {
            let key = (site.region.cloud.name(), principal.text.as_str());
            let access = by_principal.entry(key).or_insert_with(|| PrincipalAccess {
                principal: principal.clone(),
                cloud: site.region.cloud.clone(),
                is_ours: principal
                    .owner
                    .as_ref()
                    .is_some_and(|owner| names.ours().contains(owner)),
                owner: principal.owner.clone(),
                name: names.of_principal(principal).map(str::to_owned),
                group: principal
                    .owner
                    .as_ref()
                    .and_then(|owner| names.group_of(owner))
                    .map(str::to_owned),
                reaches: Vec::new(),
            });
            access.reaches.push(Reach {
                cluster_id: site.cluster.id.clone(),
                cluster_name: site.cluster.name.clone(),
                region_id: site.region.id.clone(),
                region: site.region.region.clone(),
                since: seen.get(&site.region.id, &principal.text),
                note: seen.note(&site.region.id, &principal.text).cloned(),
                connections: site.connections(),
                status: site.status,
                may_edit: site.region.may_edit.clone(),
            });
        }
    }
    by_principal.into_values().collect()
}
