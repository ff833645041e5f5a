//! Private service endpoints.

use serde::{Deserialize, Serialize};

use super::PseRegionSpec;
use super::lenient;
use super::open_enum::open_enum;
use crate::ids::{PseId, RegionInfoId};

open_enum! {
    /// Of these, only `DELETED` is certain: the others are the words that clusters and their endpoints use.
    PseState {
        Queued = "QUEUED",
        Creating = "CREATING",
        Active = "ACTIVE",
        /// Its list of principals is being changed.
        Updating = "UPDATING",
        Deleting = "DELETING",
        Deleted = "DELETED",
        Failed = "FAILED",
    }
}

/// A private service endpoint (PSE): an AWS endpoint service or Azure Private Link service for one region of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pse {
    /// The security principals. The service sometimes sends `null`.
    #[serde(default, deserialize_with = "lenient::nullable")]
    pub spec: Option<PseRegionSpec>,
    /// What the service made of it.
    #[serde(deserialize_with = "lenient::object")]
    pub info: PseInfo,
}

/// One region in a request: an item in the body of a create, and the whole body of an edit. The list is always
/// complete, because whoever isn't on it loses access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PseRegionRequest {
    pub cluster_region_info_id: RegionInfoId,
    /// AWS principal ARNs or Azure subscription ids of everyone who may connect.
    pub security_principals: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PseInfo {
    #[serde(deserialize_with = "lenient::own_id")]
    pub id: PseId,
    #[serde(default)]
    pub state: PseState,
    /// The service name (AWS) or alias (Azure); `None` until the PSE is ready.
    #[serde(default, deserialize_with = "lenient::optional_text")]
    pub service_name: Option<String>,
    /// The ids of the zones that it serves; empty until the PSE is ready.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub availability_zones: Vec<String>,
    /// The ids of the connected endpoints on the customer's side; `None` if the response doesn't contain the list,
    /// which doesn't mean that there are none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::optional_texts"
    )]
    pub connections: Option<Vec<String>>,
}
