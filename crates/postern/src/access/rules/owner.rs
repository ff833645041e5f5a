//! Rules about whose principals are on a list.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::rules::words::{count, listed};
use crate::access::site::Site;
use crate::access::{Finding, FindingKind, Fix, Severity};
use crate::plan::Goal;
use crate::principal::{Names, PrincipalKind, PrincipalView};

/// Texts count the endpoints instead of naming them if there are more than this.
const NAMED: usize = 3;

/// The findings about owners.
pub(in crate::access) fn all(sites: &[Site<'_>], names: &Names) -> Vec<Finding> {
    [foreign(sites, names), whole_accounts(sites)].concat()
}

/// Owners that aren't the user's own, if some are marked as that.
fn foreign(sites: &[Site<'_>], names: &Names) -> Vec<Finding> {
    let mut found: BTreeMap<(&str, &str), Vec<(&Site<'_>, &PrincipalView)>> = BTreeMap::new();
    for site in sites.iter().filter(|site| site.takes_edits()) {
        for &view in &site.principals {
            if let Some(owner) = view.owner.as_deref().filter(|one| names.is_foreign(one)) {
                let key = (site.region.cloud.name(), owner);
                found.entry(key).or_default().push((site, view));
            }
        }
    }
    let finding = |((cloud, owner), on): ((&str, &str), Vec<(&Site<'_>, &PrincipalView)>)| {
        let sites = distinct(on.iter().map(|(site, _)| *site));
        let principals: BTreeSet<&str> = on.iter().map(|(_, view)| view.text.as_str()).collect();
        let who = match names.of(owner) {
            Some(name) => format!("{name} ({owner})"),
            None => owner.to_owned(),
        };
        Finding {
            id: format!("not-ours:{cloud}:{owner}"),
            kind: FindingKind::NotOurs,
            severity: Severity::Warning,
            title: format!("{who} isn't marked as yours"),
            text: format!(
                "It can connect to {}. If that is meant, mark it as yours or accept this finding.",
                places(&sites)
            ),
            regions: sites.iter().map(|site| site.region.id.clone()).collect(),
            principal: on.first().map(|(_, view)| (*view).clone()),
            fixes: vec![Fix {
                label: format!("Revoke on {}", count(sites.len(), "endpoint")),
                goal: Goal::Remove {
                    regions: sites.iter().map(|site| site.region.id.clone()).collect(),
                    principals: principals.into_iter().map(str::to_owned).collect(),
                },
            }],
            accepted: None,
        }
    };
    found.into_iter().map(finding).collect()
}

/// Whole accounts beside their own roles or users, which then say nothing.
fn whole_accounts(sites: &[Site<'_>]) -> Vec<Finding> {
    let mut found: BTreeMap<&str, (&PrincipalView, Vec<&Site<'_>>)> = BTreeMap::new();
    for site in sites.iter().filter(|site| site.takes_edits()) {
        for &view in &site.principals {
            let is_beside = |other: &&PrincipalView| {
                matches!(other.kind, PrincipalKind::Role | PrincipalKind::User)
                    && other.owner == view.owner
            };
            if view.kind == PrincipalKind::Account && site.principals.iter().any(is_beside) {
                let entry = found.entry(&view.text);
                entry.or_insert_with(|| (view, Vec::new())).1.push(site);
            }
        }
    }
    let finding = |(view, sites): (&PrincipalView, Vec<&Site<'_>>)| Finding {
        id: format!("whole-account:{}", view.text),
        kind: FindingKind::WholeAccount,
        severity: Severity::Note,
        title: format!(
            "{} lets in the whole account beside its own roles",
            view.short
        ),
        text: format!(
            "On {}, roles or users of this account are listed as well. They keep their access if the account as a \
             whole is removed; everything else in it loses access.",
            places(&sites)
        ),
        regions: sites.iter().map(|site| site.region.id.clone()).collect(),
        principal: Some(view.clone()),
        fixes: vec![Fix {
            label: "Remove the account".to_owned(),
            goal: Goal::Remove {
                regions: sites.iter().map(|site| site.region.id.clone()).collect(),
                principals: vec![view.text.clone()],
            },
        }],
        accepted: None,
    };
    found.into_values().map(finding).collect()
}

fn distinct<'a, 'b>(sites: impl Iterator<Item = &'b Site<'a>>) -> Vec<&'b Site<'a>>
where
    'a: 'b,
{
    let mut met = BTreeSet::new();
    sites
        .filter(|site| met.insert(site.region.id.as_str()))
        .collect()
}

fn places(sites: &[&Site<'_>]) -> String {
    if sites.len() > NAMED {
        return count(sites.len(), "endpoint");
    }
    let names: Vec<String> = sites.iter().map(|site| site.name()).collect();
    listed(names.iter().map(String::as_str))
}
