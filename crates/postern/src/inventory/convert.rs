//! From the API's shapes to the model. Pure.

use std::collections::{BTreeMap, BTreeSet};

use aeon::ids::{PseId, RegionInfoId, VpcId};
use aeon::wire;

use super::facts::{Overlay, OverlayKind, Overlays, PseFacts, Stamp};
use super::model::NO_ID;
use super::rules::{lacks, region_lacks, rules};
use super::states::{cluster_phase, listed_status, pse_status, vpc_health};
use super::{
    Busy, Cluster, Details, Endpoint, EndpointStatus, OtherHost, Pending, Present, Region, Vpc,
    VpcRegion,
};
use crate::cloud::Cloud;
use crate::permission::{Allowed, Permissions};
use crate::principal::{PrincipalView, views};
use crate::problem::Problem;

/// What a cluster is shown with beside its own answer.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// When the cluster was asked for.
    pub stamp: Stamp,
    pub vpc_names: &'a BTreeMap<VpcId, String>,
    pub pses: &'a BTreeMap<PseId, PseFacts>,
    pub overlays: &'a Overlays,
    pub busy: Option<&'a Busy>,
    pub problem: Option<&'a Problem>,
    pub permissions: &'a Permissions,
}

pub(crate) fn vpc(wire: &wire::Vpc) -> Vpc {
    let region = |spec: &wire::VpcRegionSpec| VpcRegion {
        region: spec.region.clone(),
        cidr: spec.cidr.clone(),
    };
    Vpc {
        id: wire.info.id.clone(),
        name: wire.spec.name.clone(),
        cloud: Cloud::from(&wire.spec.cloud),
        state: wire.info.state.to_string(),
        health: vpc_health(&wire.info.state),
        parent_cidr: wire.spec.parent_cidr.clone(),
        regions: wire.spec.region_specs.iter().map(region).collect(),
        external_id: wire.info.external_vpc_id.clone(),
        cluster_ids: wire.info.cluster_ids.clone(),
        peerings: u32::try_from(wire.info.peering_ids.len()).unwrap_or(u32::MAX),
    }
}

pub(crate) fn cluster(wire: &wire::Cluster, context: &Context<'_>) -> Cluster {
    let regions: Vec<Region> = placements(wire)
        .into_iter()
        .map(|placement| region(wire, &placement, context))
        .collect();
    let phase = cluster_phase(&wire.info.state);
    let mut seen = BTreeSet::new();
    let vpc_ids: Vec<VpcId> = regions
        .iter()
        .filter_map(|region| region.vpc_id.clone())
        .filter(|id| seen.insert(id.clone()))
        .collect();
    let vpc_name = |id: &VpcId| {
        let name = context.vpc_names.get(id).cloned();
        name.unwrap_or_else(|| id.to_string())
    };
    let info = &wire.spec.cluster_info;
    let mut cluster = Cluster {
        id: wire.info.id.clone(),
        name: wire.spec.name.clone(),
        clouds: clouds(wire, &regions),
        state: wire.info.state.to_string(),
        health: phase.health(),
        phase,
        is_sandbox: wire.spec.cluster_info.cluster_tier == wire::ClusterTier::Free,
        tier: wire.spec.cluster_info.cluster_tier.to_string(),
        is_production: info.is_production,
        cluster_type: (!info.is_synchronous() && !info.cluster_type.is_empty())
            .then(|| info.cluster_type.clone()),
        software_version: wire.info.software_version.clone(),
        nodes: wire.spec.cluster_info.num_nodes,
        fault_tolerance: wire.spec.cluster_info.fault_tolerance.clone(),
        vpc_names: vpc_ids.iter().map(vpc_name).collect(),
        vpc_ids,
        busy: context.busy.cloned(),
        lacks: Vec::new(),
        regions,
        problem: context.problem.cloned(),
    };
    cluster.lacks = lacks(&cluster);
    for index in 0..cluster.regions.len() {
        let may = rules(&cluster, &cluster.regions[index], context.permissions);
        let lacking = region_lacks(&cluster, &cluster.regions[index]);
        let region = &mut cluster.regions[index];
        region.lacks = lacking;
        region.may_create = may.may_create;
        region.may_edit = may.may_edit;
        region.may_delete = may.may_delete;
    }
    cluster
}

/// The PSEs that a cluster's answer names, with the lists of principals that it gives for them.
pub(crate) fn listed_pses(wire: &wire::Cluster) -> Vec<ListedPse> {
    placements(wire)
        .into_iter()
        .filter_map(|placement| {
            let endpoint = placement.pse?;
            Some(ListedPse {
                pse_id: endpoint.pse()?,
                cloud: placement.cloud.clone(),
                status: listed_status(endpoint).0,
                principals: placement.list().map(<[String]>::to_vec),
            })
        })
        .collect()
}

/// Whether a cluster's answer names a PSE; `None` where it doesn't say which endpoints there are.
pub(crate) fn names_pse(wire: &wire::Cluster, pse: &PseId) -> Option<bool> {
    let endpoints = wire.info.cluster_endpoints.as_ref()?;
    let named = |endpoint: &wire::ClusterEndpoint| {
        endpoint.state != Some(wire::EndpointState::Deleted) && endpoint.pse().as_ref() == Some(pse)
    };
    Some(endpoints.iter().any(named))
}

/// A PSE as the cluster's answer shows it.
pub(crate) struct ListedPse {
    pub pse_id: PseId,
    pub cloud: Cloud,
    pub status: EndpointStatus,
    pub principals: Option<Vec<String>>,
}

/// The clouds of the regions; the cluster's own where it has no regions.
fn clouds(wire: &wire::Cluster, regions: &[Region]) -> Vec<Cloud> {
    if regions.is_empty() {
        return wire.spec.clouds().iter().map(Cloud::from).collect();
    }
    let mut clouds: Vec<Cloud> = Vec::new();
    for Region { cloud, .. } in regions {
        if !cloud.name().is_empty() && !clouds.contains(cloud) {
            clouds.push(cloud.clone());
        }
    }
    clouds
}

/// What the answer's four lists say of one region, matched by the region's code.
struct Placement<'a> {
    id: RegionInfoId,
    code: &'a str,
    cloud: Cloud,
    info: Option<&'a wire::ClusterRegionInfo>,
    /// What the answer says of a PSE's list.
    spec: Option<&'a wire::PseRegionSpec>,
    pse: Option<&'a wire::ClusterEndpoint>,
}

impl<'a> Placement<'a> {
    /// The PSE's list, where the answer has it.
    fn list(&self) -> Option<&'a [String]> {
        self.spec?.security_principals.as_deref()
    }
}

fn placements(wire: &wire::Cluster) -> Vec<Placement<'_>> {
    let infos = &wire.spec.cluster_region_info;
    let details = &wire.info.cluster_region_info_details;
    let from_spec = infos
        .iter()
        .map(|info| info.placement_info.cloud_info.region.as_str());
    let from_info = details.iter().map(|detail| detail.region.as_str());
    let mut codes: Vec<&str> = Vec::new();
    for code in from_spec.chain(from_info) {
        if !code.is_empty() && !codes.iter().any(|known| same_region(known, code)) {
            codes.push(code);
        }
    }
    codes
        .into_iter()
        .map(|code| placement(wire, code))
        .collect()
}

fn placement<'a>(wire: &'a wire::Cluster, code: &'a str) -> Placement<'a> {
    let info = wire.spec.region(code);
    let spec = info.and_then(|info| info.private_service_endpoint_info.as_ref());
    let detail = wire
        .info
        .cluster_region_info_details
        .iter()
        .find(|detail| same_region(&detail.region, code));
    let ids = [
        detail.map(|detail| &detail.id),
        spec.map(|spec| &spec.cluster_region_info_id),
    ];
    let id = ids.into_iter().flatten().find(|id| !id.as_str().is_empty());
    let pse = wire.info.endpoints().iter().rfind(|endpoint| {
        same_region(&endpoint.region, code)
            && endpoint.pse().is_some_and(|id| !id.as_str().is_empty())
            && endpoint.state != Some(wire::EndpointState::Deleted)
    });
    Placement {
        // Regions without an id must not be taken for one another.
        id: id
            .cloned()
            .unwrap_or_else(|| format!("{NO_ID}{}/{code}", wire.info.id).into()),
        code,
        cloud: Cloud::from(&wire.spec.region_cloud(code)),
        info,
        spec,
        pse,
    }
}

fn same_region(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

fn region(wire: &wire::Cluster, placement: &Placement<'_>, context: &Context<'_>) -> Region {
    let own_vpc = placement
        .info
        .and_then(|info| info.placement_info.vpc_id.clone());
    let shared_vpc = || {
        wire.spec
            .network_info
            .as_ref()?
            .single_tenant_vpc_id
            .clone()
    };
    let vpc_id = own_vpc.or_else(shared_vpc);
    let usable = |endpoint: &&wire::ClusterEndpoint| {
        let way = &endpoint.accessibility_type;
        same_region(&endpoint.region, placement.code)
            && !endpoint.host.is_empty()
            && *way != wire::AccessibilityType::PrivateServiceEndpoint
            && !(placement.cloud == Cloud::Azure && *way == wire::AccessibilityType::Private)
    };
    let other_hosts = wire
        .info
        .endpoints()
        .iter()
        .filter(usable)
        .map(|endpoint| OtherHost {
            accessibility: endpoint.accessibility_type.to_string(),
            host: endpoint.host.clone(),
        });
    Region {
        id: placement.id.clone(),
        region: placement.code.to_owned(),
        cloud: placement.cloud.clone(),
        vpc_id: vpc_id.filter(|id| !id.as_str().is_empty()),
        nodes: placement
            .info
            .and_then(|info| info.placement_info.num_nodes),
        is_default: placement
            .info
            .and_then(|info| info.is_default)
            .unwrap_or(false),
        other_hosts: other_hosts.collect(),
        endpoint: endpoint(placement, context),
        // Decided once the whole cluster is known.
        lacks: Vec::new(),
        may_create: Allowed::Yes,
        may_edit: Allowed::Yes,
        may_delete: Allowed::Yes,
    }
}

fn endpoint(placement: &Placement<'_>, context: &Context<'_>) -> Endpoint {
    let cloud = &placement.cloud;
    let overlay = context.overlays.get(&placement.id);
    let listed = placement
        .pse
        .and_then(|endpoint| Some((endpoint, endpoint.pse()?)));
    let Some((listed, pse_id)) = listed else {
        return without_pse(cloud, placement.spec, overlay);
    };
    let nothing = PseFacts::default();
    let facts = context.pses.get(&pse_id).unwrap_or(&nothing);
    if facts.gone.is_some_and(|stamp| stamp > context.stamp) {
        return without_pse(cloud, None, overlay);
    }
    let newer = facts.newer_than(context.stamp);
    let (status, state) = newer
        .and_then(|pse| Some((pse_status(&pse.info.state)?, pse.info.state.to_string())))
        .unwrap_or_else(|| listed_status(listed));
    let principals = shown_principals(placement, facts, newer, overlay);
    Endpoint::Present(Present {
        pse_id,
        host: Some(listed.host.clone()).filter(|host| !host.is_empty()),
        status,
        state,
        principals: principals.map(|list| views(cloud, &list)),
        details: details(facts),
        pending: overlay.and_then(pending),
    })
}

/// A region whose answer names no PSE: it has none, or one is on its way.
/// (`listed` is what the answer says of a PSE which it doesn't name yet.)
fn without_pse(
    cloud: &Cloud,
    listed: Option<&wire::PseRegionSpec>,
    overlay: Option<&Overlay>,
) -> Endpoint {
    let requested = match overlay.and_then(Overlay::expected) {
        Some(OverlayKind::Create { principals }) => Some(Some(principals)),
        Some(OverlayKind::Delete) => None,
        _ => listed.map(|spec| spec.security_principals.as_ref()),
    };
    match requested {
        Some(list) => Endpoint::Requested {
            principals: list.map(|list| views(cloud, list)),
        },
        None => Endpoint::None,
    }
}

impl Endpoint {
    /// Who may connect to the PSE that is there or on its way; `None` where there is none, and where its list
    /// was not read.
    pub fn principals(&self) -> Option<&[PrincipalView]> {
        match self {
            Self::None => None,
            Self::Requested { principals } => principals.as_deref(),
            Self::Present(present) => present.principals.as_deref(),
        }
    }

    /// The PSE, if it is there.
    pub fn present(&self) -> Option<&Present> {
        match self {
            Self::Present(present) => Some(present),
            Self::None | Self::Requested { .. } => None,
        }
    }
}

impl Present {
    /// Whether the service could not create or change it.
    pub fn has_failed(&self) -> bool {
        self.status == EndpointStatus::Failed
    }

    /// Whether it is being deleted, as the service says or as we have asked.
    pub fn is_leaving(&self) -> bool {
        let asked = |pending: &Pending| pending.deleting && !pending.overdue;
        self.status == EndpointStatus::Deleting || self.pending.as_ref().is_some_and(asked)
    }
}

/// What we sent, while a read may still be behind it; else what was read last.
fn shown_principals(
    placement: &Placement<'_>,
    facts: &PseFacts,
    newer: Option<&wire::Pse>,
    overlay: Option<&Overlay>,
) -> Option<Vec<String>> {
    if let Some(OverlayKind::Edit { new, .. }) = overlay.and_then(Overlay::expected) {
        return Some(new.clone());
    }
    let own = |pse: &wire::Pse| pse.spec.as_ref()?.security_principals.clone();
    newer
        .and_then(own)
        .or_else(|| placement.list().map(<[String]>::to_vec))
        .or_else(|| own(&facts.read.as_ref()?.pse))
}

fn details(facts: &PseFacts) -> Details {
    if let Some(problem) = &facts.problem {
        return Details::Unreadable {
            service_name: facts.service_name(),
            problem: problem.clone(),
        };
    }
    match &facts.read {
        None => Details::Loading { service_name: None },
        Some(read) => Details::Known {
            service_name: facts.service_name(),
            zones: read.pse.info.availability_zones.clone(),
            connections: read.pse.info.connections.clone(),
            read_at: read.at,
        },
    }
}

fn pending(overlay: &Overlay) -> Option<Pending> {
    let without = |list: &[String], other: &[String]| {
        let kept = list.iter().filter(|text| !other.contains(text));
        kept.cloned().collect::<Vec<_>>()
    };
    let (added, removed, deleting) = match &overlay.kind {
        OverlayKind::Create { .. } => return None,
        OverlayKind::Edit { old, new } => (without(new, old), without(old, new), false),
        OverlayKind::Delete => (Vec::new(), Vec::new(), true),
    };
    Some(Pending {
        added,
        removed,
        deleting,
        overdue: overlay.overdue,
    })
}
