//! Plans over many clusters that are reviewed and applied together. Pure.

use std::collections::{HashMap, HashSet};

use aeon::ids::{ClusterId, RegionInfoId};
use serde::Serialize;
use specta::Type;

use super::expand::{Expanded, Notes, Skipped};
use super::index::Index;
use super::job::Job;
use super::step::{self, Prepared, Refused};
use super::title::Naming;
use super::{confirmation, warnings};
use crate::change::{Action, BatchId, Conflict, Decision, Draft, Plan, RegionChange, Step};
use crate::inventory::{Cluster, Snapshot, state_rule};
use crate::problem::{Problem, ProblemCode};

/// What would happen over many clusters, before anything is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BulkPlan {
    /// Names the plan when it is applied, and the batch that it becomes.
    pub id: BatchId,
    /// What it does, in a few words.
    pub title: String,
    /// One for each cluster in which something would change. One that is blocked doesn't block the rest.
    pub plans: Vec<Plan>,
    /// Endpoints that are left out, and why.
    pub skipped: Vec<Skipped>,
    /// How many endpoints need no change.
    pub unchanged: u32,
    /// Clusters that it is about and that could not be read again. What stands here of their endpoints may
    /// be old: their plans are blocked, and they can be read again on their own.
    pub unread: Vec<Unread>,
    /// Why none of it can be applied (the key's role); `None`: it can.
    pub blocked: Option<Problem>,
}

/// A cluster that could not be read again.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Unread {
    /// The cluster.
    pub cluster_id: ClusterId,
    /// The cluster's name.
    pub cluster_name: String,
    /// Why.
    pub problem: Problem,
}

/// A bulk plan, and what carrying it out needs to know beyond what is shown.
#[derive(Clone, Debug)]
pub struct PreparedBulk {
    /// What the user reviews.
    pub plan: BulkPlan,
    /// For each of its plans.
    jobs: Vec<Vec<Job>>,
    naming: Naming,
    /// What it was made of.
    expanded: Expanded,
}

/// Says what the drafts would change, given what is known now.
///
/// # Errors
/// [`ProblemCode::Invalid`] names the principal that can't be used, or a region that is there twice. What
/// is gone, or no longer fits what is there, is left out and said to be so.
pub fn bulk(expanded: Expanded, naming: Naming, now: &Snapshot) -> Result<PreparedBulk, Problem> {
    let index = Index::new(now);
    let mut skipped = expanded.skipped.clone();
    let mut unchanged = expanded.unchanged;
    let mut plans = Vec::with_capacity(expanded.drafts.len());
    let mut jobs = Vec::with_capacity(expanded.drafts.len());
    for draft in &expanded.drafts {
        let Some(cluster) = index.cluster(&draft.cluster_id) else {
            continue;
        };
        let part = part(cluster, draft, &expanded.notes)?;
        skipped.extend(part.skipped);
        unchanged += part.unchanged;
        if !part.plan.steps.is_empty() {
            plans.push(part.plan);
            jobs.push(part.jobs);
        }
    }
    let plan = BulkPlan {
        id: BatchId::new(),
        title: naming.title(steps(&plans)),
        plans,
        skipped,
        unchanged,
        unread: Vec::new(),
        blocked: now.permissions.endpoints().problem(ProblemCode::Forbidden),
    };
    Ok(PreparedBulk {
        plan,
        jobs,
        naming,
        expanded,
    })
}

impl PreparedBulk {
    /// Blocks the plans of clusters that could not be read again, and all of it where one of them is the
    /// cluster that everything `rests_on`.
    pub fn block(
        &mut self,
        unread: &HashMap<ClusterId, Problem>,
        rests_on: Option<&ClusterId>,
        now: &Snapshot,
    ) {
        for plan in &mut self.plan.plans {
            if let Some(problem) = unread.get(&plan.cluster_id) {
                plan.blocked.get_or_insert_with(|| problem.clone());
            }
        }
        let named = |cluster: &Cluster| {
            let problem = unread.get(&cluster.id)?.clone();
            Some(Unread {
                cluster_id: cluster.id.clone(),
                cluster_name: cluster.name.clone(),
                problem,
            })
        };
        self.plan.unread = now.clusters.iter().filter_map(|one| named(one)).collect();
        let mut unread = self.plan.unread.iter();
        if let Some(source) = unread.find(|one| Some(&one.cluster_id) == rests_on) {
            let blocked = Problem::new(
                source.problem.code,
                format!(
                    "Couldn't refresh the list to copy, on {}.",
                    source.cluster_name
                ),
                "Try again.",
            );
            self.plan.blocked.get_or_insert(blocked);
        }
    }

    /// The clusters in which something would change, and those that could not be read again.
    pub fn clusters(&self) -> Vec<ClusterId> {
        let unread = self.plan.unread.iter().map(|one| &one.cluster_id);
        let mut seen = HashSet::new();
        let planned = self.plan.plans.iter().map(|plan| &plan.cluster_id);
        let all = planned.chain(unread).filter(|id| seen.insert(*id));
        all.cloned().collect()
    }

    /// Whether what is left of it may be applied: nothing stands in the way, and everything was typed
    /// that has to be.
    ///
    /// # Errors
    /// What stands in the way, or what has to be typed.
    pub fn check(&self, typed: &[String], exclude: &[RegionInfoId]) -> Result<(), Problem> {
        if let Some(problem) = &self.plan.blocked {
            return Err(problem.clone());
        }
        let mut steps = self.sent(exclude).peekable();
        if steps.peek().is_none() {
            let blocked = self.plan.plans.iter().find_map(|plan| plan.blocked.clone());
            return Err(blocked.unwrap_or_else(|| {
                Problem::new(ProblemCode::Invalid, "Nothing is left to change.", "")
            }));
        }
        confirmation::check(steps, typed)
    }

    /// What has to be typed before the rest of it is sent.
    pub fn to_type(&self, exclude: &[RegionInfoId]) -> Vec<String> {
        confirmation::to_type(self.sent(exclude))
    }

    /// The steps that would be sent: not those of plans that are blocked, nor those that are left out.
    fn sent(&self, exclude: &[RegionInfoId]) -> impl Iterator<Item = &Step> {
        let excluded: HashSet<&RegionInfoId> = exclude.iter().collect();
        let open = self.plan.plans.iter().filter(|plan| plan.blocked.is_none());
        open.flat_map(|plan| &plan.steps)
            .filter(move |step| !excluded.contains(&step.region_id))
    }

    /// Each principal that would be granted access, with the region.
    pub fn grants(&self, exclude: &[RegionInfoId]) -> Vec<(RegionInfoId, String)> {
        let granted = self.sent(exclude).flat_map(|step| {
            let added = step.added.iter();
            added.map(|view| (step.region_id.clone(), view.text.clone()))
        });
        granted.collect()
    }

    /// The work of those steps.
    pub(super) fn jobs_to_send(
        &self,
        exclude: &[RegionInfoId],
    ) -> impl Iterator<Item = (&Plan, &Job)> {
        let excluded: HashSet<RegionInfoId> = exclude.iter().cloned().collect();
        let parts = self.plan.plans.iter().zip(&self.jobs);
        let open = parts.filter(|(plan, _)| plan.blocked.is_none());
        open.flat_map(|(plan, jobs)| jobs.iter().map(move |job| (plan, job)))
            .filter(move |(_, job)| !excluded.contains(&job.region_id))
    }

    /// The plan without what is left out, and how many steps that are. The steps of clusters that could
    /// not be read again are left out, too: the lists in them may be old.
    pub fn without(&self, exclude: &[RegionInfoId]) -> (BulkPlan, usize) {
        let excluded: HashSet<&RegionInfoId> = exclude.iter().collect();
        let unread: HashSet<&ClusterId> = self.plan.unread.iter().map(|u| &u.cluster_id).collect();
        let mut rest = self.plan.clone();
        let mut out = 0;
        for plan in &mut rest.plans {
            let before = plan.steps.len();
            let is_read = !unread.contains(&plan.cluster_id);
            plan.steps
                .retain(|step| is_read && !excluded.contains(&step.region_id));
            out += before - plan.steps.len();
        }
        rest.plans.retain(|plan| !plan.steps.is_empty());
        rest.title = self.naming.title(steps(&rest.plans));
        (rest, out)
    }

    /// What was asked for with conflicts decided, and how it is named. (Before anything is sent a conflict
    /// can only be an endpoint that has vanished, see [`super::merge::merge`].)
    pub fn decided(&self, decisions: &HashMap<RegionInfoId, Decision>) -> (Expanded, Naming) {
        let mut expanded = self.expanded.clone();
        for (cluster, step) in steps(&self.plan.plans) {
            let vanished = step.conflicts.contains(&Conflict::Vanished);
            let Some(decision) = decisions.get(&step.region_id).filter(|_| vanished) else {
                continue;
            };
            let is_it = |region_change: &RegionChange| *region_change.region_id() == step.region_id;
            for draft in &mut expanded.drafts {
                match decision {
                    Decision::Mine => draft
                        .region_changes
                        .iter_mut()
                        .filter(|region_change| is_it(region_change))
                        .for_each(again),
                    Decision::Theirs => draft
                        .region_changes
                        .retain(|region_change| !is_it(region_change)),
                }
            }
            if *decision == Decision::Theirs {
                expanded.skipped.push(Skipped {
                    cluster_name: cluster.to_owned(),
                    region: step.region.clone(),
                    reason: "Someone else deleted it; it stays deleted.".to_owned(),
                });
            }
        }
        expanded
            .drafts
            .retain(|draft| !draft.region_changes.is_empty());
        (expanded, self.naming.clone())
    }

    /// What is carried out: all but the plans that are blocked and the regions that are left out; with
    /// what it does, in a few words.
    pub fn into_batch(self, exclude: &[RegionInfoId]) -> (BatchId, String, Vec<Prepared>) {
        let excluded: HashSet<&RegionInfoId> = exclude.iter().collect();
        let keeps = |region: &RegionInfoId| !excluded.contains(region);
        let parts = self.plan.plans.into_iter().zip(self.jobs);
        let open = parts.filter(|(plan, _)| plan.blocked.is_none());
        let prepared: Vec<Prepared> = open
            .map(|(mut plan, mut jobs)| {
                plan.steps.retain(|step| keeps(&step.region_id));
                jobs.retain(|job| keeps(&job.region_id));
                Prepared { plan, jobs }
            })
            .filter(|prepared| !prepared.jobs.is_empty())
            .collect();
        let title = self
            .naming
            .title(prepared.iter().flat_map(|one| named(&one.plan)));
        (self.plan.id, title, prepared)
    }
}

/// An endpoint that is gone is made again, with the list that it was to have.
fn again(region_change: &mut RegionChange) {
    if let RegionChange::Edit {
        region_id, mine, ..
    } = region_change
    {
        *region_change = RegionChange::Create {
            region_id: region_id.clone(),
            principals: std::mem::take(mine),
        };
    }
}

/// A cluster's part of it.
struct Part {
    plan: Plan,
    jobs: Vec<Job>,
    skipped: Vec<Skipped>,
    unchanged: u32,
}

fn part(cluster: &Cluster, draft: &Draft, notes: &Notes) -> Result<Part, Problem> {
    let mut part = Part {
        plan: step::empty(cluster),
        jobs: Vec::new(),
        skipped: Vec::new(),
        unchanged: 0,
    };
    let mut named = HashSet::new();
    for region_change in &draft.region_changes {
        if !named.insert(region_change.region_id()) {
            return Err(step::twice(cluster, region_change.region_id()));
        }
        let region = match step::region_of(cluster, region_change.region_id()) {
            Ok(region) => region,
            Err(problem) => {
                let region = region_change.region_id().as_str();
                part.skipped.push(skipped(cluster, region, problem.message));
                continue;
            }
        };
        match step::steps(cluster, region, region_change) {
            Ok(steps) if steps.is_empty() => part.unchanged += 1,
            Ok(steps) => {
                for (mut step, job) in steps {
                    if let Some(principals) = notes.other_cloud.get(&step.region_id) {
                        warnings::excluded(&mut step, principals);
                    }
                    let seen = notes.seen.get(&step.region_id);
                    if let Some(seen) = seen.filter(|_| step.action == Action::Delete) {
                        warnings::since(&mut step, seen);
                    }
                    if let Some(granted) = notes.granted.get(&step.region_id) {
                        warnings::granted_just_now(&mut step, granted);
                    }
                    part.plan.steps.push(step);
                    part.jobs.push(job);
                }
            }
            Err(Refused::Input(problem)) => return Err(problem),
            Err(Refused::Skip(reason)) => {
                part.skipped.push(skipped(cluster, &region.region, reason));
            }
        }
    }
    part.plan.blocked = state_rule(cluster).problem(ProblemCode::Invalid);
    Ok(part)
}

fn skipped(cluster: &Cluster, region: &str, reason: String) -> Skipped {
    Skipped {
        cluster_name: cluster.name.clone(),
        region: region.to_owned(),
        reason,
    }
}

fn steps(plans: &[Plan]) -> impl Iterator<Item = (&str, &Step)> {
    plans.iter().flat_map(named)
}

fn named(plan: &Plan) -> impl Iterator<Item = (&str, &Step)> {
    let name = plan.cluster_name.as_str();
    plan.steps.iter().map(move |step| (name, step))
}
