//! From a goal to a wish for each endpoint, and to what is left out of it. Pure.

use std::collections::{HashMap, HashSet};

use aeon::ids::{ClusterId, RegionInfoId};
use serde::Serialize;
use specta::Type;

use super::goal::Goal;
use super::index::Index;
use super::merge::{same, spelt};
use super::plan::texts;
use super::{Draft, Wish};
use crate::inventory::{
    Cluster, Endpoint, EndpointStatus, LackKind, Region, Snapshot, principal_cloud,
};
use crate::principal::{Principal, PrincipalCloud, canonical};

/// What a goal comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// One for each cluster that has to do with it, in the snapshot's order whatever order was asked.
    pub drafts: Vec<Draft>,
    /// What is left out, and why.
    pub skipped: Vec<Skipped>,
    /// How many endpoints are as they shall be already.
    pub unchanged: u32,
    /// Principals that an endpoint was to get and that belong to the other cloud.
    pub other_cloud: HashMap<RegionInfoId, Vec<String>>,
}

/// An endpoint that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// The cluster's name; its id where the cluster is gone.
    pub cluster_name: String,
    /// The region's code; its id where the region is gone; empty where the whole cluster is left out.
    pub region: String,
    /// Why, as what follows the endpoint's name: "has no endpoint".
    pub reason: String,
}

/// What becomes of one endpoint.
enum Outcome {
    Wish(Wish),
    /// It is so already.
    Unchanged,
    Skip(String),
    /// It has nothing to do with it.
    Nothing,
}

/// Says what a goal wants of each endpoint, given what is known now.
pub fn expand(goal: &Goal, snapshot: &Snapshot) -> Expanded {
    let index = Index::new(snapshot);
    match goal {
        Goal::Add {
            regions,
            principals,
        } => {
            let listed = Listed::new(principals);
            over(&index, Some(regions), |at, notes| {
                let foreign = listed.foreign(at.cloud);
                let fit = match listed.fit(at) {
                    Ok(fit) => fit,
                    Err(reason) => return Outcome::Skip(reason),
                };
                note(notes, at, foreign);
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
                Outcome::Skip(_) if !at.lists_any(principals) => Outcome::Nothing,
                Outcome::Unchanged => Outcome::Nothing,
                outcome => outcome,
            }
        }),
        Goal::Replace { regions, old, new } => {
            let listed = Listed::new(std::slice::from_ref(new));
            over(&index, Some(regions), |at, _| {
                if at.has_endpoint() && !at.lists_any(std::slice::from_ref(old)) {
                    return Outcome::Unchanged;
                }
                match listed.fit(at) {
                    Ok(new) => edit(at, |list| replaced(at.cloud, list, old, new)),
                    Err(reason) => Outcome::Skip(reason),
                }
            })
        }
        Goal::Copy { from, to } => copy(&index, from, to),
        Goal::Create {
            regions,
            principals,
        } => {
            let listed = Listed::new(principals);
            over(&index, Some(regions), |at, notes| {
                create(at, &listed, notes, true)
            })
        }
        Goal::CreateMissing {
            clusters,
            principals,
        } => {
            let listed = Listed::new(principals);
            let wanted: HashSet<&ClusterId> = clusters.iter().collect();
            let mut expanded = over(&index, None, |at, notes| {
                if wanted.contains(&at.cluster.id) {
                    create(at, &listed, notes, false)
                } else {
                    Outcome::Nothing
                }
            });
            let gone = wanted.into_iter().filter(|id| index.cluster(id).is_none());
            expanded
                .skipped
                .extend(missing(gone.map(ClusterId::as_str)));
            expanded
        }
        Goal::Delete { regions } => over(&index, Some(regions), |at, _| delete(at)),
        Goal::Drafts { drafts } => gathered(&index, drafts),
    }
}

/// An endpoint's place.
#[derive(Clone, Copy)]
struct At<'a> {
    cluster: &'a Cluster,
    region: &'a Region,
    cloud: PrincipalCloud,
}

impl At<'_> {
    fn list(&self) -> Option<Vec<String>> {
        match &self.region.endpoint {
            Endpoint::None => None,
            Endpoint::Requested { principals } => Some(texts(principals)),
            Endpoint::Present(present) => Some(texts(&present.principals)),
        }
    }

    fn has_endpoint(&self) -> bool {
        !matches!(self.region.endpoint, Endpoint::None)
    }

    fn lists_any(&self, principals: &[String]) -> bool {
        let list = self.list().unwrap_or_default();
        less(self.cloud, &list, principals).len() < list.len()
    }

    /// Why the endpoint's list can't be edited.
    fn uneditable(&self) -> Option<&'static str> {
        match &self.region.endpoint {
            Endpoint::None => Some("has no endpoint"),
            Endpoint::Requested { .. } => Some("is only just getting its endpoint"),
            Endpoint::Present(present) => match present.status {
                EndpointStatus::Deleting => Some("is losing its endpoint: it is being deleted"),
                EndpointStatus::Failed => {
                    Some("has an endpoint that has failed: delete it and create a new one")
                }
                _ => None,
            },
        }
    }
}

/// The principals of a goal, by cloud.
struct Listed<'a> {
    named: &'a [String],
    aws: Vec<String>,
    azure: Vec<String>,
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
        }
    }

    /// Those that the endpoint's cloud takes; an error where there are some, but none that fits.
    fn fit(&self, at: &At<'_>) -> Result<&[String], String> {
        let fit = self.of(at.cloud);
        if fit.is_empty() && !self.named.is_empty() {
            let (here, what) = match at.cloud {
                PrincipalCloud::Aws => ("AWS", "a subscription"),
                PrincipalCloud::Azure => ("Azure", "an ARN"),
            };
            return Err(format!("is on {here}: {what} can't be listed there"));
        }
        Ok(fit)
    }

    fn of(&self, cloud: PrincipalCloud) -> &[String] {
        match cloud {
            PrincipalCloud::Aws => &self.aws,
            PrincipalCloud::Azure => &self.azure,
        }
    }

    /// Those that belong to the other cloud alone.
    fn foreign(&self, cloud: PrincipalCloud) -> Vec<String> {
        let (here, there) = match cloud {
            PrincipalCloud::Aws => (&self.aws, &self.azure),
            PrincipalCloud::Azure => (&self.azure, &self.aws),
        };
        let foreign = there.iter().filter(|text| !here.contains(text));
        foreign.cloned().collect()
    }
}

type Notes = HashMap<RegionInfoId, Vec<String>>;

fn note(notes: &mut Notes, at: &At<'_>, foreign: Vec<String>) {
    if !foreign.is_empty() {
        notes.insert(at.region.id.clone(), foreign);
    }
}

/// Asks of each region (of these, or of all), in the snapshot's order.
fn over(
    index: &Index<'_>,
    regions: Option<&[RegionInfoId]>,
    ask: impl Fn(&At<'_>, &mut Notes) -> Outcome,
) -> Expanded {
    let wanted: Option<HashSet<&RegionInfoId>> = regions.map(|ids| ids.iter().collect());
    let mut expanded = Expanded::default();
    for cluster in &index.snapshot().clusters {
        let cloud = principal_cloud(&cluster.cloud);
        let mut wishes = Vec::new();
        for region in &cluster.regions {
            if wanted.as_ref().is_some_and(|ids| !ids.contains(&region.id)) {
                continue;
            }
            let at = At {
                cluster,
                region,
                cloud,
            };
            match ask(&at, &mut expanded.other_cloud) {
                Outcome::Wish(wish) => wishes.push(wish),
                Outcome::Unchanged => expanded.unchanged += 1,
                Outcome::Skip(reason) => expanded.skipped.push(Skipped {
                    cluster_name: cluster.name.clone(),
                    region: region.region.clone(),
                    reason,
                }),
                Outcome::Nothing => {}
            }
        }
        if !wishes.is_empty() {
            expanded.drafts.push(Draft {
                cluster_id: cluster.id.clone(),
                wishes,
            });
        }
    }
    let gone = wanted.into_iter().flatten();
    let gone = gone.filter(|id| index.region(id).is_none());
    expanded
        .skipped
        .extend(missing(gone.map(RegionInfoId::as_str)));
    expanded
}

/// What was asked for and is not there, in an order of its own.
fn missing<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Skipped> {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    let skipped = |id: &str| Skipped {
        cluster_name: String::new(),
        region: id.to_owned(),
        reason: "is not there any more".to_owned(),
    };
    ids.into_iter().map(skipped).collect()
}

fn edit(at: &At<'_>, change: impl FnOnce(&[String]) -> Vec<String>) -> Outcome {
    if let Some(reason) = at.uneditable() {
        return Outcome::Skip(reason.to_owned());
    }
    let base = at.list().unwrap_or_default();
    let mine = spelt(at.cloud, &change(&base));
    if same(at.cloud, &base, &mine) {
        return Outcome::Unchanged;
    }
    Outcome::Wish(Wish::Edit {
        region_id: at.region.id.clone(),
        base,
        mine,
    })
}

/// The list without these, however they are spelt.
fn less(cloud: PrincipalCloud, list: &[String], principals: &[String]) -> Vec<String> {
    let off = spelt(cloud, principals);
    let stays = |text: &&String| !off.contains(&canonical(cloud, text));
    list.iter().filter(stays).cloned().collect()
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

fn create(at: &At<'_>, listed: &Listed<'_>, notes: &mut Notes, named: bool) -> Outcome {
    let fit = match listed.fit(at) {
        Ok(fit) => fit,
        Err(_) if !named && at.has_endpoint() => return Outcome::Unchanged,
        Err(reason) => return Outcome::Skip(reason),
    };
    if let Some(list) = at.list() {
        if !named || same(at.cloud, &list, fit) {
            return Outcome::Unchanged;
        }
        return Outcome::Skip("has an endpoint already, with another list".to_owned());
    }
    let lasting = |kind| matches!(kind, LackKind::Cloud | LackKind::Sandbox | LackKind::NoVpc);
    let lack = at.cluster.lacks.iter().find(|lack| lasting(lack.kind));
    if let Some(lack) = lack {
        return Outcome::Skip(format!("can't have an endpoint. {}", lack.reason));
    }
    note(notes, at, listed.foreign(at.cloud));
    Outcome::Wish(Wish::Create {
        region_id: at.region.id.clone(),
        principals: fit.to_vec(),
    })
}

fn delete(at: &At<'_>) -> Outcome {
    match &at.region.endpoint {
        Endpoint::None => Outcome::Unchanged,
        Endpoint::Requested { .. } => Outcome::Skip("is only just getting its endpoint".to_owned()),
        Endpoint::Present(present) if present.status == EndpointStatus::Deleting => {
            Outcome::Unchanged
        }
        Endpoint::Present(_) => Outcome::Wish(Wish::Delete {
            region_id: at.region.id.clone(),
        }),
    }
}

fn copy(index: &Index<'_>, from: &RegionInfoId, to: &[RegionInfoId]) -> Expanded {
    let source = index.region(from).and_then(|(cluster, region)| {
        let at = At {
            cluster,
            region,
            cloud: principal_cloud(&cluster.cloud),
        };
        Some((at.cloud, at.list()?))
    });
    over(index, Some(to), |at, _| {
        let Some((cloud, list)) = &source else {
            return Outcome::Skip("has no list to be given: the other endpoint is gone".to_owned());
        };
        if at.region.id == *from {
            return Outcome::Nothing;
        }
        if at.cloud != *cloud {
            return Outcome::Skip(format!(
                "is on {}: a list from {} can't be used there",
                at.cloud.name(),
                cloud.name()
            ));
        }
        let held = at.list().unwrap_or_default();
        let unusable =
            |text: &&String| !held.contains(text) && Principal::parse(at.cloud, text).is_err();
        if let Some(text) = list.iter().find(unusable) {
            return Outcome::Skip(format!("can't be given “{text}”, which is no principal"));
        }
        edit(at, |_| list.clone())
    })
}

/// Drafts of one cluster become one; clusters come in the snapshot's order.
fn gathered(index: &Index<'_>, drafts: &[Draft]) -> Expanded {
    let mut wishes: HashMap<&ClusterId, Vec<Wish>> = HashMap::new();
    for draft in drafts {
        let of = wishes.entry(&draft.cluster_id).or_default();
        of.extend(draft.wishes.iter().cloned());
    }
    let mut expanded = Expanded::default();
    for cluster in &index.snapshot().clusters {
        if let Some(wishes) = wishes.remove(&cluster.id) {
            expanded.drafts.push(Draft {
                cluster_id: cluster.id.clone(),
                wishes,
            });
        }
    }
    let gone = missing(wishes.into_keys().map(ClusterId::as_str));
    expanded
        .skipped
        .extend(gone.into_iter().map(|gone| Skipped {
            cluster_name: gone.region,
            region: String::new(),
            ..gone
        }));
    expanded
}
