//! What somebody who has one snapshot needs to have another. Pure.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use aeon::ids::{AccountId, ProjectId};
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;

use super::{ClusterList, Phase, Snapshot, Vpc};

/// A snapshot as what differs from an earlier one, or all of it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotUpdate {
    /// Names the snapshot when what is newer is asked for. No two snapshots have the same, whichever account they are of.
    pub token: u32,
    /// The token of the snapshot that this builds on; `None` if everything is here.
    pub base: Option<u32>,
    /// Grows with every change.
    pub version: u32,
    pub account_id: AccountId,
    pub account_name: String,
    pub project_id: ProjectId,
    pub project_name: String,
    /// Whether a load is under way, and how the last one ended.
    pub phase: Phase,
    /// When the lists were last read in full; `None` before the first time.
    #[specta(type = Option<String>)]
    pub read_at: Option<Timestamp>,
    /// Whether this is the last known picture from an earlier run rather than what was read now.
    pub remembered: bool,
    /// Things of the lists that could not be read, each as a sentence.
    pub unreadable: Vec<String>,
    /// The VPCs that are new or differ, by name.
    pub vpcs: Vec<Arc<Vpc>>,
    pub vpc_places: Places,
    /// The clusters that are new or differ, by name.
    pub clusters: ClusterList,
    pub cluster_places: Places,
}

/// Where the items of a list are put. The items that stay keep their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Places {
    /// Positions in the earlier list of what is no longer there, or is replaced.
    pub removed: Vec<u32>,
    /// The position of each new item in the new list, ascending.
    pub at: Vec<u32>,
}

impl SnapshotUpdate {
    /// Compares two snapshots of the same account, each with its token.
    #[must_use]
    pub fn between(base: Option<(u32, &Snapshot)>, (token, now): (u32, &Snapshot)) -> Self {
        let before = base.map(|(_, snapshot)| snapshot);
        let (vpcs, vpc_places) = differences(
            before.map_or(&[], |before| &before.vpcs),
            &now.vpcs,
            |vpc| &vpc.id,
        );
        let (clusters, cluster_places) = differences(
            before.map_or(&[], |before| &before.clusters),
            &now.clusters,
            |cluster| &cluster.id,
        );
        Self {
            token,
            base: base.map(|(token, _)| token),
            version: now.version,
            account_id: now.account_id.clone(),
            account_name: now.account_name.clone(),
            project_id: now.project_id.clone(),
            project_name: now.project_name.clone(),
            phase: now.phase.clone(),
            read_at: now.read_at,
            remembered: now.remembered,
            unreadable: now.unreadable.clone(),
            vpcs,
            vpc_places,
            clusters: ClusterList::new(clusters),
            cluster_places,
        }
    }
}

/// What to remove from one list, and what to put where, to make another of it. Both are sorted alike, so that what didn't
/// change is in the same order in both.
fn differences<T: PartialEq, Id: Eq + Hash>(
    before: &[Arc<T>],
    now: &[Arc<T>],
    id: impl Fn(&T) -> &Id,
) -> (Vec<Arc<T>>, Places) {
    let known: HashMap<&Id, usize> = before.iter().map(|item| id(item)).zip(0..).collect();
    let mut stays = vec![false; before.len()];
    let mut next = 0;
    let mut items = Vec::new();
    let mut places = Places::default();
    for (at, item) in now.iter().enumerate() {
        let same = known.get(id(item)).copied().filter(|place| {
            let was = &before[*place];
            *place >= next && (Arc::ptr_eq(was, item) || was == item)
        });
        if let Some(place) = same {
            stays[place] = true;
            next = place + 1;
        } else {
            items.push(Arc::clone(item));
            places.at.push(position(at));
        }
    }
    let gone = stays.iter().enumerate().filter(|(_, stays)| !**stays);
    places.removed = gone.map(|(place, _)| position(place)).collect();
    (items, places)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
