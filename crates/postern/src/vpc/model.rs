//! Making a VPC: the form and what is wrong with it.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::cloud::Cloud;

/// What the user wants.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcDraft {
    /// Its name.
    pub name: String,
    /// Its cloud.
    pub cloud: Cloud,
    /// GCP only: the range that the regions are cut from.
    pub parent_cidr: Option<String>,
    /// Its regions.
    pub regions: Vec<VpcDraftRegion>,
}

/// A region of a VPC that is to be made.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcDraftRegion {
    /// The region's code.
    pub region: String,
    /// Its address range; empty on Azure.
    pub cidr: String,
}

/// What is wrong with a form, field by field; empty everywhere: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcCheck {
    /// The name.
    pub name: Option<String>,
    /// The parent range.
    pub parent_cidr: Option<String>,
    /// Each region, in the form's order.
    pub regions: Vec<VpcRegionCheck>,
    /// The form as a whole.
    pub form: Option<String>,
    /// What is allowed but deserves a second look.
    pub warnings: Vec<String>,
}

impl VpcCheck {
    /// Whether nothing is wrong; there may be warnings.
    pub fn is_clean(&self) -> bool {
        let fine = |region: &VpcRegionCheck| region.region.is_none() && region.cidr.is_none();
        self.name.is_none()
            && self.parent_cidr.is_none()
            && self.form.is_none()
            && self.regions.iter().all(fine)
    }
}

/// What is wrong with a region of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VpcRegionCheck {
    /// The region's code.
    pub region: Option<String>,
    /// The range.
    pub cidr: Option<String>,
}
