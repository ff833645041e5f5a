//! What a principal shows by itself, wherever it is listed.

use std::collections::BTreeMap;

use crate::access::rules::cluster::is_elsewhere;
use crate::access::rules::words::{count, listed};
use crate::access::site::Site;
use crate::access::{Finding, FindingKind, Fix, Severity};
use crate::plan::Goal;
use crate::principal::{Principal, PrincipalCloud};
use crate::principal::{PrincipalKind, PrincipalView, principal_cloud};

/// More endpoints than this are counted rather than named.
const NAMED: usize = 3;

/// A principal that can't be used, and where it is listed.
struct Useless<'a> {
    cloud: PrincipalCloud,
    view: &'a PrincipalView,
    sites: Vec<&'a Site<'a>>,
}

/// What looks wrong with principals.
pub(in crate::access) fn all(sites: &[Site<'_>]) -> Vec<Finding> {
    let mut useless: BTreeMap<(&str, &str), Useless<'_>> = BTreeMap::new();
    // What can't be edited has worse to say of itself, or will soon be read again.
    for site in sites.iter().filter(|site| site.takes_edits()) {
        let cloud = principal_cloud(&site.cluster.cloud);
        for &view in &site.principals {
            if view.kind != PrincipalKind::Unrecognised && !is_elsewhere(view) {
                continue;
            }
            let entry = useless.entry((cloud.name(), &view.text));
            let found = entry.or_insert_with(|| Useless {
                cloud,
                view,
                sites: Vec::new(),
            });
            found.sites.push(site);
        }
    }
    useless
        .into_values()
        .map(|useless| useless.finding())
        .collect()
}

impl Useless<'_> {
    fn finding(&self) -> Finding {
        let (kind, word, what, why) = if self.view.kind == PrincipalKind::Unrecognised {
            let why = match Principal::parse(self.cloud, &self.view.text) {
                Err(rejection) => rejection.reason,
                Ok(_) => String::new(),
            };
            (FindingKind::WrongForm, "wrong-form", "is no principal", why)
        } else {
            let why = self.view.warning.clone();
            let kind = FindingKind::OtherPartition;
            (kind, "other-partition", "can't reach the service", why)
        };
        Finding {
            id: format!("{word}:{}:{}", self.cloud.name(), self.view.text),
            kind,
            severity: Severity::Warning,
            title: format!("{} {what}", self.view.short),
            text: format!("{why} It lets nobody in on {}.", self.places()),
            regions: self
                .sites
                .iter()
                .map(|site| site.region.id.clone())
                .collect(),
            principal: Some(self.view.clone()),
            fixes: self.fixes(),
        }
    }

    fn places(&self) -> String {
        if self.sites.len() > NAMED {
            return count(self.sites.len(), "endpoint");
        }
        let names: Vec<String> = self.sites.iter().map(|site| site.name()).collect();
        listed(names.iter().map(String::as_str))
    }

    /// What was probably meant in its place, or nothing.
    fn fixes(&self) -> Vec<Fix> {
        let regions: Vec<_> = self
            .sites
            .iter()
            .map(|site| site.region.id.clone())
            .collect();
        let meant = match Principal::parse(self.cloud, &self.view.text) {
            Err(rejection) => rejection.suggestions.into_iter().next(),
            Ok(_) => None,
        };
        let replace = meant.map(|meant| Fix {
            label: format!("Replace by {}", meant.view().short),
            goal: Goal::Replace {
                regions: regions.clone(),
                old: self.view.text.clone(),
                new: meant.to_string(),
            },
        });
        let remove = Fix {
            label: "Remove".to_owned(),
            goal: Goal::Remove {
                regions,
                principals: vec![self.view.text.clone()],
            },
        };
        replace.into_iter().chain([remove]).collect()
    }
}
