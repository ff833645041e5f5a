//! Links to an endpoint, such as `postern://endpoint/ACCOUNT/PROJECT/REGION`. Pure.

use std::fmt;

use aeon::ids::{AccountId, ProjectId, RegionInfoId};

use crate::problem::{Problem, ProblemCode};

/// What the desktop hands to Postern.
pub const SCHEME: &str = "postern:";
const PREFIX: &str = "postern://endpoint/";
/// The IDs are UUIDs; anything longer is none.
const MAX_ID: usize = 64;

/// A link that shows an endpoint. It names nothing but IDs, and nothing can be changed with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointLink {
    pub account_id: AccountId,
    pub project_id: ProjectId,
    pub region_id: RegionInfoId,
}

impl EndpointLink {
    /// The link to the endpoint of a region; `None` if one of the IDs doesn't fit into a link.
    #[must_use]
    pub fn new(account: &AccountId, project: &ProjectId, region: &RegionInfoId) -> Option<Self> {
        let fit = [account.as_str(), project.as_str(), region.as_str()];
        fit.into_iter().all(is_id).then(|| Self {
            account_id: account.clone(),
            project_id: project.clone(),
            region_id: region.clone(),
        })
    }

    /// Parses a link.
    ///
    /// # Errors
    /// It isn't a link to an endpoint. The text isn't part of the message: anybody may have written it.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let rest = text
            .strip_prefix(PREFIX)
            .map(|rest| rest.trim_end_matches('/'));
        let parts: Vec<&str> = rest.unwrap_or_default().split('/').collect();
        match parts.as_slice() {
            &[account, project, region] if parts.iter().all(|part| is_id(part)) => Ok(Self {
                account_id: account.into(),
                project_id: project.into(),
                region_id: region.into(),
            }),
            _ => Err(Problem::new(
                ProblemCode::Invalid,
                "The link that was opened isn't one that Postern makes.",
                "Copy it again: Endpoints > Copy as > Links.",
            )),
        }
    }
}

impl fmt::Display for EndpointLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            account_id,
            project_id,
            region_id,
        } = self;
        write!(f, "{PREFIX}{account_id}/{project_id}/{region_id}")
    }
}

fn is_id(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (1..=MAX_ID).contains(&text.len()) && text.chars().all(fits)
}
