//! Questions to the picture: what has to be read, what is changing, what is kept.

use std::sync::Arc;

use aeon::ids::{ClusterId, RegionInfoId, VpcId};
use aeon::wire;
use jiff::Timestamp;

use super::convert::{self, Context};
use super::facts::{Overlays, PseRead, Stamp};
use super::picture::{Picture, PseRef};
use super::states::pse_status;
use super::{Cluster, Endpoint, EndpointStatus, Health};
use crate::principal::{principal_cloud, same};

impl Picture {
    /// The cluster's PSEs whose details have to be read: not known, not ready, changed according to
    /// the list, failed the last time, or read before `older_than`.
    pub fn unread(&self, id: &ClusterId, older_than: Option<Timestamp>) -> Vec<PseRef> {
        let Some(held) = self.clusters.get(id) else {
            return Vec::new();
        };
        let due = |listed: &convert::ListedPse| {
            let cloud = principal_cloud(&listed.cloud);
            let Some(facts) = self.pses.get(&listed.pse_id) else {
                return true;
            };
            let Some(read) = facts.read.as_ref().filter(|_| facts.problem.is_none()) else {
                return true;
            };
            let spec = read.pse.spec.as_ref();
            let own = spec.and_then(|spec| spec.security_principals.as_ref());
            let changed = match (own, &listed.principals) {
                (Some(own), Some(list)) if held.stamp > read.stamp => !same(cloud, own, list),
                // Neither had the list: the next answer may.
                (None, None) => true,
                _ => false,
            };
            changed
                || facts.service_name().is_none()
                || listed.status != EndpointStatus::Ready
                || pse_status(&read.pse.info.state) != Some(EndpointStatus::Ready)
                || older_than.is_some_and(|limit| read.at < limit)
        };
        let listed = convert::listed_pses(&held.wire).into_iter().filter(due);
        let target = |listed: convert::ListedPse| PseRef {
            cluster_id: id.clone(),
            pse_id: listed.pse_id,
        };
        listed.map(target).collect()
    }

    /// All PSEs that the cluster's answer names.
    pub fn targets(&self, id: &ClusterId) -> Vec<PseRef> {
        let held = self.clusters.get(id);
        let listed = held
            .map(|held| convert::listed_pses(&held.wire))
            .unwrap_or_default();
        let target = |listed: convert::ListedPse| PseRef {
            cluster_id: id.clone(),
            pse_id: listed.pse_id,
        };
        listed.into_iter().map(target).collect()
    }

    /// The PSE of a region.
    pub fn target(&self, region: &RegionInfoId) -> Option<PseRef> {
        self.clusters.values().find_map(|held| {
            let region = held
                .shown
                .regions
                .iter()
                .find(|shown| shown.id == *region)?;
            Some(PseRef {
                cluster_id: held.shown.id.clone(),
                pse_id: region.endpoint.present()?.pse_id.clone(),
            })
        })
    }

    pub fn cluster(&self, id: &ClusterId) -> Option<Arc<Cluster>> {
        self.clusters.get(id).map(|held| Arc::clone(&held.shown))
    }

    /// Whether a cluster isn't part of the project: the lists were read in full in this run, and it isn't
    /// among what they and the answers since have named.
    pub fn has_dropped(&self, id: &ClusterId) -> bool {
        self.read_at.is_some() && !self.remembered && !self.clusters.contains_key(id)
    }

    /// A cluster as it would be shown if this were the answer, without overlays: what a read says.
    pub fn as_read(&self, wire: &wire::Cluster, stamp: Stamp) -> Cluster {
        let overlays = Overlays::new();
        let context = Context {
            overlays: &overlays,
            ..self.context(&wire.info.id, stamp, None)
        };
        convert::cluster(wire, &context)
    }

    /// Clusters and VPCs on which something is going on, so that they are worth reading again soon.
    pub fn changing(&self) -> (Vec<ClusterId>, Vec<VpcId>) {
        let clusters = self.clusters_where(|held| self.is_changing(&held.shown));
        let vpcs = self
            .vpcs
            .iter()
            .filter(|(_, held)| held.shown.health == Health::Changing);
        (clusters, vpcs.map(|(id, _)| id.clone()).collect())
    }

    /// A change that the engine is still reading after needs no second reader; one that is overdue does.
    fn is_changing(&self, cluster: &Cluster) -> bool {
        let under_change = |region: &super::Region| match self.overlays.get(&region.id) {
            Some(overlay) => overlay.overdue,
            None => match &region.endpoint {
                Endpoint::None => false,
                Endpoint::Requested { .. } => true,
                Endpoint::Present(present) => present.status.is_changing(),
            },
        };
        cluster.health == Health::Changing
            || cluster.busy.is_some()
            || cluster.regions.iter().any(under_change)
    }

    /// What the cache keeps of a cluster.
    pub fn kept_cluster(&self, id: &ClusterId) -> Option<(wire::Cluster, Vec<PseRead>)> {
        let held = self.clusters.get(id)?;
        let reads = convert::listed_pses(&held.wire)
            .into_iter()
            .filter_map(|listed| {
                let facts = self.pses.get(&listed.pse_id)?;
                facts.read.clone().filter(|_| facts.gone.is_none())
            });
        Some((held.wire.clone(), reads.collect()))
    }

    /// What the cache keeps of everything.
    pub fn kept(&self) -> (Vec<wire::Vpc>, Vec<(wire::Cluster, Vec<PseRead>)>) {
        let vpcs = self.vpcs.values().map(|held| held.wire.clone()).collect();
        let clusters = self
            .clusters
            .keys()
            .filter_map(|id| self.kept_cluster(id))
            .collect();
        (vpcs, clusters)
    }
}
