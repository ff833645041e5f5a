//! Collects the findings of all rules. Pure.

use std::collections::BTreeMap;

use super::site::Site;
use super::{Finding, KeyFacts, ListFacts, rules};
use crate::inventory::{Cluster, Snapshot};
use crate::principal::Names;

/// All findings, most serious first.
pub(super) fn findings(
    now: &Snapshot,
    sites: &[Site<'_>],
    seen: &ListFacts,
    names: &Names,
    key: &KeyFacts,
) -> Vec<Finding> {
    let mut found: Vec<Finding> = rules::key::expires(now, key).into_iter().collect();
    for site in sites {
        found.extend(rules::endpoint::all(site));
    }
    for (cluster, sites) in by_cluster(sites) {
        found.extend(rules::cluster::public_access(cluster, &sites));
        for cloud in &cluster.clouds {
            found.extend(rules::cluster::not_in_siblings(cluster, cloud, &sites));
        }
    }
    found.extend(rules::principal::all(sites));
    found.extend(rules::owner::all(sites, names));
    found.extend(rules::connection::all(sites, seen, names));
    found.extend(rules::date::past(sites, seen, key.today));
    for finding in &mut found {
        finding.accepted = seen.acceptance(&finding.id, key.today).cloned();
    }
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    found
}

fn order(finding: &Finding) -> impl Ord + '_ {
    let severity = std::cmp::Reverse(finding.severity);
    (severity, finding.kind, &finding.title, &finding.id)
}

/// Groups the endpoints by cluster.
fn by_cluster<'a>(sites: &[Site<'a>]) -> Vec<(&'a Cluster, Vec<Site<'a>>)> {
    let mut clusters: BTreeMap<&str, (&Cluster, Vec<Site<'_>>)> = BTreeMap::new();
    for site in sites {
        let entry = clusters.entry(site.cluster.id.as_str());
        let (_, of_cluster) = entry.or_insert_with(|| (site.cluster, Vec::new()));
        of_cluster.push(site.clone());
    }
    clusters.into_values().collect()
}
