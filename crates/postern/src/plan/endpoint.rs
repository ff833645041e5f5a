//! What becomes of each endpoint that a goal is about. Pure.

use std::collections::HashSet;

use aeon::ids::RegionInfoId;

use super::expand::{Expanded, Notes, Skipped};
use super::index::Index;
use super::step::{has, is_gone, skip_reason};
use crate::change::{Draft, RegionChange};
use crate::inventory::{Cluster, Endpoint, EndpointStatus, Region, endpoint_rules};
use crate::principal::{Principal, PrincipalCloud, canonical, principal_cloud, same, spelt, texts};

/// What becomes of one endpoint.
pub(super) enum Effect {
    Change(RegionChange),
    /// It is so already.
    Unchanged,
    Skip(String),
    /// It has nothing to do with it.
    Nothing,
}

/// An endpoint's place.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub cluster: &'a Cluster,
    pub region: &'a Region,
    pub cloud: PrincipalCloud,
}

impl<'a> At<'a> {
    pub fn new(cluster: &'a Cluster, region: &'a Region) -> Self {
        Self {
            cluster,
            region,
            cloud: principal_cloud(&region.cloud),
        }
    }

    /// The list; `None` where there is no endpoint, and where its list was not read.
    pub fn list(&self) -> Option<Vec<String>> {
        self.region.endpoint.principals().map(texts)
    }

    pub fn has_endpoint(&self) -> bool {
        !matches!(self.region.endpoint, Endpoint::None)
    }

    /// Whether there is one, or will be, and it stays.
    pub fn keeps_endpoint(&self) -> bool {
        match &self.region.endpoint {
            Endpoint::None => false,
            Endpoint::Requested { .. } => true,
            Endpoint::Present(present) => {
                !present.is_leaving() && present.status != EndpointStatus::Failed
            }
        }
    }

    /// Whether any of these is on the list; `None`: it was not read.
    pub fn lists_any(&self, principals: &[String]) -> Option<bool> {
        if !self.has_endpoint() {
            return Some(false);
        }
        let list = self.list()?;
        Some(less(self.cloud, &list, principals).len() < list.len())
    }
}

/// Asks of each region (of these, or of all), in the snapshot's order.
pub(super) fn over(
    index: &Index<'_>,
    regions: Option<&[RegionInfoId]>,
    ask: impl Fn(&At<'_>, &mut Notes) -> Effect,
) -> Expanded {
    let wanted: Option<HashSet<&RegionInfoId>> = regions.map(|ids| ids.iter().collect());
    let mut expanded = Expanded::default();
    for cluster in &index.snapshot().clusters {
        let mut region_changes = Vec::new();
        for region in &cluster.regions {
            if wanted.as_ref().is_some_and(|ids| !ids.contains(&region.id)) {
                continue;
            }
            let at = At::new(cluster, region);
            match ask(&at, &mut expanded.notes) {
                Effect::Change(region_change) => region_changes.push(region_change),
                Effect::Unchanged => expanded.unchanged += 1,
                Effect::Skip(reason) => expanded.skipped.push(Skipped {
                    cluster_name: cluster.name.clone(),
                    region: region.region.clone(),
                    reason,
                }),
                Effect::Nothing => {}
            }
        }
        if !region_changes.is_empty() {
            expanded.drafts.push(Draft {
                cluster_id: cluster.id.clone(),
                region_changes,
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

/// What was asked for and is not there, in an order of its own; only its ids are known.
pub(super) fn missing<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Skipped> {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.into_iter().map(|id| missing_named("", id)).collect()
}

/// Something that no longer exists, by its former name.
pub(super) fn missing_named(cluster: &str, region: &str) -> Skipped {
    Skipped {
        cluster_name: cluster.to_owned(),
        region: region.to_owned(),
        reason: "It no longer exists.".to_owned(),
    }
}

/// Why the endpoint's list can't be edited.
pub(super) fn uneditable(at: &At<'_>) -> Option<String> {
    skip_reason(&endpoint_rules(at.cluster, at.region).may_edit)
}

pub(super) fn edit(at: &At<'_>, change: impl FnOnce(&[String]) -> Vec<String>) -> Effect {
    if let Some(reason) = uneditable(at) {
        return Effect::Skip(reason);
    }
    let base = at.list().unwrap_or_default();
    let mine = spelt(at.cloud, &change(&base));
    if same(at.cloud, &base, &mine) {
        return Effect::Unchanged;
    }
    Effect::Change(RegionChange::Edit {
        region_id: at.region.id.clone(),
        base,
        mine,
    })
}

/// The list without these, whichever way they are spelled.
pub(super) fn less(cloud: PrincipalCloud, list: &[String], principals: &[String]) -> Vec<String> {
    let off = spelt(cloud, principals);
    let stays = |text: &&String| !off.contains(&canonical(cloud, text));
    list.iter().filter(stays).cloned().collect()
}

pub(super) fn create(at: &At<'_>, list: &[String]) -> Effect {
    if has(at.region, at.cloud, list) {
        return Effect::Unchanged;
    }
    match skip_reason(&endpoint_rules(at.cluster, at.region).may_create) {
        Some(reason) => Effect::Skip(reason),
        None => Effect::Change(RegionChange::Create {
            region_id: at.region.id.clone(),
            principals: list.to_vec(),
        }),
    }
}

pub(super) fn delete(at: &At<'_>) -> Effect {
    if is_gone(at.region) {
        return Effect::Unchanged;
    }
    match skip_reason(&endpoint_rules(at.cluster, at.region).may_delete) {
        Some(reason) => Effect::Skip(reason),
        None => Effect::Change(RegionChange::Delete {
            region_id: at.region.id.clone(),
        }),
    }
}

/// Deletes a failed endpoint and makes it again with its list.
pub(super) fn recreate(at: &At<'_>) -> Effect {
    let skip = |reason: &str| Effect::Skip(reason.to_owned());
    let failed = at.region.endpoint.present();
    if failed.is_none_or(|present| present.is_leaving() || !present.has_failed()) {
        return skip("Only an endpoint that has failed can be recreated.");
    }
    if let Some(reason) = skip_reason(&endpoint_rules(at.cluster, at.region).may_delete) {
        return Effect::Skip(reason);
    }
    let Some(principals) = at.list() else {
        return skip(
            "The service didn't return its principals, so it can't be recreated with the same \
             ones. Delete it, then create a new one.",
        );
    };
    if let Some(text) = unusable(at, &principals, &[]) {
        return Effect::Skip(cannot_add_again(text));
    }
    Effect::Change(RegionChange::Recreate {
        region_id: at.region.id.clone(),
        principals,
    })
}

/// What the service took once and doesn't take again.
pub(super) fn unusable<'a>(at: &At<'_>, list: &'a [String], held: &[String]) -> Option<&'a String> {
    let refused = |text: &&String| Principal::parse(at.cloud, text).is_err();
    list.iter()
        .filter(|text| !held.contains(text))
        .find(refused)
}

pub(super) fn cannot_add_again(text: &str) -> String {
    format!("“{text}” can't be added again: it isn't a valid principal.")
}
