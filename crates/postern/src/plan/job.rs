//! What a step is about to do, beyond what the page is shown of it.

use aeon::ids::{PseId, RegionInfoId};
use serde::{Deserialize, Serialize};

use super::merge::Intent;

/// One region's work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Job {
    pub region_id: RegionInfoId,
    pub region: String,
    pub kind: JobKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum JobKind {
    Create {
        list: Vec<String>,
    },
    Edit {
        pse_id: Option<PseId>,
        intent: Intent,
        /// The list that the user has last seen: in the plan, or when a conflict was shown.
        seen: Vec<String>,
        /// The whole list that the user wants, for the case that the endpoint has to be made again.
        mine: Vec<String>,
    },
    Delete {
        pse_id: PseId,
    },
}
