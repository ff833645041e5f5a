//! What is not known for certain of the API, in this one place, so that one edit corrects it.
//!
//! - The PSE calls' path: the vendor's tools make the calls, but no recorded request shows it.
//! - The outer shape of a PSE create's body and of its answer.

use serde::{Deserialize, Serialize};

use super::{Pse, PseRegionSpec};

/// The last part of the PSE collection's path, below a cluster.
pub const PSE_PATH: &str = "private-service-endpoints";

/// A create's body: a list of regions inside one outer field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatePseBody {
    /// The regions that get a PSE, and who may connect to it.
    pub private_service_endpoint_spec: Vec<PseRegionSpec>,
}

/// A create's answer: one PSE for each region.
pub type CreatePseAnswer = super::Many<Pse>;
