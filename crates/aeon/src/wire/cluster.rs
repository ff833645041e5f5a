//! Clusters, their regions and their endpoints.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::lenient;
use super::open_enum::open_enum;
use super::{CloudCode, Resource};
use crate::ids::{ClusterId, ProjectId, PseId, RegionInfoId, VpcId};

open_enum! {
    ClusterState {
        Active = "ACTIVE",
        Paused = "PAUSED",
        Pausing = "PAUSING",
        Queued = "QUEUED",
        Bootstrapping = "BOOTSTRAPPING",
        Creating = "CREATING",
        Modifying = "MODIFYING",
        Updating = "UPDATING",
        Resuming = "RESUMING",
        Deleting = "DELETING",
        CreateFailed = "CREATE_FAILED",
    }
}

open_enum! {
    ClusterTier {
        /// The Sandbox tier, free of charge.
        Free = "FREE",
        Paid = "PAID",
    }
}

open_enum! {
    AccessibilityType {
        Public = "PUBLIC",
        /// From the VPC and its peers.
        Private = "PRIVATE",
        PrivateServiceEndpoint = "PRIVATE_SERVICE_ENDPOINT",
    }
}

open_enum! {
    /// The values of an endpoint's newer state field.
    EndpointStateV1 {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
        Failed = "FAILED",
    }
}

open_enum! {
    /// The values of an endpoint's older state field.
    EndpointState {
        Active = "ACTIVE",
        Failed = "FAILED",
        Deleted = "DELETED",
    }
}

/// A cluster.
pub type Cluster = Resource<ClusterSpec, ClusterInfo>;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CloudInfo {
    pub code: CloudCode,
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
}

/// What the user asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterSpec {
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// The cloud and the default region. A cluster on several clouds may have none: each region names its own.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::nullable"
    )]
    pub cloud_info: Option<CloudInfo>,
    #[serde(deserialize_with = "lenient::nullable")]
    pub cluster_info: ClusterSize,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::nullable"
    )]
    pub network_info: Option<NetworkInfo>,
    #[serde(deserialize_with = "lenient::nullable")]
    pub software_info: SoftwareInfo,
    #[serde(deserialize_with = "lenient::list")]
    pub cluster_region_info: Vec<ClusterRegionInfo>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterSize {
    pub cluster_tier: ClusterTier,
    /// `SYNCHRONOUS`, `GEO_PARTITIONED`, …
    #[serde(deserialize_with = "lenient::text")]
    pub cluster_type: String,
    /// In all regions together.
    #[serde(deserialize_with = "lenient::number")]
    pub num_nodes: Option<u32>,
    /// `NONE`, `NODE`, `ZONE`, `REGION`, …
    #[serde(deserialize_with = "lenient::text")]
    pub fault_tolerance: String,
    /// How many faults of the kind in `fault_tolerance` it survives.
    #[serde(deserialize_with = "lenient::number")]
    pub num_faults_to_tolerate: Option<u32>,
    /// The size of each node, if all regions have the same.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::nullable"
    )]
    pub node_info: Option<NodeInfo>,
    #[serde(deserialize_with = "lenient::flag")]
    pub is_production: Option<bool>,
    /// Incremented by each edit of the spec.
    #[serde(deserialize_with = "lenient::number")]
    pub version: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NodeInfo {
    #[serde(deserialize_with = "lenient::number")]
    pub num_cores: Option<u32>,
    /// Memory in MiB.
    #[serde(deserialize_with = "lenient::number")]
    pub memory_mb: Option<u64>,
    /// Disk in GiB.
    #[serde(deserialize_with = "lenient::number")]
    pub disk_size_gb: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NetworkInfo {
    /// Only if all regions share one VPC.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub single_tenant_vpc_id: Option<VpcId>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SoftwareInfo {
    #[serde(deserialize_with = "lenient::optional_text")]
    pub track_id: Option<String>,
}

/// One region of a cluster, as the user asked for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterRegionInfo {
    #[serde(deserialize_with = "lenient::nullable")]
    pub placement_info: PlacementInfo,
    #[serde(deserialize_with = "lenient::flag")]
    pub is_default: Option<bool>,
    /// Whether tablet leaders are preferably placed here.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_affinitized: Option<bool>,
    #[serde(deserialize_with = "lenient::list")]
    pub accessibility_types: Vec<AccessibilityType>,
    /// Only if the region has a PSE.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::nullable"
    )]
    pub private_service_endpoint_info: Option<PseRegionSpec>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlacementInfo {
    #[serde(deserialize_with = "lenient::nullable")]
    pub cloud_info: CloudInfo,
    #[serde(deserialize_with = "lenient::number")]
    pub num_nodes: Option<u32>,
    /// `None` if the cluster isn't in a VPC.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub vpc_id: Option<VpcId>,
    #[serde(deserialize_with = "lenient::number")]
    pub num_replicas: Option<u32>,
    #[serde(deserialize_with = "lenient::flag")]
    pub multi_zone: Option<bool>,
}

/// A region's security principals, as a response has them: part of a PSE and of a cluster's region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PseRegionSpec {
    #[serde(deserialize_with = "lenient::text")]
    pub cluster_region_info_id: RegionInfoId,
    /// AWS principal ARNs or Azure subscription ids; `None` if the response doesn't contain the list, which
    /// says nothing about who is on it.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::optional_texts"
    )]
    pub security_principals: Option<Vec<String>>,
}

/// What the service made of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterInfo {
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: ClusterId,
    #[serde(default)]
    pub state: ClusterState,
    #[serde(default, deserialize_with = "lenient::list")]
    pub cluster_region_info_details: Vec<ClusterRegionInfoDetails>,
    /// `None` if the response doesn't contain the list, which says nothing about which endpoints exist.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::optional_list"
    )]
    pub cluster_endpoints: Option<Vec<ClusterEndpoint>>,
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub project_id: Option<ProjectId>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub software_version: String,
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub health_info: HealthInfo,
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub metadata: Timestamps,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterRegionInfoDetails {
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
    /// The cluster region info id.
    #[serde(deserialize_with = "lenient::text")]
    pub id: RegionInfoId,
    #[serde(deserialize_with = "lenient::flag")]
    pub backup_region: Option<bool>,
}

/// A host name under which a cluster is reachable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterEndpoint {
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
    /// The DNS name. Never derive it: its suffix has changed before.
    #[serde(deserialize_with = "lenient::text")]
    pub host: String,
    pub accessibility_type: AccessibilityType,
    /// The older state field.
    #[serde(deserialize_with = "lenient::nullable")]
    pub state: Option<EndpointState>,
    /// The newer state field.
    #[serde(deserialize_with = "lenient::nullable")]
    pub state_v1: Option<EndpointStateV1>,
    /// Only for a PSE. Some responses omit it; then the PSE's id is `id`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::optional_text"
    )]
    pub pse_id: Option<PseId>,
}

impl ClusterSpec {
    /// A region, as the user asked for it.
    pub fn region(&self, code: &str) -> Option<&ClusterRegionInfo> {
        let mut regions = self.cluster_region_info.iter();
        regions.find(|region| {
            let own = &region.placement_info.cloud_info.region;
            own.eq_ignore_ascii_case(code)
        })
    }

    /// A region's cloud. It belongs to the region: a cluster can be on several, and `is_multi_cloud` is always
    /// `false` in reads. If the region doesn't name one: the cluster's, or the one that all other regions share.
    /// Empty if that isn't known either.
    pub fn region_cloud(&self, code: &str) -> CloudCode {
        let named = |code: &&CloudCode| !code.as_str().is_empty();
        let own = self
            .region(code)
            .map(|region| &region.placement_info.cloud_info.code);
        let of_cluster = self.cloud_info.as_ref().map(|cloud| &cloud.code);
        if let Some(code) = own.into_iter().chain(of_cluster).find(named) {
            return code.clone();
        }
        let regions = self.cluster_region_info.iter();
        let mut others = regions
            .map(|region| &region.placement_info.cloud_info.code)
            .filter(named);
        match others.next() {
            Some(first) if others.all(|code| code == first) => first.clone(),
            _ => CloudCode::default(),
        }
    }

    /// The clouds of the regions, in their order; the cluster's own if it names no region.
    pub fn clouds(&self) -> Vec<CloudCode> {
        let mut clouds: Vec<CloudCode> = Vec::new();
        let regions = self.cluster_region_info.iter();
        let mut named: Vec<CloudCode> = regions
            .map(|region| self.region_cloud(&region.placement_info.cloud_info.region))
            .collect();
        if named.is_empty() {
            named.extend(self.cloud_info.iter().map(|cloud| cloud.code.clone()));
        }
        for cloud in named {
            if !cloud.as_str().is_empty() && !clouds.contains(&cloud) {
                clouds.push(cloud);
            }
        }
        clouds
    }
}

impl ClusterInfo {
    /// The endpoints in the response; empty if it doesn't contain the list.
    pub fn endpoints(&self) -> &[ClusterEndpoint] {
        self.cluster_endpoints.as_deref().unwrap_or_default()
    }
}

impl ClusterEndpoint {
    /// The PSE's id: `pse_id`, or `id` if that is absent; `None` if this isn't a PSE.
    pub fn pse(&self) -> Option<PseId> {
        (self.accessibility_type == AccessibilityType::PrivateServiceEndpoint).then(|| {
            self.pse_id
                .clone()
                .unwrap_or_else(|| PseId::from(self.id.as_str()))
        })
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthInfo {
    /// `HEALTHY`, `NEEDS_ATTENTION`, `UNHEALTHY` or `UNKNOWN`.
    #[serde(deserialize_with = "lenient::text")]
    pub state: String,
    #[serde(deserialize_with = "lenient::texts")]
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timestamps {
    #[serde(deserialize_with = "lenient::timestamp")]
    pub created_on: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::timestamp")]
    pub updated_on: Option<Timestamp>,
}

impl ClusterSize {
    /// Whether its regions replicate synchronously, which is the ordinary kind of cluster.
    pub fn is_synchronous(&self) -> bool {
        self.cluster_type == "SYNCHRONOUS"
    }
}
