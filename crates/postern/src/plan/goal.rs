//! What the user wants over any number of endpoints, and the changes that it comes to. Pure.

use aeon::ids::{ClusterId, RegionInfoId};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::expand::{Expanded, expand};
use super::index::Index;
use crate::change::{Draft, RegionChange};
use crate::inventory::{Endpoint, Region, Snapshot};
use crate::principal::{Principal, PrincipalCloud};
use crate::problem::{Problem, ProblemCode};

/// What the user wants, over any number of endpoints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Goal {
    /// These may connect to these endpoints, too.
    Add {
        /// The endpoints' regions.
        regions: Vec<RegionInfoId>,
        /// Who may connect.
        principals: Vec<String>,
    },
    /// These may no longer connect to these endpoints.
    Remove {
        /// The endpoints' regions.
        regions: Vec<RegionInfoId>,
        /// Who may no longer connect.
        principals: Vec<String>,
    },
    /// These may no longer connect to any endpoint.
    RemoveEverywhere {
        /// Who may no longer connect.
        principals: Vec<String>,
    },
    /// Where `old` stands on the list, `new` stands instead.
    Replace {
        /// The endpoints' regions.
        regions: Vec<RegionInfoId>,
        /// Who may no longer connect.
        old: String,
        /// Who may connect instead.
        new: String,
    },
    /// These endpoints get exactly the list of that one.
    Copy {
        /// The region of the endpoint whose list is taken.
        from: RegionInfoId,
        /// The regions of the endpoints that get it.
        to: Vec<RegionInfoId>,
    },
    /// These regions get an endpoint.
    Create {
        /// The regions.
        regions: Vec<RegionInfoId>,
        /// Who may connect.
        principals: Vec<String>,
    },
    /// Every region of these clusters that lacks an endpoint gets one.
    CreateMissing {
        /// The clusters.
        clusters: Vec<ClusterId>,
        /// Who may connect.
        principals: Vec<String>,
    },
    /// These endpoints are deleted.
    Delete {
        /// The endpoints' regions.
        regions: Vec<RegionInfoId>,
    },
    /// These endpoints have failed: each is deleted and made again with its own list.
    Recreate {
        /// The endpoints' regions.
        regions: Vec<RegionInfoId>,
    },
    /// The drafts as they stand.
    Drafts {
        /// One for each cluster.
        drafts: Vec<Draft>,
    },
}

impl Goal {
    /// The drafts that it comes to, given what is known now.
    pub fn expand(&self, snapshot: &Snapshot) -> Expanded {
        expand(self, snapshot)
    }

    /// Refuses what no cloud takes as a principal, and a goal without an object. What is only taken off
    /// lists may have any form: the service may hold what Postern doesn't know.
    ///
    /// # Errors
    /// [`ProblemCode::Invalid`] names the text and says what is wrong with it; [`ProblemCode::NotFound`]:
    /// the endpoint whose list is copied is gone.
    pub fn check(&self, snapshot: &Snapshot) -> Result<(), Problem> {
        let index = Index::new(snapshot);
        match self {
            Self::Add { principals, .. } => {
                named(principals)?;
                known(principals, self, &index)
            }
            Self::Create { principals, .. } | Self::CreateMissing { principals, .. } => {
                known(principals, self, &index)
            }
            Self::Remove { principals, .. } | Self::RemoveEverywhere { principals } => {
                named(principals)
            }
            Self::Replace { new, .. } => known(std::slice::from_ref(new), self, &index),
            Self::Copy { from, .. } => match index.region(from).map(|(_, found)| &found.endpoint) {
                Some(endpoint) if endpoint.principals().is_some() => Ok(()),
                Some(Endpoint::Present(_) | Endpoint::Requested { .. }) => Err(Problem::new(
                    ProblemCode::Stale,
                    "The service didn't return the principals to copy.",
                    "Refresh and try again.",
                )),
                _ => Err(Problem::new(
                    ProblemCode::NotFound,
                    "The endpoint to copy from no longer exists.",
                    "Refresh, then try again.",
                )),
            },
            Self::Delete { .. } | Self::Recreate { .. } | Self::Drafts { .. } => Ok(()),
        }
    }

    /// The cluster whose answer decides about all others: that of the list to copy.
    pub fn rests_on(&self, snapshot: &Snapshot) -> Option<ClusterId> {
        match self {
            Self::Copy { from, .. } => {
                let (cluster, _) = Index::new(snapshot).region(from)?;
                Some(cluster.id.clone())
            }
            _ => None,
        }
    }

    /// The clusters that it is about, as far as known: those that are worth reading again first, in the
    /// snapshot's order. For a removal everywhere these are all that have an endpoint: somebody else may
    /// just have put the principal on any of them.
    pub fn clusters(&self, snapshot: &Snapshot) -> Vec<ClusterId> {
        let index = Index::new(snapshot);
        match self {
            Self::Add { regions, .. }
            | Self::Remove { regions, .. }
            | Self::Replace { regions, .. }
            | Self::Create { regions, .. }
            | Self::Delete { regions }
            | Self::Recreate { regions } => index.clusters_of(regions),
            Self::Copy { from, to } => index.clusters_of(to.iter().chain([from])),
            Self::RemoveEverywhere { .. } => index.clusters_with_endpoints(),
            Self::CreateMissing { clusters, .. } => index.known(clusters),
            Self::Drafts { drafts } => index.known(drafts.iter().map(|draft| &draft.cluster_id)),
        }
    }
}

impl RegionChange {
    /// The region that it is about.
    pub fn region_id(&self) -> &RegionInfoId {
        match self {
            Self::Create { region_id, .. }
            | Self::Edit { region_id, .. }
            | Self::Delete { region_id }
            | Self::Recreate { region_id, .. } => region_id,
        }
    }
}

fn named(principals: &[String]) -> Result<(), Problem> {
    if principals.is_empty() {
        let message = "No principal was entered.";
        return Err(Problem::new(ProblemCode::Invalid, message, "Name one."));
    }
    Ok(())
}

/// The cloud of the first region that gets principals.
fn first_cloud(goal: &Goal, index: &Index<'_>) -> Option<PrincipalCloud> {
    let of = |region: &Region| PrincipalCloud::try_from(&region.cloud).ok();
    match goal {
        Goal::Add { regions, .. }
        | Goal::Create { regions, .. }
        | Goal::Replace { regions, .. } => {
            let mut found = regions.iter().filter_map(|id| index.region(id));
            found.find_map(|(_, region)| of(region))
        }
        Goal::CreateMissing { clusters, .. } => {
            let mut found = clusters.iter().filter_map(|id| index.cluster(id));
            found.find_map(|cluster| cluster.regions.iter().find_map(of))
        }
        _ => None,
    }
}

/// Refuses what neither cloud takes; the words are those of the first cloud that is concerned.
fn known(principals: &[String], goal: &Goal, index: &Index<'_>) -> Result<(), Problem> {
    for text in principals {
        let clouds = [PrincipalCloud::Aws, PrincipalCloud::Azure];
        if clouds
            .iter()
            .any(|cloud| Principal::parse(*cloud, text).is_ok())
        {
            continue;
        }
        let cloud = first_cloud(goal, index).unwrap_or(PrincipalCloud::Aws);
        if let Err(rejection) = Principal::parse(cloud, text) {
            return Err(Problem::new(
                ProblemCode::Invalid,
                format!("“{text}” can't be used. {}", rejection.reason),
                "Fix or remove it.",
            ));
        }
    }
    Ok(())
}
