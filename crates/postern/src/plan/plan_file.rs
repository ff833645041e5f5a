//! A plan as a file: written, and read again against what is there now. Pure.

use std::collections::{HashMap, HashSet};

use aeon::ids::{AccountId, ClusterId, ProjectId, RegionInfoId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::batch::BulkPlan;
use super::endpoint::missing_named;
use super::expand::Expanded;
use super::goal::Goal;
use super::index::Index;
use super::title::Naming;
use crate::change::{Action, Draft, RegionChange};
use crate::inventory::Snapshot;
use crate::principal::{Principal, PrincipalView, principal_cloud};
use crate::problem::{Problem, ProblemCode};

/// The version of the file that is written and read.
const VERSION: u64 = 1;
/// More than this many characters of a title are not kept.
const MOST_TITLE: usize = 200;
/// A file of more than this many bytes is no plan.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Nor is one of more steps than this.
const MOST_STEPS: usize = 20_000;
/// A list of more principals than this is none.
const MOST_PRINCIPALS: usize = 1_000;

/// A plan as a file holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFile {
    postern_plan: u64,
    account: AccountId,
    project: ProjectId,
    title: String,
    made: Timestamp,
    steps: Vec<FileStep>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileStep {
    cluster_id: ClusterId,
    cluster: String,
    region_id: RegionInfoId,
    region: String,
    action: Action,
    before: Vec<String>,
    after: Vec<String>,
}

impl PlanFile {
    /// The file of a plan that was made of this snapshot's account and project.
    pub fn new(plan: &BulkPlan, now: &Snapshot, made: Timestamp) -> Self {
        let texts = |views: &[PrincipalView]| views.iter().map(|view| view.text.clone()).collect();
        let steps = plan.plans.iter().flat_map(|plan| {
            plan.steps.iter().map(move |step| FileStep {
                cluster_id: plan.cluster_id.clone(),
                cluster: plan.cluster_name.clone(),
                region_id: step.region_id.clone(),
                region: step.region.clone(),
                action: step.action,
                before: texts(&step.before),
                after: texts(&step.after),
            })
        });
        Self {
            postern_plan: VERSION,
            account: now.account_id.clone(),
            project: now.project_id.clone(),
            title: plan.title.clone(),
            made,
            steps: steps.collect(),
        }
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.expect("a struct of strings and lists is JSON") + "\n"
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// It is no plan, or one of another version: what is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.len() > MOST_BYTES {
            return Err(refused("The file is too large to be a plan.", ""));
        }
        let text = text.trim_start_matches('\u{feff}');
        let value: Value = serde_json::from_str(text)
            .map_err(|error| refused(format!("The file is not JSON: {error}."), EXPORTED))?;
        match value.get("postern_plan").map(Value::as_u64) {
            None => {
                return Err(refused(
                    "The file is JSON, but not a Postern plan.",
                    EXPORTED,
                ));
            }
            Some(Some(VERSION)) => {}
            Some(_) => {
                let version = &value["postern_plan"];
                return Err(refused(
                    format!(
                        "The plan has version {version}; this version of Postern reads version {VERSION}."
                    ),
                    "Export it again with this version of Postern.",
                ));
            }
        }
        let steps = value.get("steps").and_then(Value::as_array);
        if steps.is_some_and(|steps| steps.len() > MOST_STEPS) {
            let message = format!("The plan has more than {MOST_STEPS} steps.");
            return Err(refused(message, "Split it into several plans."));
        }
        for (number, step) in steps.into_iter().flatten().enumerate() {
            FileStep::deserialize(step).map_err(|error| {
                refused(
                    format!("Step {} can't be read: {error}.", number + 1),
                    EXPORTED,
                )
            })?;
        }
        Self::deserialize(value)
            .map_err(|error| refused(format!("The plan can't be read: {error}."), EXPORTED))
    }

    /// How the plan is named once it is imported.
    pub fn naming(&self) -> Naming {
        let title: String = self.title.chars().take(MOST_TITLE).collect();
        Naming::Fixed(format!("Imported: {}", plain(&title).trim()))
    }

    /// The clusters that it is about, those that are there.
    pub fn clusters(&self, now: &Snapshot) -> Vec<ClusterId> {
        Index::new(now).known(self.steps.iter().map(|step| &step.cluster_id))
    }

    /// Refuses a plan of another account or project, one that contradicts itself, and what is no
    /// principal.
    ///
    /// # Errors
    /// What is wrong, with the number of the step.
    pub fn check(&self, now: &Snapshot) -> Result<(), Problem> {
        let elsewhere = |what: &str, id: &str, open: &str| {
            refused(
                format!("The plan belongs to another {what} ({id})."),
                format!("Switch to that {what}; this one is {open}."),
            )
        };
        if self.account != now.account_id {
            return Err(elsewhere(
                "account",
                self.account.as_str(),
                &now.account_name,
            ));
        }
        if self.project != now.project_id {
            return Err(elsewhere(
                "project",
                self.project.as_str(),
                &now.project_name,
            ));
        }
        let index = Index::new(now);
        let mut seen = HashMap::new();
        for (number, step) in (1..).zip(&self.steps) {
            let first = seen.insert(&step.region_id, (number, step));
            if let Some((first, _)) = first.filter(|(_, first)| !first.is_recreated_by(step)) {
                return Err(refused(
                    format!(
                        "Steps {first} and {number} are about the same endpoint, {}.",
                        step.name()
                    ),
                    "Keep one of them.",
                ));
            }
            step.check(number, &index)?;
        }
        Ok(())
    }

    /// What it comes to now: of each step what it did, merged with what is there now. (Endpoints that are
    /// gone are left out; one that was to be edited and is gone is a conflict.)
    pub fn expand(&self, now: &Snapshot) -> Expanded {
        let index = Index::new(now);
        let (here, gone): (Vec<_>, Vec<_>) = self
            .steps
            .iter()
            .partition(|step| index.region(&step.region_id).is_some());
        let again: HashMap<_, _> = here
            .iter()
            .filter(|step| step.action == Action::Create)
            .map(|step| (&step.region_id, *step))
            .collect();
        let mut drafts = Vec::with_capacity(here.len());
        let mut recreated = HashSet::new();
        for step in &here {
            let create = again.get(&step.region_id);
            let region_change = match create.filter(|create| step.is_recreated_by(create)) {
                Some(create) => {
                    recreated.insert(&step.region_id);
                    RegionChange::Recreate {
                        region_id: step.region_id.clone(),
                        principals: create.after.clone(),
                    }
                }
                None if recreated.contains(&step.region_id) => continue,
                None => step.region_change(),
            };
            drafts.push(Draft {
                cluster_id: step.cluster_id.clone(),
                region_changes: vec![region_change],
            });
        }
        let mut expanded = Goal::Drafts { drafts }.expand(now);
        for step in here {
            if step.action == Action::Delete {
                expanded
                    .notes
                    .saw(step.region_id.clone(), step.before.clone());
            }
        }
        let gone = gone
            .iter()
            .map(|step| missing_named(&plain(&step.cluster), &plain(&step.region)));
        expanded.skipped.extend(gone);
        expanded
    }
}

impl FileStep {
    fn name(&self) -> String {
        plain(&crate::change::endpoint_name(&self.cluster, &self.region))
    }

    /// Whether this deletes an endpoint that a later step makes again.
    fn is_recreated_by(&self, later: &Self) -> bool {
        let actions = (self.action, later.action);
        actions == (Action::Delete, Action::Create) && self.region_id == later.region_id
    }

    fn region_change(&self) -> RegionChange {
        let region_id = self.region_id.clone();
        match self.action {
            Action::Create => RegionChange::Create {
                region_id,
                principals: self.after.clone(),
            },
            Action::Edit => RegionChange::Edit {
                region_id,
                base: self.before.clone(),
                mine: self.after.clone(),
            },
            Action::Delete => RegionChange::Delete { region_id },
        }
    }

    /// A region that isn't there (any more) is not the file's fault.
    fn check(&self, number: usize, index: &Index<'_>) -> Result<(), Problem> {
        let Some((cluster, region)) = index.region(&self.region_id) else {
            return Ok(());
        };
        if cluster.id != self.cluster_id || region.region != self.region {
            let there = crate::change::endpoint_name(&cluster.name, &region.region);
            return Err(refused(
                format!(
                    "Step {number} says {}, but its region_id is that of {there}.",
                    self.name()
                ),
                "Fix the step, or export the plan again.",
            ));
        }
        if self.action == Action::Delete {
            return Ok(());
        }
        let cloud = principal_cloud(&region.cloud);
        if self.before.len().max(self.after.len()) > MOST_PRINCIPALS {
            return Err(refused(
                format!("Step {number} has a list of more than {MOST_PRINCIPALS} principals."),
                "Fix the step.",
            ));
        }
        let held: HashSet<&String> = match self.action {
            Action::Edit => self.before.iter().collect(),
            _ => HashSet::new(),
        };
        for text in self.after.iter().filter(|text| !held.contains(text)) {
            if let Err(rejection) = Principal::parse(cloud, text) {
                return Err(refused(
                    format!(
                        "Step {number} ({}): “{text}” can't be used. {}",
                        self.name(),
                        rejection.reason
                    ),
                    "Fix or remove it.",
                ));
            }
        }
        Ok(())
    }
}

/// A name as it may be shown: on one line, and with nothing in it that turns the text around it.
fn plain(text: &str) -> String {
    let plain = |c: char| if c.is_control() || turns(c) { ' ' } else { c };
    text.chars().map(plain).collect()
}

/// Characters that change the direction of text, or break a line.
fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

const EXPORTED: &str = "Choose a file that was written with “Export plan”.";

fn refused(message: impl Into<String>, hint: impl Into<String>) -> Problem {
    Problem::new(ProblemCode::Invalid, message, hint)
}
