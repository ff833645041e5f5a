//! Rules about a principal, on whichever endpoints it is listed.

use std::collections::BTreeMap;

use crate::access::rules::cluster::is_elsewhere;
use crate::access::rules::words::{count, listed};
use crate::access::site::Site;
use crate::access::{Finding, FindingKind, Fix, Severity};
use crate::plan::Goal;
use crate::principal::{Principal, PrincipalCloud, PrincipalKind, PrincipalView, principal_cloud};

/// Texts count the endpoints instead of naming them if there are more than this.
const NAMED: usize = 3;

/// An unusable principal, with the endpoints that list it.
struct Unusable<'a> {
    cloud: PrincipalCloud,
    view: &'a PrincipalView,
    sites: Vec<&'a Site<'a>>,
}

/// The findings about principals.
pub(in crate::access) fn all(sites: &[Site<'_>]) -> Vec<Finding> {
    let mut unusable: BTreeMap<(&str, &str), Unusable<'_>> = BTreeMap::new();
    // An endpoint that can't be edited has a more serious finding, or will be read again soon.
    for site in sites.iter().filter(|site| site.takes_edits()) {
        let cloud = principal_cloud(&site.region.cloud);
        for &view in &site.principals {
            if view.kind != PrincipalKind::Unrecognized && !is_elsewhere(view) {
                continue;
            }
            let entry = unusable.entry((cloud.name(), &view.text));
            let found = entry.or_insert_with(|| Unusable {
                cloud,
                view,
                sites: Vec::new(),
            });
            found.sites.push(site);
        }
    }
    unusable
        .into_values()
        .map(|unusable| unusable.finding())
        .collect()
}

/// Whether an entry is the ID of a role or user, which AWS shows once the role or user is deleted.
fn is_deleted(view: &PrincipalView) -> bool {
    let is_id = |id: &str| {
        (id.starts_with("AROA") || id.starts_with("AIDA"))
            && id.len() >= 16
            && id
                .bytes()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    view.kind == PrincipalKind::Unrecognized && is_id(&view.text)
}

impl Unusable<'_> {
    fn finding(&self) -> Finding {
        let (kind, word, what, why) = if is_deleted(self.view) {
            (
                FindingKind::DeletedIdentity,
                "deleted-identity",
                "is what AWS left of a deleted role or user",
                "Its ID stands where the ARN was.".to_owned(),
            )
        } else if self.view.kind == PrincipalKind::Unrecognized {
            let why = match Principal::parse(self.cloud, &self.view.text) {
                Err(rejection) => rejection.reason,
                Ok(_) => String::new(),
            };
            (
                FindingKind::WrongForm,
                "wrong-form",
                "isn't a valid principal",
                why,
            )
        } else {
            let why = self.view.warning.clone();
            let kind = FindingKind::OtherPartition;
            (kind, "other-partition", "can't reach the endpoint", why)
        };
        Finding {
            id: format!("{word}:{}:{}", self.cloud.name(), self.view.text),
            kind,
            severity: Severity::Warning,
            title: format!("{} {what}", self.view.short),
            text: format!("{why} It has no effect on {}.", self.places()),
            regions: self
                .sites
                .iter()
                .map(|site| site.region.id.clone())
                .collect(),
            principal: Some(self.view.clone()),
            fixes: self.fixes(),
            accepted: None,
        }
    }

    fn places(&self) -> String {
        if self.sites.len() > NAMED {
            return count(self.sites.len(), "endpoint");
        }
        let names: Vec<String> = self.sites.iter().map(|site| site.name()).collect();
        listed(names.iter().map(String::as_str))
    }

    /// Replace it by what was probably meant, or remove it.
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
            label: format!("Replace with {}", meant.view().short),
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
