//! The rule about access that was granted until a day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::access::rules::words::{count, listed};
use crate::access::site::Site;
use crate::access::{Finding, FindingKind, Fix, ListFacts, Severity};
use crate::change::ChangeNote;
use crate::plan::Goal;
use crate::principal::PrincipalView;

/// Texts count the endpoints instead of naming them if there are more than this.
const NAMED: usize = 3;

/// Access that was granted until a day that has passed, with a finding for each principal.
pub(in crate::access) fn past(sites: &[Site<'_>], seen: &ListFacts, today: Date) -> Vec<Finding> {
    let mut past: BTreeMap<(&str, &str), Past<'_>> = BTreeMap::new();
    for site in sites.iter().filter(|site| site.takes_edits()) {
        for &view in &site.principals {
            let Some(note) = seen.note(&site.region.id, &view.text) else {
                continue;
            };
            let Some(until) = note.until.filter(|until| *until < today) else {
                continue;
            };
            let entry = past.entry((site.region.cloud.name(), &view.text));
            let found = entry.or_insert_with(|| Past {
                view,
                until,
                note,
                sites: Vec::new(),
            });
            if until < found.until {
                (found.until, found.note) = (until, note);
            }
            found.sites.push(site);
        }
    }
    past.into_iter()
        .map(|((cloud, _), past)| past.finding(cloud))
        .collect()
}

struct Past<'a> {
    view: &'a PrincipalView,
    /// The earliest day.
    until: Date,
    note: &'a ChangeNote,
    sites: Vec<&'a Site<'a>>,
}

impl Past<'_> {
    fn finding(&self, cloud: &str) -> Finding {
        let view = self.view;
        let until = self.until.strftime("%b %-d, %Y");
        let names: Vec<String> = self.sites.iter().map(|site| site.name()).collect();
        let places = if names.len() <= NAMED {
            listed(names.iter().map(String::as_str))
        } else {
            count(names.len(), "endpoint")
        };
        let said = [&self.note.reason, &self.note.ticket];
        let said: Vec<&str> = said
            .into_iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let why = match said.as_slice() {
            [] => String::new(),
            said => format!(" ({})", said.join(", ")),
        };
        let regions: Vec<_> = self
            .sites
            .iter()
            .map(|site| site.region.id.clone())
            .collect();
        Finding {
            id: format!("past-date:{cloud}:{}", view.text),
            kind: FindingKind::PastDate,
            severity: Severity::Warning,
            title: format!("{} has access past its date", view.short),
            text: format!(
                "Its access to {places} was granted until {until}{why}. Revoke it if it is no longer needed."
            ),
            fixes: vec![Fix {
                label: match self.sites.as_slice() {
                    [site] => format!("Revoke on {}", site.name()),
                    many => format!("Revoke on {}", count(many.len(), "endpoint")),
                },
                goal: Goal::Remove {
                    regions: regions.clone(),
                    principals: vec![view.text.clone()],
                },
            }],
            regions,
            principal: Some((*view).clone()),
            accepted: None,
        }
    }
}
