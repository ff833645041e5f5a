//! What others changed between two readings. Pure.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aeon::ids::{ClusterId, RegionInfoId};

use super::last_seen::{Known, News, Place, Seen};
use crate::inventory::{Cluster, Endpoint, Phase, Snapshot};
use crate::plan::merge::{Intent, apply};
use crate::principal::same;
use crate::principal::{PrincipalView, principal_cloud};

/// Who may connect; `None`: there is no endpoint.
pub(crate) type List = Option<Vec<String>>;

/// A list that we sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ours {
    /// The list before; `None` where it was not read.
    pub old: Option<List>,
    pub new: List,
    /// Until when reads may show something else; `None`: it is still under way.
    pub until: Option<Instant>,
    /// Whether a read has shown it.
    pub arrived: bool,
}

impl Ours {
    /// Whether a list has in it what we changed.
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

/// Tells what others changed from what we did, snapshot by snapshot.
pub(super) struct Comparer {
    known: HashMap<RegionInfoId, Known>,
    /// Nothing was ever compared: all that is there is seen for the first time.
    first: bool,
    /// How far reads can be behind.
    lag: Duration,
    /// Lists that were there a moment ago: a read that is behind may show them once more.
    recent: HashMap<RegionInfoId, (List, Instant)>,
    /// Clusters as they were when they were last looked at, where nothing was left open.
    looked_at: HashMap<ClusterId, Arc<Cluster>>,
}

impl Comparer {
    pub fn new(known: HashMap<RegionInfoId, Known>, lag: Duration) -> Self {
        Self {
            first: known.is_empty(),
            known,
            lag,
            recent: HashMap::new(),
            looked_at: HashMap::new(),
        }
    }

    /// What is new in a snapshot. One that is remembered, or not complete yet, has nothing to say.
    pub fn compare(
        &mut self,
        now: &Snapshot,
        ours: &mut HashMap<RegionInfoId, Ours>,
        at: Instant,
    ) -> News {
        let mut news = News::default();
        if now.remembered || now.read_at.is_none() || matches!(now.phase, Phase::Loading { .. }) {
            return news;
        }
        ours.retain(|_, ours| !(ours.arrived && ours.until.is_some_and(|until| until < at)));
        self.recent
            .retain(|_, (_, since)| at.duration_since(*since) < self.lag);
        let mut there = HashSet::new();
        for cluster in &now.clusters {
            there.extend(cluster.regions.iter().map(|region| region.id.clone()));
            let before = self.looked_at.get(&cluster.id);
            if before.is_some_and(|before| Arc::ptr_eq(before, cluster)) {
                continue;
            }
            if self.cluster(cluster, ours, at, &mut news) {
                self.looked_at
                    .insert(cluster.id.clone(), Arc::clone(cluster));
            } else {
                self.looked_at.remove(&cluster.id);
            }
        }
        if now.phase == Phase::Ready && now.unreadable.is_empty() {
            self.drop_gone(&there, ours, &mut news);
        }
        self.first = false;
        news
    }

    /// Looks at a cluster; whether nothing was left open.
    fn cluster(
        &mut self,
        cluster: &Cluster,
        ours: &mut HashMap<RegionInfoId, Ours>,
        at: Instant,
        news: &mut News,
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
                // What is drawn over it is ours, and a list that was not read says nothing.
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
                cloud: cluster.cloud.clone(),
            };
            closed &= self.region(place, list, ours.get_mut(&region.id), at, news);
        }
        closed
    }

    fn region(
        &mut self,
        place: Place,
        list: List,
        ours: Option<&mut Ours>,
        at: Instant,
        news: &mut News,
    ) -> bool {
        let alike = |a: &List, b: &List| alike(&place, a, b);
        let id = place.region_id.clone();
        let mut before = match self.known.get(&id) {
            Some(known) => known.list.clone(),
            None if self.first || list.is_none() => {
                let known = Known { place, list };
                self.known.insert(id, known.clone());
                news.first.push(known);
                return true;
            }
            None => None,
        };
        if let Some(ours) = ours {
            let open = ours.until.is_none_or(|until| at < until);
            let shown = alike(&list, &ours.new);
            // Somebody else may have changed ours before any read showed it.
            if !ours.arrived && (shown || !open && ours.is_part_of(&place, &list)) {
                ours.arrived = true;
                // What somebody else had changed before we read the list and sent ours.
                if let Some(old) = ours.old.as_ref().filter(|old| !alike(&before, old)) {
                    news.seen.push(Seen {
                        place: place.clone(),
                        before,
                        after: old.clone(),
                    });
                }
                let known = Known {
                    place: place.clone(),
                    list: if shown {
                        list.clone()
                    } else {
                        ours.new.clone()
                    },
                };
                self.known.insert(id.clone(), known.clone());
                news.ours.push(known);
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
        if again.is_some_and(|(recent, _)| alike(recent, &list)) {
            return false;
        }
        self.recent.insert(id.clone(), (before.clone(), at));
        let known = Known {
            place: place.clone(),
            list: list.clone(),
        };
        self.known.insert(id, known);
        news.seen.push(Seen {
            place,
            before,
            after: list,
        });
        true
    }

    /// Endpoints whose cluster is gone.
    fn drop_gone(
        &mut self,
        there: &HashSet<RegionInfoId>,
        ours: &HashMap<RegionInfoId, Ours>,
        news: &mut News,
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
                news.seen.push(Seen {
                    place: known.place,
                    before: known.list,
                    after: None,
                });
            }
            news.gone.push(id);
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
