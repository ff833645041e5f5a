//! Finds changes by others between two reads. Pure.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use aeon::ids::{ClusterId, RegionInfoId};
use tokio::time::Instant;

use super::last_seen::{Differences, LastSeen, OthersChange, Place};
use crate::inventory::{Cluster, Endpoint, Phase, Snapshot};
use crate::plan::merge::{Intent, apply};
use crate::principal::{PrincipalView, principal_cloud, same};

/// An endpoint's principals; `None` if there is no endpoint.
pub(crate) type List = Option<Vec<String>>;

/// A list that we sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ours {
    /// The list before; `None` if it wasn't read.
    pub old: Option<List>,
    pub new: List,
    /// Until when reads may be stale; `None` while the change is in progress.
    pub until: Option<Instant>,
    /// Whether a read has returned it.
    pub arrived: bool,
}

impl Ours {
    /// Whether a list includes our change.
    fn is_part_of(&self, place: &Place, list: &List) -> bool {
        let (Some(new), Some(list)) = (&self.new, list) else {
            return false;
        };
        let cloud = principal_cloud(&place.cloud);
        let old = self.old.iter().flatten().flatten().cloned();
        let old: Vec<String> = old.collect();
        let change = Intent::between(cloud, &old, new);
        change != Intent::default() && same(cloud, &apply(cloud, &change, list, list).list, list)
    }
}

/// Distinguishes changes by others from ours, snapshot by snapshot.
pub(super) struct Comparer {
    known: HashMap<RegionInfoId, LastSeen>,
    /// Whether nothing has been compared before, so that everything is seen for the first time.
    first: bool,
    /// How stale reads may be.
    lag: Duration,
    /// Lists that were replaced a moment ago, since a stale read may still return them.
    recent: HashMap<RegionInfoId, (List, Instant)>,
    /// Clusters as last compared, if nothing was left undecided.
    looked_at: HashMap<ClusterId, Arc<Cluster>>,
}

impl Comparer {
    pub fn new(known: HashMap<RegionInfoId, LastSeen>, lag: Duration) -> Self {
        Self {
            first: known.is_empty(),
            known,
            lag,
            recent: HashMap::new(),
            looked_at: HashMap::new(),
        }
    }

    /// The differences in a snapshot. Nothing is concluded from a cached or incomplete one.
    pub fn compare(
        &mut self,
        now: &Snapshot,
        ours: &mut HashMap<RegionInfoId, Ours>,
        at: Instant,
    ) -> Differences {
        let mut differences = Differences::default();
        if now.remembered || now.read_at.is_none() || matches!(now.phase, Phase::Loading { .. }) {
            return differences;
        }
        let regions = now.clusters.iter().flat_map(|cluster| &cluster.regions);
        let there: HashSet<&RegionInfoId> = regions.map(|region| &region.id).collect();
        let over = |ours: &Ours| ours.arrived && ours.until.is_some_and(|until| until < at);
        ours.retain(|id, ours| there.contains(id) || !over(ours));
        self.recent.retain(|id, _| there.contains(id));
        for (cluster, asked) in now.clusters.iter().zip(&now.asked) {
            let before = self.looked_at.get(&cluster.id);
            if before.is_some_and(|before| Arc::ptr_eq(before, cluster)) {
                continue;
            }
            let asked = |id: &RegionInfoId| asked.get(id).copied().unwrap_or(at);
            if self.cluster(cluster, ours, asked, &mut differences) {
                self.looked_at
                    .insert(cluster.id.clone(), Arc::clone(cluster));
            } else {
                self.looked_at.remove(&cluster.id);
            }
        }
        if now.phase == Phase::Ready && now.unreadable.is_empty() {
            self.drop_gone(&there, ours, &mut differences);
        }
        self.first = false;
        differences
    }

    /// Compares a cluster; `true` if nothing was left undecided.
    fn cluster(
        &mut self,
        cluster: &Cluster,
        ours: &mut HashMap<RegionInfoId, Ours>,
        asked: impl Fn(&RegionInfoId) -> Instant,
        differences: &mut Differences,
    ) -> bool {
        let mut closed = true;
        for region in &cluster.regions {
            let list = match &region.endpoint {
                Endpoint::None => None,
                Endpoint::Present(present)
                    if present.pending.as_ref().is_none_or(|ours| ours.overdue)
                        && let Some(principals) = &present.principals =>
                {
                    Some(texts(principals))
                }
                // A pending change is ours, and an unread list tells nothing.
                Endpoint::Present(_) | Endpoint::Requested { .. } => {
                    closed = false;
                    continue;
                }
            };
            let place = Place {
                cluster_id: cluster.id.clone(),
                cluster_name: cluster.name.clone(),
                region_id: region.id.clone(),
                region: region.region.clone(),
                cloud: region.cloud.clone(),
            };
            let asked = asked(&region.id);
            let sent = ours.get_mut(&region.id);
            closed &= self.region(place, list, sent, asked, differences);
            // From here on a list that lacks ours is somebody else's.
            let is_over =
                |ours: &Ours| ours.arrived && ours.until.is_some_and(|until| until <= asked);
            if ours.get(&region.id).is_some_and(is_over) {
                ours.remove(&region.id);
            }
        }
        closed
    }

    /// `asked`: when the list was asked for. What came about later, or within the lag before, may be missing from it,
    /// whenever it comes and is compared.
    fn region(
        &mut self,
        place: Place,
        list: List,
        ours: Option<&mut Ours>,
        asked: Instant,
        differences: &mut Differences,
    ) -> bool {
        let alike = |a: &List, b: &List| alike(&place, a, b);
        let id = place.region_id.clone();
        let mut before = match self.known.get(&id) {
            Some(known) => known.list.clone(),
            None if self.first || list.is_none() => {
                let known = LastSeen { place, list };
                self.known.insert(id, known.clone());
                differences.first.push(known);
                return true;
            }
            None => None,
        };
        if let Some(ours) = ours {
            let open = ours.until.is_none_or(|until| asked < until);
            let shown = alike(&list, &ours.new);
            // Others may have changed our list before a read returned it.
            if !ours.arrived && (shown || !open && ours.is_part_of(&place, &list)) {
                ours.arrived = true;
                // A change by others before we read the list and sent ours.
                if let Some(old) = ours.old.as_ref().filter(|old| !alike(&before, old)) {
                    differences.others.push(OthersChange {
                        place: place.clone(),
                        before,
                        after: old.clone(),
                    });
                }
                let known = LastSeen {
                    place: place.clone(),
                    list: if shown {
                        list.clone()
                    } else {
                        ours.new.clone()
                    },
                };
                self.known.insert(id.clone(), known.clone());
                differences.ours.push(known);
                if shown {
                    return !open;
                }
                before = ours.new.clone();
            } else if open {
                return false;
            }
        }
        if alike(&list, &before) {
            return true;
        }
        let again = self.recent.get(&id);
        if again.is_some_and(|(recent, since)| asked < *since + self.lag && alike(recent, &list)) {
            return false;
        }
        self.recent.insert(id.clone(), (before.clone(), asked));
        let known = LastSeen {
            place: place.clone(),
            list: list.clone(),
        };
        self.known.insert(id, known);
        differences.others.push(OthersChange {
            place,
            before,
            after: list,
        });
        true
    }

    /// Handles endpoints whose cluster no longer exists.
    fn drop_gone(
        &mut self,
        there: &HashSet<&RegionInfoId>,
        ours: &HashMap<RegionInfoId, Ours>,
        differences: &mut Differences,
    ) {
        let gone: Vec<RegionInfoId> = self
            .known
            .keys()
            .filter(|id| !there.contains(*id) && !ours.contains_key(*id))
            .cloned()
            .collect();
        for id in gone {
            let Some(known) = self.known.remove(&id) else {
                continue;
            };
            self.looked_at.remove(&known.place.cluster_id);
            if known.list.is_some() {
                differences.others.push(OthersChange {
                    place: known.place,
                    before: known.list,
                    after: None,
                });
            }
            differences.gone.push(id);
        }
    }
}

fn alike(place: &Place, a: &List, b: &List) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a == b || same(principal_cloud(&place.cloud), a, b),
        _ => false,
    }
}

fn texts(views: &[PrincipalView]) -> Vec<String> {
    views.iter().map(|view| view.text.clone()).collect()
}
