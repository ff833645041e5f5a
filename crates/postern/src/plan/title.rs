//! What a batch does, in a few words. Pure.

use std::collections::HashSet;

use super::goal::Goal;
use super::index::Index;
use crate::change::{Action, Step, endpoint_name};
use crate::inventory::Snapshot;
use crate::principal::{Principal, PrincipalCloud};
use crate::text::grouped;

/// How a batch is named; how many endpoints it is about is only known when it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// These words, then the endpoints: "Add 2 principals to", "40 endpoints".
    Endpoints(String),
    /// After what the steps do.
    Steps,
    /// As it is.
    Fixed(String),
}

impl Naming {
    /// How a goal is named.
    pub fn of(goal: &Goal, now: &Snapshot) -> Self {
        let words = match goal {
            Goal::Add { principals, .. } => format!("Add {} to", people(principals)),
            Goal::Remove { principals, .. } | Goal::RemoveEverywhere { principals } => {
                format!("Remove {} from", people(principals))
            }
            Goal::Replace { old, new, .. } => {
                format!("Replace {} with {} on", short(old), short(new))
            }
            Goal::Copy { from, .. } => match Index::new(now).region(from) {
                Some((cluster, region)) => {
                    let name = endpoint_name(&cluster.name, &region.region);
                    format!("Copy the list of {name} to")
                }
                None => "Copy a list to".to_owned(),
            },
            Goal::Create { .. } | Goal::CreateMissing { .. } => "Create".to_owned(),
            Goal::Delete { .. } => "Delete".to_owned(),
            Goal::Recreate { .. } => "Recreate".to_owned(),
            Goal::Drafts { .. } => return Self::Steps,
        };
        Self::Endpoints(words)
    }

    /// The title of what does these steps; each with its cluster's name.
    pub fn title<'a>(&self, steps: impl Iterator<Item = (&'a str, &'a Step)>) -> String {
        let steps: Vec<_> = steps.collect();
        match self {
            Self::Endpoints(words) => format!("{words} {}", endpoints(&steps)),
            Self::Steps => format!("{} {}", verb(&steps), endpoints(&steps)),
            Self::Fixed(title) => title.clone(),
        }
    }
}

fn endpoints(steps: &[(&str, &Step)]) -> String {
    // One that is recreated has two steps.
    let distinct: HashSet<_> = steps.iter().map(|(_, step)| &step.region_id).collect();
    match (steps, distinct.len()) {
        ([], _) => "no endpoint".to_owned(),
        ([(cluster, step), ..], 1) => endpoint_name(cluster, &step.region),
        (_, more) => format!("{} endpoints", grouped(more)),
    }
}

/// What steps do, if all do the same.
fn verb(steps: &[(&str, &Step)]) -> &'static str {
    let mut actions = steps.iter().map(|(_, step)| step.action);
    match actions.next() {
        Some(first) if actions.all(|action| action == first) => match first {
            Action::Create => "Create",
            Action::Edit => "Edit",
            Action::Delete => "Delete",
        },
        _ => "Change",
    }
}

fn people(principals: &[String]) -> String {
    match principals {
        [one] => short(one),
        more => format!("{} principals", grouped(more.len())),
    }
}

/// A principal as a chip shows it; text that is none as it is.
fn short(text: &str) -> String {
    let clouds = [PrincipalCloud::Aws, PrincipalCloud::Azure];
    let parsed = clouds
        .iter()
        .find_map(|cloud| Principal::parse(*cloud, text).ok());
    parsed.map_or_else(|| text.to_owned(), |principal| principal.view().short)
}
