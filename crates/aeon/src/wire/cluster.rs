//! Clusters, their regions and the addresses they answer at.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::lenient;
use super::open_enum::open_enum;
use super::{CloudCode, Thing};
use crate::ids::{ClusterId, ProjectId, PseId, RegionInfoId, VpcId};

open_enum! {
    /// Where a cluster stands in its life.
    ClusterState {
        /// Running.
        Active = "ACTIVE",
        /// Stopped by its owner.
        Paused = "PAUSED",
        /// Being stopped.
        Pausing = "PAUSING",
        /// Waiting for its turn.
        Queued = "QUEUED",
        /// Being made.
        Creating = "CREATING",
        /// Being changed.
        Updating = "UPDATING",
        /// Being started again.
        Resuming = "RESUMING",
        /// Being deleted.
        Deleting = "DELETING",
        /// Making it failed.
        CreateFailed = "CREATE_FAILED",
    }
}

open_enum! {
    /// What a cluster is sold as.
    ClusterTier {
        /// The sandbox, free of charge.
        Free = "FREE",
        /// A dedicated cluster.
        Paid = "PAID",
    }
}

open_enum! {
    /// How an endpoint is reached.
    AccessibilityType {
        /// Over the internet.
        Public = "PUBLIC",
        /// Inside the VPC and its peers.
        Private = "PRIVATE",
        /// Over AWS PrivateLink or Azure Private Link.
        PrivateServiceEndpoint = "PRIVATE_SERVICE_ENDPOINT",
    }
}

open_enum! {
    /// An endpoint's state, the newer field.
    EndpointStateV1 {
        /// In service.
        Enabled = "ENABLED",
        /// Out of service.
        Disabled = "DISABLED",
        /// Broken.
        Failed = "FAILED",
    }
}

open_enum! {
    /// An endpoint's state, the older field.
    EndpointState {
        /// In service.
        Active = "ACTIVE",
        /// Broken.
        Failed = "FAILED",
        /// Gone.
        Deleted = "DELETED",
    }
}

/// A cluster.
pub type Cluster = Thing<ClusterSpec, ClusterInfo>;

/// A cloud and a region's code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CloudInfo {
    /// The cloud.
    #[serde(deserialize_with = "lenient::nullable")]
    pub code: CloudCode,
    /// The region's code.
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
}

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterSpec {
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Its cloud and main region.
    #[serde(deserialize_with = "lenient::nullable")]
    pub cloud_info: CloudInfo,
    /// Its size and kind.
    #[serde(deserialize_with = "lenient::nullable")]
    pub cluster_info: ClusterSize,
    /// Its network.
    #[serde(deserialize_with = "lenient::nullable")]
    pub network_info: NetworkInfo,
    /// Its database track.
    #[serde(deserialize_with = "lenient::nullable")]
    pub software_info: SoftwareInfo,
    /// Its regions.
    #[serde(deserialize_with = "lenient::list")]
    pub cluster_region_info: Vec<ClusterRegionInfo>,
}

/// A cluster's size and kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterSize {
    /// What it is sold as.
    #[serde(deserialize_with = "lenient::nullable")]
    pub cluster_tier: ClusterTier,
    /// `SYNCHRONOUS`, `GEO_PARTITIONED`, …
    #[serde(deserialize_with = "lenient::text")]
    pub cluster_type: String,
    /// Nodes in all.
    #[serde(deserialize_with = "lenient::number")]
    pub num_nodes: Option<u32>,
    /// `NONE`, `NODE`, `ZONE`, `REGION`, …
    #[serde(deserialize_with = "lenient::text")]
    pub fault_tolerance: String,
    /// How many such faults it survives.
    #[serde(deserialize_with = "lenient::number")]
    pub num_faults_to_tolerate: Option<u32>,
    /// Each node's size.
    #[serde(deserialize_with = "lenient::nullable")]
    pub node_info: Option<NodeInfo>,
    /// Whether it is marked as production.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_production: Option<bool>,
    /// Counts the spec's edits.
    #[serde(deserialize_with = "lenient::number")]
    pub version: Option<u64>,
}

/// A node's size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NodeInfo {
    /// Virtual CPUs.
    #[serde(deserialize_with = "lenient::number")]
    pub num_cores: Option<u32>,
    /// Memory in MiB.
    #[serde(deserialize_with = "lenient::number")]
    pub memory_mb: Option<u64>,
    /// Disk in GiB.
    #[serde(deserialize_with = "lenient::number")]
    pub disk_size_gb: Option<u64>,
}

/// A cluster's network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NetworkInfo {
    /// The VPC of a cluster that has one for all of its regions.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub single_tenant_vpc_id: Option<VpcId>,
}

/// A cluster's database track.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SoftwareInfo {
    /// The track's id.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub track_id: Option<String>,
}

/// One region of a cluster, as it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterRegionInfo {
    /// Where its nodes stand.
    #[serde(deserialize_with = "lenient::nullable")]
    pub placement_info: PlacementInfo,
    /// Whether it is the cluster's main region.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_default: Option<bool>,
    /// Whether leaders prefer it.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_affinitized: Option<bool>,
    /// The ways in.
    #[serde(deserialize_with = "lenient::list")]
    pub accessibility_types: Vec<AccessibilityType>,
    /// Stands only where the region has a PSE.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::nullable"
    )]
    pub private_service_endpoint_info: Option<PseRegionSpec>,
}

/// Where a region's nodes stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlacementInfo {
    /// The cloud and the region's code.
    #[serde(deserialize_with = "lenient::nullable")]
    pub cloud_info: CloudInfo,
    /// Nodes in the region.
    #[serde(deserialize_with = "lenient::number")]
    pub num_nodes: Option<u32>,
    /// The VPC; `None` where the cluster isn't in one.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub vpc_id: Option<VpcId>,
    /// Replicas in the region.
    #[serde(deserialize_with = "lenient::number")]
    pub num_replicas: Option<u32>,
    /// Whether its nodes are spread over zones.
    #[serde(deserialize_with = "lenient::flag")]
    pub multi_zone: Option<bool>,
}

/// Who may connect in a region, as an answer gives it: part of a PSE and of a cluster's region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PseRegionSpec {
    /// The cluster in the region.
    #[serde(deserialize_with = "lenient::text")]
    pub cluster_region_info_id: RegionInfoId,
    /// AWS principal ARNs or Azure subscription ids; `None` where the answer doesn't have the list, which
    /// says nothing about who is on it.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::optional_texts"
    )]
    pub security_principals: Option<Vec<String>>,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterInfo {
    /// Its id.
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: ClusterId,
    /// Its state.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub state: ClusterState,
    /// Its regions' ids.
    #[serde(default, deserialize_with = "lenient::list")]
    pub cluster_region_info_details: Vec<ClusterRegionInfoDetails>,
    /// The addresses it answers at; `None` where the answer doesn't have the list, which says nothing about
    /// which endpoints exist.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::optional_list"
    )]
    pub cluster_endpoints: Option<Vec<ClusterEndpoint>>,
    /// The project that it belongs to.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub project_id: Option<ProjectId>,
    /// The database's version.
    #[serde(default, deserialize_with = "lenient::text")]
    pub software_version: String,
    /// How well it is.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub health_info: HealthInfo,
    /// When it was made and changed.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub metadata: Times,
}

/// A region's id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterRegionInfoDetails {
    /// The region's code.
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
    /// The cluster region info id.
    #[serde(deserialize_with = "lenient::text")]
    pub id: RegionInfoId,
    /// Whether backups are kept there.
    #[serde(deserialize_with = "lenient::flag")]
    pub backup_region: Option<bool>,
}

/// An address that a cluster answers at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterEndpoint {
    /// The endpoint's id.
    #[serde(deserialize_with = "lenient::text")]
    pub id: String,
    /// The region's code.
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
    /// The DNS name. Read, never built: its suffix has changed before.
    #[serde(deserialize_with = "lenient::text")]
    pub host: String,
    /// How it is reached.
    #[serde(deserialize_with = "lenient::nullable")]
    pub accessibility_type: AccessibilityType,
    /// The older state field.
    #[serde(deserialize_with = "lenient::nullable")]
    pub state: Option<EndpointState>,
    /// The newer state field.
    #[serde(deserialize_with = "lenient::nullable")]
    pub state_v1: Option<EndpointStateV1>,
    /// The PSE's id, only on a PSE; some answers leave it out and the PSE's id is `id`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::optional_text"
    )]
    pub pse_id: Option<PseId>,
}

impl ClusterInfo {
    /// The addresses that the answer names.
    pub fn endpoints(&self) -> &[ClusterEndpoint] {
        self.cluster_endpoints.as_deref().unwrap_or_default()
    }
}

impl ClusterEndpoint {
    /// The PSE's id: `pse_id`, or `id` where that is absent; `None` if this isn't a PSE.
    pub fn pse(&self) -> Option<PseId> {
        (self.accessibility_type == AccessibilityType::PrivateServiceEndpoint).then(|| {
            self.pse_id
                .clone()
                .unwrap_or_else(|| PseId::from(self.id.as_str()))
        })
    }
}

/// How well a cluster is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthInfo {
    /// `HEALTHY`, `UNKNOWN`, …
    #[serde(deserialize_with = "lenient::text")]
    pub state: String,
    /// Remarks for people.
    #[serde(deserialize_with = "lenient::texts")]
    pub notes: Vec<String>,
}

/// When a thing was made and last changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Times {
    /// When it was made.
    #[serde(deserialize_with = "lenient::timestamp")]
    pub created_on: Option<Timestamp>,
    /// When it was last changed.
    #[serde(deserialize_with = "lenient::timestamp")]
    pub updated_on: Option<Timestamp>,
}

impl ClusterSize {
    /// Whether its regions replicate synchronously, which is the ordinary kind of cluster.
    pub fn is_synchronous(&self) -> bool {
        self.cluster_type == "SYNCHRONOUS"
    }
}
