//! The working state behind the snapshots: what was read, and the model made of it. No I/O.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aeon::ids::{AccountId, ClusterId, ProjectId, PseId, RegionInfoId, VpcId};
use aeon::{Error, wire};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::convert::{self, Context};
use super::facts::{Overlay, OverlayKind, Overlays, PseFacts, PseRead, Stamp};
use super::order::{by_name, listed};
use super::{Asked, Busy, Cluster, Phase, Region, Snapshot, Vpc};
use crate::cloud::Cloud;
use crate::permission::Permissions;
use crate::principal::{principal_cloud, same};
use crate::problem::Problem;

/// Whose inventory it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: String,
    /// The project.
    pub project_id: ProjectId,
    /// Its name.
    pub project_name: String,
}

pub(crate) struct Picture {
    about: About,
    pub phase: Phase,
    pub read_at: Option<Timestamp>,
    pub remembered: bool,
    pub(super) vpcs: BTreeMap<VpcId, KnownVpc>,
    vpcs_gone: BTreeMap<VpcId, Stamp>,
    /// VPCs that we deleted, and until when a read that says otherwise is taken to be behind.
    vpcs_deleted: BTreeMap<VpcId, Timestamp>,
    vpc_names: BTreeMap<VpcId, String>,
    pub(super) clusters: BTreeMap<ClusterId, KnownCluster>,
    /// The clusters by name; `None` once one has come, gone or been renamed. A snapshot is made after every answer.
    listed: Option<Vec<ClusterId>>,
    /// Clusters whose `shown` is older than what is known. Three PSEs of a cluster often come at once; it is drawn
    /// once, when somebody looks.
    stale: BTreeSet<ClusterId>,
    pub(super) pses: BTreeMap<PseId, PseFacts>,
    busy: BTreeMap<ClusterId, Busy>,
    pub(super) overlays: Overlays,
    pub unreadable: Vec<String>,
    permissions: Permissions,
    version: u32,
}

pub(super) struct KnownVpc {
    pub wire: wire::Vpc,
    stamp: Stamp,
    pub shown: Arc<Vpc>,
}

pub(super) struct KnownCluster {
    pub wire: wire::Cluster,
    pub stamp: Stamp,
    problem: Option<Problem>,
    pub shown: Arc<Cluster>,
    asked: Arc<Asked>,
}

/// A PSE whose details can be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct PseRef {
    pub cluster_id: ClusterId,
    pub pse_id: PseId,
}

impl Picture {
    pub fn new(about: About) -> Self {
        Self {
            about,
            phase: Phase::Loading {
                lists_complete: false,
                details_done: 0,
                details_total: 0,
            },
            read_at: None,
            remembered: false,
            vpcs: BTreeMap::new(),
            vpcs_gone: BTreeMap::new(),
            vpcs_deleted: BTreeMap::new(),
            vpc_names: BTreeMap::new(),
            clusters: BTreeMap::new(),
            listed: None,
            stale: BTreeSet::new(),
            pses: BTreeMap::new(),
            busy: BTreeMap::new(),
            overlays: BTreeMap::new(),
            unreadable: Vec::new(),
            permissions: Permissions::default(),
            version: 0,
        }
    }

    /// The snapshot of this moment, with the next version number.
    pub fn snapshot(&mut self) -> Snapshot {
        self.draw();
        self.version = self.version.wrapping_add(1);
        let mut vpcs: Vec<Arc<Vpc>> = self
            .vpcs
            .values()
            .map(|held| Arc::clone(&held.shown))
            .collect();
        vpcs.sort_by(|a, b| by_name(&a.name, &b.name).then_with(|| a.id.cmp(&b.id)));
        let order = self.listed.get_or_insert_with(|| {
            let all = self.clusters.values();
            listed(all.map(|held| &*held.shown))
        });
        let held = order.iter().filter_map(|id| self.clusters.get(id));
        let (clusters, asked) = held
            .map(|held| (Arc::clone(&held.shown), Arc::clone(&held.asked)))
            .unzip();
        Snapshot {
            version: self.version,
            account_id: self.about.account_id.clone(),
            account_name: self.about.account_name.clone(),
            project_id: self.about.project_id.clone(),
            project_name: self.about.project_name.clone(),
            phase: self.phase.clone(),
            read_at: self.read_at,
            remembered: self.remembered,
            permissions: self.permissions.clone(),
            vpcs,
            clusters,
            unreadable: self.unreadable.clone(),
            asked,
        }
    }

    /// Notes when the list that each region of a cluster shows was asked for.
    fn note_asked(&mut self, id: &ClusterId) {
        let Some(held) = self.clusters.get(id) else {
            return;
        };
        let regions = held.shown.regions.iter();
        let asked: Asked = regions
            .filter_map(|region| Some((region.id.clone(), self.asked_for(held, region)?)))
            .collect();
        if let Some(held) = self
            .clusters
            .get_mut(id)
            .filter(|held| *held.asked != asked)
        {
            held.asked = Arc::new(asked);
        }
    }

    fn asked_for(&self, held: &KnownCluster, region: &Region) -> Option<Instant> {
        let Some(present) = region.endpoint.present() else {
            return held.stamp.at;
        };
        let read = self
            .pses
            .get(&present.pse_id)
            .and_then(|facts| facts.read.as_ref());
        let own = read.filter(|read| {
            let spec = read.pse.spec.as_ref();
            spec.is_some_and(|spec| spec.security_principals.is_some())
        });
        let listed = held.wire.spec.region(&region.region).and_then(|info| {
            let spec = info.private_service_endpoint_info.as_ref()?;
            spec.security_principals.as_ref()
        });
        match own {
            Some(read) if read.stamp > held.stamp || listed.is_none() => read.stamp.at,
            _ => held.stamp.at,
        }
    }

    /// Takes a VPC's answer unless a newer one is there already, or one that it is gone.
    pub fn put_vpc(&mut self, mut wire: wire::Vpc, at: Timestamp, stamp: Stamp) {
        let id = wire.info.id.clone();
        let gone = self.vpcs_gone.get(&id).is_some_and(|gone| *gone > stamp);
        let newer = self.vpcs.get(&id).is_some_and(|held| held.stamp > stamp);
        if gone || newer {
            return;
        }
        self.vpcs_gone.remove(&id);
        self.vpcs_deleted.retain(|_, until| at < *until);
        if self.vpcs_deleted.contains_key(&id) {
            wire.info.state = wire::VpcState::Deleting;
        }
        let vpc = convert::vpc(&wire);
        let renamed =
            self.vpc_names.insert(id.clone(), vpc.name.clone()).as_ref() != Some(&vpc.name);
        let shown = Arc::new(vpc);
        self.vpcs
            .insert(id.clone(), KnownVpc { wire, stamp, shown });
        if renamed {
            let inside = |held: &KnownCluster| held.shown.vpc_ids.contains(&id);
            let affected: Vec<ClusterId> = self.clusters_where(inside);
            affected.iter().for_each(|id| self.redraw(id));
        }
    }

    /// Takes it that the service has begun to delete a VPC. A read that says otherwise before `until` is
    /// behind.
    pub fn vpc_deleted(&mut self, id: &VpcId, at: Timestamp, until: Timestamp, stamp: Stamp) {
        if let Some(held) = self.vpcs.get(id) {
            let wire = held.wire.clone();
            self.vpcs_deleted.insert(id.clone(), until);
            self.put_vpc(wire, at, stamp);
        }
    }

    /// Takes it that a VPC is gone, whatever an earlier list says.
    pub fn remove_vpc(&mut self, id: &VpcId, stamp: Stamp) {
        if self.vpcs.get(id).is_some_and(|held| held.stamp > stamp) {
            return;
        }
        self.vpcs_gone.insert(id.clone(), stamp);
        self.vpcs_deleted.remove(id);
        self.vpcs.remove(id);
        self.vpc_names.remove(id);
    }

    /// Takes a cluster's answer unless a newer one is there already.
    pub fn put_cluster(&mut self, mut wire: wire::Cluster, stamp: Stamp) {
        let id = wire.info.id.clone();
        self.fill_in_endpoints(&mut wire);
        if self
            .clusters
            .get(&id)
            .is_some_and(|held| held.stamp > stamp)
        {
            return;
        }
        self.settle_overdue(&wire);
        let context = self.context(&id, stamp, None);
        let mut shown = Arc::new(convert::cluster(&wire, &context));
        let before = self.clusters.get(&id).map(|held| &held.shown);
        if before.is_none_or(|before| before.name != shown.name) {
            self.listed = None;
        }
        if let Some(before) = before.filter(|before| **before == shown) {
            shown = Arc::clone(before);
        }
        let problem = None;
        let asked = Arc::default();
        let known = KnownCluster {
            wire,
            stamp,
            problem,
            shown,
            asked,
        };
        self.clusters.insert(id.clone(), known);
        self.stale.remove(&id);
        self.note_asked(&id);
    }

    /// An answer that doesn't say which endpoints there are leaves those that are known.
    pub(super) fn fill_in_endpoints(&self, wire: &mut wire::Cluster) {
        if wire.info.cluster_endpoints.is_none()
            && let Some(held) = self.clusters.get(&wire.info.id)
        {
            wire.info
                .cluster_endpoints
                .clone_from(&held.wire.info.cluster_endpoints);
        }
    }

    /// Takes a cluster off. One answer is not enough to know that it is gone: see `load`.
    pub fn remove_cluster(&mut self, id: &ClusterId) {
        if let Some(held) = self.clusters.remove(id) {
            self.listed = None;
            for listed in convert::listed_pses(&held.wire) {
                self.pses.remove(&listed.pse_id);
            }
        }
    }

    pub fn cluster_unreadable(&mut self, id: &ClusterId, problem: Problem) {
        if let Some(held) = self.clusters.get_mut(id) {
            held.problem = Some(problem);
            self.redraw(id);
        }
    }

    /// Takes what a read of a PSE gave: the PSE, `None` where it is gone (the cluster agrees, whatever an
    /// earlier list says), or why it can't be read. An answer that is older than what is known is dropped.
    pub fn put_pse(
        &mut self,
        target: &PseRef,
        answer: Result<Option<wire::Pse>, Error>,
        at: Timestamp,
        stamp: Stamp,
    ) {
        let facts = self.pses.entry(target.pse_id.clone()).or_default();
        let read = facts.read.as_ref().map(|read| read.stamp);
        match answer {
            _ if read.max(facts.gone) > Some(stamp) => return,
            Ok(None) => facts.gone = Some(stamp),
            Ok(Some(pse)) => {
                facts.read = Some(PseRead { pse, at, stamp });
                facts.problem = None;
                facts.gone = None;
            }
            Err(error) => facts.problem = Some(Problem::from(error)),
        }
        self.redraw(&target.cluster_id);
    }

    /// Takes what the key may do.
    pub fn set_permissions(&mut self, permissions: Permissions) {
        if self.permissions != permissions {
            self.permissions = permissions;
            let all: Vec<ClusterId> = self.clusters.keys().cloned().collect();
            all.iter().for_each(|id| self.redraw(id));
        }
    }

    /// Replaces what is known of busy clusters.
    pub fn set_busy(&mut self, busy: BTreeMap<ClusterId, Busy>) {
        let before = std::mem::replace(&mut self.busy, busy);
        let ids: BTreeSet<ClusterId> = before.keys().chain(self.busy.keys()).cloned().collect();
        ids.iter().for_each(|id| self.redraw(id));
    }

    pub fn set_cluster_busy(&mut self, id: &ClusterId, busy: Option<Busy>) {
        match busy {
            Some(busy) => self.busy.insert(id.clone(), busy),
            None => self.busy.remove(id),
        };
        self.redraw(id);
    }

    pub fn set_overlay(
        &mut self,
        cluster: &ClusterId,
        region: &RegionInfoId,
        overlay: Option<Overlay>,
    ) {
        match overlay {
            Some(overlay) => self.overlays.insert(region.clone(), overlay),
            None => self.overlays.remove(region),
        };
        self.redraw(cluster);
    }

    /// What a complete reading of the lists doesn't name. It may be gone, or have moved from a page that was
    /// still to come to one that had come already: only asking for it tells. What was learnt after the reading
    /// `began` may be newer than the lists, and isn't among it.
    pub fn unlisted(
        &self,
        vpcs: Option<&BTreeSet<VpcId>>,
        clusters: &BTreeSet<ClusterId>,
        began: Stamp,
    ) -> (Vec<VpcId>, Vec<ClusterId>) {
        let vpcs = vpcs.map(|listed| {
            let held = self.vpcs.iter();
            held.filter(|(id, held)| !listed.contains(*id) && held.stamp <= began)
                .map(|(id, _)| id.clone())
                .collect()
        });
        let clusters = self
            .clusters_where(|held| !clusters.contains(&held.wire.info.id) && held.stamp <= began);
        (vpcs.unwrap_or_default(), clusters)
    }

    /// Forgets what belonged to something that has been taken off since.
    pub fn tidy(&mut self, began: Stamp) {
        self.vpcs_gone.retain(|_, gone| *gone > began);
        let listed: BTreeSet<PseId> = self
            .clusters
            .values()
            .flat_map(|held| convert::listed_pses(&held.wire))
            .map(|listed| listed.pse_id)
            .collect();
        self.pses.retain(|id, _| listed.contains(id));
    }

    pub(super) fn clusters_where(&self, wanted: impl Fn(&KnownCluster) -> bool) -> Vec<ClusterId> {
        let held = self.clusters.iter().filter(|(_, held)| wanted(held));
        held.map(|(id, _)| id.clone()).collect()
    }

    pub(super) fn context<'a>(
        &'a self,
        id: &ClusterId,
        stamp: Stamp,
        problem: Option<&'a Problem>,
    ) -> Context<'a> {
        Context {
            stamp,
            vpc_names: &self.vpc_names,
            pses: &self.pses,
            overlays: &self.overlays,
            busy: self.busy.get(id),
            problem,
            permissions: &self.permissions,
        }
    }

    fn redraw(&mut self, id: &ClusterId) {
        if self.clusters.contains_key(id) {
            self.stale.insert(id.clone());
        }
    }

    /// Brings what is shown up to what is known.
    pub fn draw(&mut self) {
        for id in std::mem::take(&mut self.stale) {
            self.draw_cluster(&id);
        }
    }

    fn draw_cluster(&mut self, id: &ClusterId) {
        let Some(held) = self.clusters.get(id) else {
            return;
        };
        let context = self.context(id, held.stamp, held.problem.as_ref());
        let drawn = convert::cluster(&held.wire, &context);
        if let Some(held) = self
            .clusters
            .get_mut(id)
            .filter(|held| *held.shown != drawn)
        {
            held.shown = Arc::new(drawn);
        }
        self.note_asked(id);
    }

    /// Takes overlays off about which a read says something at last, long after it was expected: that it
    /// came about, or that somebody else has written another list since.
    fn settle_overdue(&mut self, wire: &wire::Cluster) {
        for info in &wire.spec.cluster_region_info {
            let Some(spec) = &info.private_service_endpoint_info else {
                continue;
            };
            let region = &spec.cluster_region_info_id;
            let cloud = principal_cloud(&Cloud::from(
                &wire
                    .spec
                    .region_cloud(&info.placement_info.cloud_info.region),
            ));
            let Some(overlay) = self.overlays.get(region).filter(|overlay| overlay.overdue) else {
                continue;
            };
            let settled = match (&overlay.kind, &spec.security_principals) {
                (OverlayKind::Create { .. }, _) => true,
                (OverlayKind::Edit { old, new }, Some(list)) => {
                    same(cloud, new, list) || !same(cloud, old, list)
                }
                (OverlayKind::Edit { .. }, None) | (OverlayKind::Delete, _) => false,
            };
            if settled {
                self.overlays.remove(region);
            }
        }
    }
}
