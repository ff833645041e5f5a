//! A snapshot's clusters and regions by their ids.

use std::collections::{HashMap, HashSet};

use aeon::ids::{ClusterId, RegionInfoId};

use crate::inventory::{Cluster, Endpoint, Region, Snapshot};

/// Finds clusters and regions by id, in one step each. Borrows; nothing is copied.
pub(super) struct Index<'a> {
    snapshot: &'a Snapshot,
    clusters: HashMap<&'a ClusterId, &'a Cluster>,
    regions: HashMap<&'a RegionInfoId, (&'a Cluster, &'a Region)>,
}

impl<'a> Index<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let clusters = snapshot.clusters.iter().map(AsRef::as_ref);
        let regions = clusters.clone().flat_map(|cluster: &Cluster| {
            let regions = cluster.regions.iter();
            regions.map(move |region| (&region.id, (cluster, region)))
        });
        Self {
            snapshot,
            regions: regions.collect(),
            clusters: clusters.map(|cluster| (&cluster.id, cluster)).collect(),
        }
    }

    pub fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    pub fn cluster(&self, id: &ClusterId) -> Option<&'a Cluster> {
        self.clusters.get(id).copied()
    }

    pub fn region(&self, id: &RegionInfoId) -> Option<(&'a Cluster, &'a Region)> {
        self.regions.get(id).copied()
    }

    /// Those that exist, each once, in the snapshot's order.
    pub fn known<'b>(&self, ids: impl IntoIterator<Item = &'b ClusterId>) -> Vec<ClusterId> {
        let wanted: HashSet<&ClusterId> = ids.into_iter().collect();
        self.clusters_where(|cluster| wanted.contains(&cluster.id))
    }

    pub fn clusters_of<'b>(
        &self,
        regions: impl IntoIterator<Item = &'b RegionInfoId>,
    ) -> Vec<ClusterId> {
        let found = regions.into_iter().filter_map(|id| self.regions.get(id));
        self.known(found.map(|(cluster, _)| &cluster.id))
    }

    pub fn clusters_with_endpoints(&self) -> Vec<ClusterId> {
        self.clusters_where(|cluster| {
            let mut regions = cluster.regions.iter();
            regions.any(|region| !matches!(region.endpoint, Endpoint::None))
        })
    }

    fn clusters_where(&self, keep: impl Fn(&Cluster) -> bool) -> Vec<ClusterId> {
        let clusters = self.snapshot.clusters.iter();
        let kept = clusters.filter(|cluster| keep(cluster));
        kept.map(|cluster| cluster.id.clone()).collect()
    }
}
