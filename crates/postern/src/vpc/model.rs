//! The form for a new VPC, and its errors.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::cloud::Cloud;

/// The form for a new VPC.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcDraft {
    pub name: String,
    pub cloud: Cloud,
    /// GCP only: the address range from which the regions get theirs.
    pub parent_cidr: Option<String>,
    pub regions: Vec<VpcDraftRegion>,
}

/// A region in the form.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcDraftRegion {
    /// The cloud's name for the region, such as `us-west-2`.
    pub region: String,
    /// CIDR of its address range; empty on Azure.
    pub cidr: String,
}

/// Errors in a form, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcCheck {
    pub name: Option<String>,
    pub parent_cidr: Option<String>,
    /// In the order of the form.
    pub regions: Vec<VpcRegionCheck>,
    /// An error in the form as a whole.
    pub form: Option<String>,
    /// Warnings about allowed but unusual values.
    pub warnings: Vec<String>,
}

impl VpcCheck {
    /// Whether there are no errors; there may be warnings.
    pub fn is_clean(&self) -> bool {
        let fine = |region: &VpcRegionCheck| region.region.is_none() && region.cidr.is_none();
        self.name.is_none()
            && self.parent_cidr.is_none()
            && self.form.is_none()
            && self.regions.iter().all(fine)
    }
}

/// Errors in a region of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcRegionCheck {
    pub region: Option<String>,
    pub cidr: Option<String>,
}
