//! What the user wants, over any number of endpoints.

use aeon::ids::{ClusterId, RegionInfoId};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Draft;

/// What the user wants, over any number of endpoints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Goal {
    /// Let these principals in on these endpoints.
    Add {
        /// The endpoints.
        regions: Vec<RegionInfoId>,
        /// The principals.
        principals: Vec<String>,
    },
    /// Take these principals off these endpoints.
    Remove {
        /// The endpoints.
        regions: Vec<RegionInfoId>,
        /// The principals.
        principals: Vec<String>,
    },
    /// Take these principals off every endpoint.
    RemoveEverywhere {
        /// The principals.
        principals: Vec<String>,
    },
    /// Put one principal in another's place, where that stands.
    Replace {
        /// The endpoints.
        regions: Vec<RegionInfoId>,
        /// Whom to take off.
        old: String,
        /// Whom to let in instead.
        new: String,
    },
    /// Give the others exactly this endpoint's list.
    Copy {
        /// The endpoint whose list it is.
        from: RegionInfoId,
        /// The others.
        to: Vec<RegionInfoId>,
    },
    /// Make endpoints in these regions.
    Create {
        /// The regions.
        regions: Vec<RegionInfoId>,
        /// Who may connect.
        principals: Vec<String>,
    },
    /// Make endpoints in every region of these clusters that lacks one.
    CreateMissing {
        /// The clusters.
        clusters: Vec<ClusterId>,
        /// Who may connect.
        principals: Vec<String>,
    },
    /// Delete these endpoints.
    Delete {
        /// The endpoints.
        regions: Vec<RegionInfoId>,
    },
    /// Do as these drafts say.
    Drafts {
        /// The drafts.
        drafts: Vec<Draft>,
    },
}
