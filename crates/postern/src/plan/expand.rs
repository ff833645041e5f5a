//! From a goal to a change for each endpoint, and to what is excluded. Pure.

use std::collections::{HashMap, HashSet};

use aeon::ids::{ClusterId, RegionInfoId};
use serde::Serialize;
use specta::Type;

use super::endpoint::{At, Effect, create, delete, edit, less, missing, over, recreate};
use super::goal::Goal;
use super::index::Index;
use crate::change::{Draft, RegionChange};
use crate::inventory::Snapshot;
use crate::principal::{Principal, PrincipalCloud, canonical, spelt};

/// What a goal comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// One for each cluster that has to do with it, in the snapshot's order whatever order was asked.
    pub drafts: Vec<Draft>,
    /// What is left out, and why.
    pub skipped: Vec<Skipped>,
    /// How many endpoints need no change.
    pub unchanged: u32,
    /// What the review says beside a step.
    pub notes: Notes,
}

/// What the review says beside steps, by their regions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Principals that the endpoint was to get and that belong to the other cloud, on which the goal has no
    /// endpoint that could get them instead.
    pub(super) other_cloud: HashMap<RegionInfoId, Vec<String>>,
    /// The list that was there when a deletion was decided on.
    pub(super) seen: HashMap<RegionInfoId, Vec<String>>,
    /// What Postern granted a few minutes ago: taking it back isn't confirmed by typing.
    pub(super) granted: HashMap<RegionInfoId, Vec<String>>,
}

impl Notes {
    pub(super) fn other_cloud(&mut self, at: &At<'_>, principals: Vec<String>) {
        if !principals.is_empty() {
            self.other_cloud.insert(at.region.id.clone(), principals);
        }
    }

    pub(super) fn granted(&mut self, region: RegionInfoId, principals: Vec<String>) {
        self.granted.entry(region).or_default().extend(principals);
    }

    pub(super) fn saw(&mut self, region: RegionInfoId, list: Vec<String>) {
        self.seen.insert(region, list);
    }
}

/// An endpoint that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// The cluster's name; empty where it is gone and only an id is known.
    pub cluster_name: String,
    /// The region's code; an id where that is all that is known.
    pub region: String,
    /// Why, as a sentence: "This region has no endpoint."
    pub reason: String,
}

/// Says what a goal wants of each endpoint, given what is known now.
pub fn expand(goal: &Goal, snapshot: &Snapshot) -> Expanded {
    let index = Index::new(snapshot);
    match goal {
        Goal::Add {
            regions,
            principals,
        } => {
            let listed = Listed::new(principals).among(&index, regions);
            over(&index, Some(regions), |at, notes| {
                let foreign = listed.foreign(at.cloud);
                let fit = match listed.fit(at) {
                    Ok(fit) => fit,
                    Err(reason) => return Effect::Skip(reason),
                };
                notes.other_cloud(at, foreign);
                edit(at, |list| [list, fit].concat())
            })
        }
        Goal::Remove {
            regions,
            principals,
        } => over(&index, Some(regions), |at, _| {
            edit(at, |list| less(at.cloud, list, principals))
        }),
        Goal::RemoveEverywhere { principals } => over(&index, None, |at, _| {
            match edit(at, |list| less(at.cloud, list, principals)) {
                Effect::Skip(_) if at.lists_any(principals) == Some(false) => Effect::Nothing,
                Effect::Unchanged => Effect::Nothing,
                outcome => outcome,
            }
        }),
        Goal::Replace { regions, old, new } => {
            let listed = Listed::new(std::slice::from_ref(new));
            over(&index, Some(regions), |at, _| {
                if at.has_endpoint() && at.lists_any(std::slice::from_ref(old)) == Some(false) {
                    return Effect::Unchanged;
                }
                match listed.fit(at) {
                    Ok(new) => edit(at, |list| replaced(at.cloud, list, old, new)),
                    Err(reason) => Effect::Skip(reason),
                }
            })
        }
        Goal::Copy { from, to } => copy(&index, from, to),
        Goal::Create {
            regions,
            principals,
        } => {
            let listed = Listed::new(principals).among(&index, regions);
            over(&index, Some(regions), |at, notes| {
                create_named(at, &listed, notes)
            })
        }
        Goal::CreateMissing {
            clusters,
            principals,
        } => {
            let wanted: HashSet<&ClusterId> = clusters.iter().collect();
            let found = clusters.iter().filter_map(|id| index.cluster(id));
            let regions = found.flat_map(|cluster| &cluster.regions);
            let regions: Vec<RegionInfoId> = regions.map(|region| region.id.clone()).collect();
            let listed = Listed::new(principals).among(&index, &regions);
            let mut expanded = over(&index, None, |at, notes| {
                if !wanted.contains(&at.cluster.id) {
                    Effect::Nothing
                } else if at.keeps_endpoint() {
                    Effect::Unchanged
                } else {
                    create_named(at, &listed, notes)
                }
            });
            let gone = wanted.into_iter().filter(|id| index.cluster(id).is_none());
            expanded
                .skipped
                .extend(missing(gone.map(ClusterId::as_str)));
            expanded
        }
        Goal::Delete { regions } => over(&index, Some(regions), |at, _| delete(at)),
        Goal::Recreate { regions } => over(&index, Some(regions), |at, _| recreate(at)),
        Goal::Drafts { drafts } => gathered(&index, drafts),
    }
}

/// The principals of a goal, by cloud.
struct Listed<'a> {
    named: &'a [String],
    aws: Vec<String>,
    azure: Vec<String>,
    /// The clouds that the goal has a region on.
    clouds: HashSet<PrincipalCloud>,
}

impl<'a> Listed<'a> {
    fn new(named: &'a [String]) -> Self {
        let of = |cloud| {
            let fits = |text: &&String| Principal::parse(cloud, text).is_ok();
            let fit: Vec<String> = named.iter().filter(fits).cloned().collect();
            spelt(cloud, &fit)
        };
        Self {
            named,
            aws: of(PrincipalCloud::Aws),
            azure: of(PrincipalCloud::Azure),
            clouds: HashSet::new(),
        }
    }

    /// They are meant for these regions.
    fn among(mut self, index: &Index<'_>, regions: &[RegionInfoId]) -> Self {
        let found = regions.iter().filter_map(|id| index.region(id));
        self.clouds = found
            .filter_map(|(_, region)| PrincipalCloud::try_from(&region.cloud).ok())
            .collect();
        self
    }

    /// Those that the endpoint's cloud takes; an error where there are some, but none that fits.
    fn fit(&self, at: &At<'_>) -> Result<&[String], String> {
        let fit = self.of(at.cloud);
        if fit.is_empty() && !self.named.is_empty() {
            let reason = match at.cloud {
                PrincipalCloud::Aws => "It is on AWS, which doesn't take Azure subscriptions.",
                PrincipalCloud::Azure => "It is on Azure, which doesn't take AWS principals.",
            };
            return Err(reason.to_owned());
        }
        Ok(fit)
    }

    fn of(&self, cloud: PrincipalCloud) -> &[String] {
        match cloud {
            PrincipalCloud::Aws => &self.aws,
            PrincipalCloud::Azure => &self.azure,
        }
    }

    /// Those that belong to the other cloud alone, and that no endpoint of the goal can get.
    fn foreign(&self, cloud: PrincipalCloud) -> Vec<String> {
        let other = match cloud {
            PrincipalCloud::Aws => PrincipalCloud::Azure,
            PrincipalCloud::Azure => PrincipalCloud::Aws,
        };
        if self.clouds.contains(&other) {
            return Vec::new();
        }
        let (here, there) = (self.of(cloud), self.of(other));
        let foreign = there.iter().filter(|text| !here.contains(text));
        foreign.cloned().collect()
    }
}

/// A region that was named gets an endpoint with those of the principals that its cloud takes.
fn create_named(at: &At<'_>, listed: &Listed<'_>, notes: &mut Notes) -> Effect {
    let fit = match listed.fit(at) {
        Ok(fit) => fit,
        Err(reason) => return Effect::Skip(reason),
    };
    notes.other_cloud(at, listed.foreign(at.cloud));
    create(at, fit)
}

/// The list with `new` in the place of `old`.
fn replaced(cloud: PrincipalCloud, list: &[String], old: &str, new: &[String]) -> Vec<String> {
    let old = canonical(cloud, old);
    let put = |text: &String| {
        if canonical(cloud, text) == old {
            new.to_vec()
        } else {
            vec![text.clone()]
        }
    };
    list.iter().flat_map(put).collect()
}

fn copy(index: &Index<'_>, from: &RegionInfoId, to: &[RegionInfoId]) -> Expanded {
    let source = index.region(from).and_then(|(cluster, region)| {
        let at = At::new(cluster, region);
        Some((at.cloud, at.list()?))
    });
    over(index, Some(to), |at, _| {
        let Some((cloud, list)) = &source else {
            return Effect::Skip("The list to copy could not be read.".to_owned());
        };
        if at.region.id == *from {
            return Effect::Nothing;
        }
        if at.cloud != *cloud {
            return Effect::Skip(format!(
                "It is on {}, which doesn't take a list from {}.",
                at.cloud.name(),
                cloud.name()
            ));
        }
        let held = at.list().unwrap_or_default();
        let unusable =
            |text: &&String| !held.contains(text) && Principal::parse(at.cloud, text).is_err();
        if let Some(text) = list.iter().find(unusable) {
            return Effect::Skip(format!("“{text}” isn't a valid principal."));
        }
        edit(at, |_| list.clone())
    })
}

/// Drafts of one cluster become one; clusters come in the snapshot's order.
fn gathered(index: &Index<'_>, drafts: &[Draft]) -> Expanded {
    let mut region_changes: HashMap<&ClusterId, Vec<RegionChange>> = HashMap::new();
    for draft in drafts {
        let of = region_changes.entry(&draft.cluster_id).or_default();
        of.extend(draft.region_changes.iter().cloned());
    }
    let mut expanded = Expanded::default();
    for cluster in &index.snapshot().clusters {
        if let Some(region_changes) = region_changes.remove(&cluster.id) {
            expanded.drafts.push(Draft {
                cluster_id: cluster.id.clone(),
                region_changes,
            });
        }
    }
    let gone = missing(region_changes.into_keys().map(ClusterId::as_str));
    expanded.skipped.extend(gone);
    expanded
}
