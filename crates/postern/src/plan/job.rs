//! What a step is about to do, beyond what the page is shown of it.

use aeon::ids::{PseId, RegionInfoId};
use serde::{Deserialize, Serialize};

use super::merge::Intent;
use crate::inventory::{Details, Present};
use crate::principal::texts;

/// One region's work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Job {
    pub region_id: RegionInfoId,
    pub region: String,
    pub kind: JobKind,
    /// Whether it puts back what an edit of ours had replaced.
    #[serde(default)]
    pub puts_back: bool,
}

/// What an endpoint was like when its deletion was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reviewed {
    /// `None` where no answer had them.
    pub principals: Option<Vec<String>>,
    /// `None` where they were not read.
    pub connections: Option<Vec<String>>,
}

impl Reviewed {
    pub fn of(present: &Present) -> Self {
        Self {
            principals: present.principals.as_deref().map(texts),
            connections: match &present.details {
                Details::Known { connections, .. } => connections.clone(),
                Details::Loading { .. } | Details::Unreadable { .. } => None,
            },
        }
    }
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
        #[serde(default)]
        reviewed: Option<Reviewed>,
    },
}
