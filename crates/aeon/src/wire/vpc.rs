//! VPCs that Aeon manages.

use serde::{Deserialize, Serialize};

use super::Thing;
use super::lenient;
use super::open_enum::open_enum;
use crate::ids::{ClusterId, VpcId};

open_enum! {
    /// A cloud provider.
    CloudCode {
        /// Amazon Web Services.
        Aws = "AWS",
        /// Google Cloud.
        Gcp = "GCP",
        /// Microsoft Azure.
        Azure = "AZURE",
    }
}

open_enum! {
    /// Where a VPC stands in its life.
    VpcState {
        /// Being made.
        Creating = "CREATING",
        /// Ready for clusters.
        Active = "ACTIVE",
        /// Making it failed.
        Failed = "FAILED",
        /// Being deleted.
        Deleting = "DELETING",
    }
}

/// A VPC.
pub type Vpc = Thing<VpcSpec, VpcInfo>;

/// What was asked for. Also the body's `spec` when one is created.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VpcSpec {
    /// Its name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// Its cloud.
    #[serde(deserialize_with = "lenient::nullable")]
    pub cloud: CloudCode,
    /// The range that GCP regions are cut from.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub parent_cidr: Option<String>,
    /// Its regions.
    #[serde(deserialize_with = "lenient::list")]
    pub region_specs: Vec<VpcRegionSpec>,
}

/// A VPC's region and its address range.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VpcRegionSpec {
    /// The region's code.
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
    /// Its address range; on Azure the service assigns it.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub cidr: Option<String>,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcInfo {
    /// Its id.
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: VpcId,
    /// The provider's account or project that holds it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub cloud_provider_project: String,
    /// Clusters inside.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub cluster_ids: Vec<ClusterId>,
    /// Peerings.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub peering_ids: Vec<String>,
    /// Its state.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub state: VpcState,
    /// The cloud's own id for it.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub external_vpc_id: Option<String>,
}
