//! Building blocks of the seeds.

use aeon::ids::VpcId;
use aeon::wire::{
    AccessibilityType, CloudCode, CloudInfo, ClusterRegionInfo, ClusterSize, ClusterSpec,
    ClusterTier, NetworkInfo, NodeInfo, PlacementInfo, PseState, SoftwareInfo, Vpc, VpcInfo,
    VpcRegionSpec, VpcSpec, VpcState,
};

use crate::state::cluster::ClusterRow;
use crate::state::event::service_name;
use crate::state::pse::PseRow;
use crate::state::vpc::provider_project;
use crate::state::{World, regions};

/// Adds an active VPC. With an empty CIDR the service assigns a region's range.
pub(super) fn vpc(
    world: &mut World,
    project: usize,
    name: &str,
    cloud: &CloudCode,
    regions: &[(&str, &str)],
) -> VpcId {
    let id = VpcId::from(world.ids.uuid());
    let external = match cloud {
        CloudCode::Aws => format!("vpc-0{}", world.ids.hex(16)),
        _ => world.ids.hex(28),
    };
    world.projects[project].vpcs.push(Vpc {
        spec: VpcSpec {
            name: name.to_owned(),
            cloud: cloud.clone(),
            parent_cidr: None,
            region_specs: regions
                .iter()
                .map(|(region, cidr)| VpcRegionSpec {
                    region: (*region).to_owned(),
                    cidr: (!cidr.is_empty()).then(|| (*cidr).to_owned()),
                })
                .collect(),
        },
        info: VpcInfo {
            id: id.clone(),
            cloud_provider_project: provider_project(cloud),
            state: VpcState::Active,
            external_vpc_id: Some(external),
            ..VpcInfo::default()
        },
    });
    id
}

/// The parameters of a cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClusterPlan<'a> {
    pub(super) name: &'a str,
    /// The cloud of regions without a VPC; the others are on their VPC's.
    pub(super) cloud: &'a CloudCode,
    /// Each region with its VPC.
    pub(super) regions: &'a [(&'a str, Option<&'a VpcId>)],
    pub(super) public: bool,
    /// The time of creation, such as `2024-03-05T09:12:44Z`.
    pub(super) created: &'a str,
}

/// Adds an active cluster.
pub(super) fn cluster(world: &mut World, project: usize, plan: ClusterPlan<'_>) {
    cluster_with(world, project, plan, |_| {});
}

/// Adds an active cluster, changed by `change`.
pub(super) fn cluster_with(
    world: &mut World,
    project: usize,
    plan: ClusterPlan<'_>,
    change: impl FnOnce(&mut ClusterRow),
) {
    let count = u32::try_from(plan.regions.len()).unwrap_or(u32::MAX);
    let nodes = if count > 1 { 1 } else { 3 };
    let vpcs = &world.projects[project].vpcs;
    let place = |region: &str, vpc: Option<&VpcId>| CloudInfo {
        code: vpcs
            .iter()
            .find(|row| Some(&row.info.id) == vpc)
            .map_or(plan.cloud, |row| &row.spec.cloud)
            .clone(),
        region: region.to_owned(),
    };
    let places = plan.regions.iter();
    let places: Vec<CloudInfo> = places.map(|(region, vpc)| place(region, *vpc)).collect();
    // What is said of the cluster as a whole is absent if its regions are on several clouds.
    let is_single = places.iter().all(|other| other.code == places[0].code);
    let spec = ClusterSpec {
        name: plan.name.to_owned(),
        cloud_info: places.first().filter(|_| is_single).cloned(),
        cluster_info: ClusterSize {
            cluster_tier: ClusterTier::Paid,
            cluster_type: "SYNCHRONOUS".to_owned(),
            num_nodes: Some(nodes * count),
            fault_tolerance: if count > 2 { "REGION" } else { "ZONE" }.to_owned(),
            num_faults_to_tolerate: Some(1),
            node_info: is_single.then_some(NodeInfo {
                num_cores: Some(4),
                memory_mb: Some(16_384),
                disk_size_gb: Some(200),
            }),
            is_production: Some(true),
            version: Some(7),
        },
        network_info: is_single.then(NetworkInfo::default),
        software_info: SoftwareInfo {
            track_id: Some("6981a29d-8bce-45a7-ba95-efc7d3eeff84".to_owned()),
        },
        cluster_region_info: plan
            .regions
            .iter()
            .zip(places)
            .enumerate()
            .map(|(index, ((_, vpc), place))| {
                let mut kinds = Vec::new();
                if vpc.is_some() {
                    kinds.push(AccessibilityType::Private);
                }
                if plan.public || vpc.is_none() {
                    kinds.push(AccessibilityType::Public);
                }
                ClusterRegionInfo {
                    placement_info: PlacementInfo {
                        cloud_info: place,
                        num_nodes: Some(nodes),
                        vpc_id: vpc.cloned(),
                        num_replicas: None,
                        multi_zone: Some(nodes > 1),
                    },
                    is_default: Some(index == 0),
                    is_affinitized: Some(index == 0),
                    accessibility_types: kinds,
                    private_service_endpoint_info: None,
                }
            })
            .collect(),
    };
    let mut row = world.cluster_row(project, spec);
    row.wire.info.metadata.created_on = plan.created.parse().ok();
    row.wire.info.metadata.updated_on = row.wire.info.metadata.created_on;
    change(&mut row);
    world.projects[project].insert(row);
}

/// Adds a ready PSE to a region of a cluster, with this many connections.
pub(super) fn pse(
    world: &mut World,
    cluster: &str,
    region: &str,
    principals: &[&str],
    connections: usize,
) {
    pse_with(world, cluster, region, principals, connections, |_| {});
}

/// Adds a PSE, changed by `change`. Does nothing if the cluster doesn't have the region.
pub(super) fn pse_with(
    world: &mut World,
    cluster: &str,
    region: &str,
    principals: &[&str],
    connections: usize,
    change: impl FnOnce(&mut PseRow),
) {
    let (id, endpoint_id) = (world.ids.uuid(), world.ids.uuid());
    let (hex, guid) = (world.ids.hex(16), world.ids.uuid());
    let mut ids: Vec<String> = Vec::new();
    let azure = regions::AZURE.contains(&region);
    for number in 0..connections {
        let subscription = principals.get(number % principals.len().max(1)).copied();
        ids.push(world.ids.connection(azure, subscription));
    }
    let Some((_, row)) = world.by_name(cluster) else {
        return;
    };
    let mut details = row.wire.info.cluster_region_info_details.iter();
    let Some(details) = details.find(|details| details.region == region) else {
        return;
    };
    let region_info = details.id.clone();
    let cloud = row.wire.spec.region_cloud(region);
    let list: Vec<String> = principals.iter().map(|text| (*text).to_owned()).collect();
    let mut pse = PseRow {
        id: id.as_str().into(),
        endpoint_id,
        host: row.pse_host(region),
        region_info,
        region: region.to_owned(),
        state: PseState::Active,
        principals: list.clone(),
        visible_principals: list,
        versions: Vec::new(),
        service_name: Some(service_name(&cloud, cluster, region, &hex, &guid)),
        zones: regions::zones(&cloud, region),
        connections: ids,
        null_spec: false,
        no_state_v1: false,
        no_connections: false,
    };
    change(&mut pse);
    row.pses.push(pse);
    row.changed();
}
