//! VPCs that Aeon manages.

use serde::{Deserialize, Serialize};

use super::Resource;
use super::lenient;
use super::open_enum::open_enum;
use crate::ids::{ClusterId, VpcId};

open_enum! {
    CloudCode {
        Aws = "AWS",
        Gcp = "GCP",
        Azure = "AZURE",
    }
}

open_enum! {
    VpcState {
        Creating = "CREATING",
        Active = "ACTIVE",
        Failed = "FAILED",
        Deleting = "DELETING",
    }
}

/// A VPC.
pub type Vpc = Resource<VpcSpec, VpcInfo>;

/// What the user asked for; also part of a create's body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VpcSpec {
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    pub cloud: CloudCode,
    /// GCP only: the range that the regions' ranges are taken from.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub parent_cidr: Option<String>,
    #[serde(deserialize_with = "lenient::list")]
    pub region_specs: Vec<VpcRegionSpec>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VpcRegionSpec {
    #[serde(deserialize_with = "lenient::text")]
    pub region: String,
    /// On Azure the service assigns it.
    #[serde(deserialize_with = "lenient::optional_text")]
    pub cidr: Option<String>,
}

/// What the service made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VpcInfo {
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: VpcId,
    /// The cloud account or project that contains it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub cloud_provider_project: String,
    #[serde(default, deserialize_with = "lenient::texts")]
    pub cluster_ids: Vec<ClusterId>,
    #[serde(default, deserialize_with = "lenient::texts")]
    pub peering_ids: Vec<String>,
    #[serde(default)]
    pub state: VpcState,
    /// The id that the cloud gave it.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub external_vpc_id: Option<String>,
}
