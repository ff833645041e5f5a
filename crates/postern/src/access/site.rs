//! The regions that have an endpoint, in a fixed order.

use std::collections::HashSet;

use crate::inventory::{
    Cluster, Details, Endpoint, EndpointStatus, Health, Region, Snapshot, endpoint_rules,
};
use crate::principal::{PrincipalKind, PrincipalView};

/// A region of a cluster with its endpoint.
#[derive(Clone)]
pub(super) struct Site<'a> {
    pub cluster: &'a Cluster,
    pub region: &'a Region,
    /// Without the duplicates that a list may have.
    pub principals: Vec<&'a PrincipalView>,
    /// Whether its list hasn't been read; then nothing is concluded from it.
    pub unread: bool,
    pub status: EndpointStatus,
    pub details: Option<&'a Details>,
}

/// Every endpoint, sorted by cluster and region, so that results don't depend on the snapshot's order.
pub(super) fn sites(now: &Snapshot) -> Vec<Site<'_>> {
    let clusters = now.clusters.iter();
    let mut sites: Vec<Site<'_>> = clusters
        .flat_map(|cluster| {
            let regions = cluster.regions.iter();
            regions.filter_map(|region| site(cluster, region))
        })
        .collect();
    sites.sort_by(|a, b| key(a).cmp(&key(b)));
    sites
}

fn key<'a>(site: &Site<'a>) -> (&'a str, &'a str, &'a str, &'a str) {
    (
        &site.cluster.name,
        site.cluster.id.as_str(),
        &site.region.region,
        site.region.id.as_str(),
    )
}

fn site<'a>(cluster: &'a Cluster, region: &'a Region) -> Option<Site<'a>> {
    let (status, details) = match &region.endpoint {
        Endpoint::None => return None,
        Endpoint::Requested { .. } => (EndpointStatus::Creating, None),
        Endpoint::Present(present) => (present.status, Some(&present.details)),
    };
    let list = region.endpoint.principals();
    let mut met = HashSet::new();
    let principals = list
        .unwrap_or_default()
        .iter()
        .filter(|view| met.insert(&view.text))
        .collect();
    Some(Site {
        cluster,
        region,
        principals,
        unread: list.is_none(),
        status,
        details,
    })
}

impl<'a> Site<'a> {
    /// The number of connections; `None` if not read.
    pub fn connections(&self) -> Option<u32> {
        let ids = self.connection_ids()?;
        Some(u32::try_from(ids.len()).unwrap_or(u32::MAX))
    }

    /// The IDs of its connections; `None` if not read.
    pub fn connection_ids(&self) -> Option<&'a [String]> {
        match self.details? {
            Details::Known { connections, .. } => connections.as_deref(),
            Details::Loading { .. } | Details::Unreadable { .. } => None,
        }
    }

    /// Whether its list can be changed: it has been read, and the endpoint works and isn't being deleted.
    pub fn takes_edits(&self) -> bool {
        let rule = endpoint_rules(self.cluster, self.region).may_edit;
        rule.refusal().is_none()
    }

    /// Whether it is in use: ready, on a running cluster.
    pub fn serves(&self) -> bool {
        let runs = !matches!(self.cluster.health, Health::Stopped | Health::Changing);
        runs && matches!(
            self.status,
            EndpointStatus::Ready | EndpointStatus::Updating
        )
    }

    pub fn lists(&self, text: &str) -> bool {
        self.principals.iter().any(|view| view.text == text)
    }

    pub fn lists_everyone(&self) -> bool {
        let mut principals = self.principals.iter();
        principals.any(|view| view.kind == PrincipalKind::Everyone)
    }

    /// For texts, such as "orders in us-west-2".
    pub fn name(&self) -> String {
        format!("{} in {}", self.cluster.name, self.region.region)
    }
}
