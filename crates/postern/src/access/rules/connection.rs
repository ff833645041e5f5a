//! Rules about who is connected.

use std::collections::BTreeMap;

use crate::access::rules::words::listed;
use crate::access::site::Site;
use crate::access::{Finding, FindingKind, Fix, ListFacts, Severity};
use crate::connection::{Connection, ConnectionPhase, Standing, connections};
use crate::plan::Goal;
use crate::principal::{Names, principal_cloud, whole_owner};

/// Texts count the connections instead of naming them if there are more than this.
const NAMED: usize = 3;

/// Owners of connections that aren't on the endpoint's list.
pub(in crate::access) fn all(sites: &[Site<'_>], seen: &ListFacts, names: &Names) -> Vec<Finding> {
    let of_site = |site: &Site<'_>| {
        let mut by_owner: BTreeMap<String, Vec<Connection>> = BTreeMap::new();
        for one in connected(site, seen, names) {
            let ended = |phase| phase == ConnectionPhase::Ended;
            let is_up = !one.found.as_ref().is_some_and(|found| ended(found.phase));
            if let (Some(owner), Some(Standing::NotListed), true) =
                (one.owner.clone(), one.standing, one.is_reported && is_up)
            {
                by_owner.entry(owner).or_default().push(one);
            }
        }
        let findings = by_owner.into_iter();
        findings
            .filter_map(|(owner, of)| finding(site, &owner, &of, names))
            .collect::<Vec<_>>()
    };
    let editable = sites.iter().filter(|site| site.takes_edits());
    editable.flat_map(of_site).collect()
}

fn connected(site: &Site<'_>, seen: &ListFacts, names: &Names) -> Vec<Connection> {
    connections(
        site.connection_ids(),
        seen.connected(&site.region.id),
        site.region.endpoint.principals(),
        names,
    )
}

fn finding(site: &Site<'_>, owner: &str, of: &[Connection], names: &Names) -> Option<Finding> {
    let principal = whole_owner(principal_cloud(&site.region.cloud), owner)?;
    let who = match names.of(owner) {
        Some(name) => format!("{name} ({owner})"),
        None => owner.to_owned(),
    };
    let through = match of.len() {
        n if n > NAMED => format!("{n} connections"),
        _ => listed(of.iter().map(|one| last_part(&one.id))),
    };
    Some(Finding {
        id: format!("connected-not-listed:{}:{owner}", site.region.id.as_str()),
        kind: FindingKind::ConnectedNotListed,
        severity: Severity::Warning,
        title: format!("{who} is connected to {} but not on its list", site.name()),
        text: format!(
            "It is connected through {through}. Removing a principal doesn't end its connections: delete them on the \
             other side, or add the principal again."
        ),
        regions: vec![site.region.id.clone()],
        principal: Some(principal.view()),
        fixes: vec![Fix {
            label: "Add it again".to_owned(),
            goal: Goal::Add {
                regions: vec![site.region.id.clone()],
                principals: vec![principal.to_string()],
            },
        }],
        accepted: None,
    })
}

/// Azure's IDs are long paths, of which the last part is the name.
fn last_part(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}
