//! Private service endpoints.

use serde::{Deserialize, Serialize};

use super::PseRegionSpec;
use super::lenient;
use super::open_enum::open_enum;
use crate::ids::{PseId, RegionInfoId};

open_enum! {
    /// Where a PSE stands in its life.
    PseState {
        /// Waiting for its turn.
        Queued = "QUEUED",
        /// Being made.
        Creating = "CREATING",
        /// Ready.
        Active = "ACTIVE",
        /// Its list is being changed.
        Updating = "UPDATING",
        /// Being deleted.
        Deleting = "DELETING",
        /// Gone.
        Deleted = "DELETED",
        /// Broken.
        Failed = "FAILED",
    }
}

/// A PSE: an AWS endpoint service or an Azure Private Link service on a cluster's region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pse {
    /// Who may connect; the service sends `null` at times.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub spec: Option<PseRegionSpec>,
    /// What became of it.
    #[serde(deserialize_with = "lenient::object")]
    pub info: PseInfo,
}

/// One region in a request: an item of a create's body, and an edit's whole body. It always has a list,
/// because what isn't on it loses its access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PseRegionRequest {
    /// The cluster in the region.
    pub cluster_region_info_id: RegionInfoId,
    /// AWS principal ARNs or Azure subscription ids: everybody who may connect.
    pub security_principals: Vec<String>,
}

/// What became of a PSE.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PseInfo {
    /// Its id.
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: PseId,
    /// Its state.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub state: PseState,
    /// The service name (AWS) or alias (Azure); empty until the PSE is ready.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub service_name: Option<String>,
    /// The zones that it serves; empty until the PSE is ready.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub availability_zones: Vec<String>,
    /// The ids of the cloud-side endpoints that are connected.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub connections: Vec<String>,
}
