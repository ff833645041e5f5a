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
        Creating = "CREATING",
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
    #[serde(deserialize_with = "lenient::nullable")]
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
    /// The cloud and the default region.
    #[serde(deserialize_with = "lenient::nullable")]
    pub cloud_info: CloudInfo,
    #[serde(deserialize_with = "lenient::nullable")]
    pub cluster_info: ClusterSize,
    #[serde(deserialize_with = "lenient::nullable")]
    pub network_info: NetworkInfo,
    #[serde(deserialize_with = "lenient::nullable")]
    pub software_info: SoftwareInfo,
    #[serde(deserialize_with = "lenient::list")]
    pub cluster_region_info: Vec<ClusterRegionInfo>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterSize {
    #[serde(deserialize_with = "lenient::nullable")]
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
    /// The size of each node.
    #[serde(deserialize_with = "lenient::nullable")]
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
    #[serde(default, deserialize_with = "lenient::nullable")]
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
    #[serde(deserialize_with = "lenient::nullable")]
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
    /// `HEALTHY`, `UNKNOWN`, …
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
