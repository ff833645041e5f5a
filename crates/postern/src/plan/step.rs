//! From a draft to a plan: what would happen, step by step, before anything is sent. Pure.

use std::collections::HashSet;

use aeon::ids::RegionInfoId;

use super::job::{Job, JobKind, Reviewed};
use super::merge::{Intent, merge};
use super::warnings::{self, Warned};
use crate::change::{
    Action, ChangeId, Confirm, Conflict, Plan, RegionChange, Step, Theirs, endpoint_name,
};
use crate::inventory::{Cluster, Endpoint, Present, Region, endpoint_rules};
use crate::permission::Allowed;
use crate::principal::{
    Principal, PrincipalCloud, principal_cloud, same, spelt, texts, views, without,
};
use crate::problem::{Problem, ProblemCode};

/// A plan, and what carrying it out needs to know beyond what is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// What the user reviews.
    pub plan: Plan,
    pub(crate) jobs: Vec<Job>,
}

/// A plan in which nothing happens yet.
pub(super) fn empty(cluster: &Cluster) -> Plan {
    Plan {
        id: ChangeId::new(),
        cluster_id: cluster.id.clone(),
        cluster_name: cluster.name.clone(),
        steps: Vec::new(),
        blocked: None,
    }
}

/// Why a change has no step.
pub(super) enum Refused {
    /// What the user entered can't be used.
    Input(Problem),
    /// The endpoint can't take part; why, as a sentence.
    Skip(String),
}

/// A region's steps, in order; none where the change is fulfilled already.
pub(super) fn steps(
    cluster: &Cluster,
    region: &Region,
    region_change: &RegionChange,
) -> Result<Vec<(Step, Job)>, Refused> {
    let step = match region_change {
        RegionChange::Create { principals, .. } => create(cluster, region, principals)?,
        RegionChange::Edit { base, mine, .. } => edit(cluster, region, base, mine)?,
        RegionChange::Delete { .. } => delete(cluster, region)?,
        RegionChange::Recreate { principals, .. } => {
            return recreate(cluster, region, principals);
        }
    };
    Ok(step.into_iter().collect())
}

/// Deletes an endpoint that has failed and makes it again; only makes it if it is gone or going.
fn recreate(
    cluster: &Cluster,
    region: &Region,
    list: &[String],
) -> Result<Vec<(Step, Job)>, Refused> {
    let deletion = match region.endpoint.present() {
        Some(present) if present.has_failed() && !present.is_leaving() => delete(cluster, region)?,
        _ => None,
    };
    let Some(deletion) = deletion else {
        return Ok(create(cluster, region, list)?.into_iter().collect());
    };
    let list = spelt(principal_cloud(&region.cloud), list);
    check(region, &list, &[]).map_err(Refused::Input)?;
    let rule = Allowed::waits("The failed endpoint is deleted first.");
    let creation = creation(cluster, region, list, &rule);
    Ok(vec![deletion, creation])
}

/// Skips an endpoint that its rule refuses.
fn unless_refused(rule: &Allowed) -> Result<(), Refused> {
    skip_reason(rule).map_or(Ok(()), |reason| Err(Refused::Skip(reason)))
}

/// Why an endpoint is left out, and what to do about it; `None`: it isn't.
pub(super) fn skip_reason(rule: &Allowed) -> Option<String> {
    let (reason, remedy) = rule.refusal()?;
    Some(format!("{reason} {remedy}").trim_end().to_owned())
}

fn create(
    cluster: &Cluster,
    region: &Region,
    list: &[String],
) -> Result<Option<(Step, Job)>, Refused> {
    let cloud = principal_cloud(&region.cloud);
    let list = spelt(cloud, list);
    check(region, &list, &[]).map_err(Refused::Input)?;
    let rule = endpoint_rules(cluster, region).may_create;
    if has(region, cloud, &list) {
        return Ok(None);
    }
    unless_refused(&rule)?;
    Ok(Some(creation(cluster, region, list, &rule)))
}

fn creation(cluster: &Cluster, region: &Region, list: Vec<String>, rule: &Allowed) -> (Step, Job) {
    let mut step = bare(cluster, region, Action::Create);
    warnings::fill(
        cluster,
        &mut step,
        &Warned {
            before: &[],
            after: &list,
            present: None,
            rule,
        },
    );
    let kind = JobKind::Create { list };
    (step, job(region, kind))
}

/// Whether the region has an endpoint with this list already.
pub(super) fn has(region: &Region, cloud: PrincipalCloud, list: &[String]) -> bool {
    let stays = |present: &Present| !present.is_leaving() && !present.has_failed();
    let there = region.endpoint.present().is_none_or(stays);
    let listed = region.endpoint.principals().map(texts);
    there && listed.is_some_and(|listed| same(cloud, &listed, list))
}

fn edit(
    cluster: &Cluster,
    region: &Region,
    base: &[String],
    mine: &[String],
) -> Result<Option<(Step, Job)>, Refused> {
    let cloud = principal_cloud(&region.cloud);
    check(region, mine, base).map_err(Refused::Input)?;
    let rule = endpoint_rules(cluster, region).may_edit;
    let intent = Intent::between(cloud, base, mine);
    let mut step = bare(cluster, region, Action::Edit);
    let mine = spelt(cloud, mine);
    let Some(present) = region.endpoint.present() else {
        // It was there when the user began to edit it.
        let base = spelt(cloud, base);
        warnings::fill(
            cluster,
            &mut step,
            &Warned {
                before: &base,
                after: &mine,
                present: None,
                rule: &rule,
            },
        );
        step.conflicts = vec![Conflict::Vanished];
        let kind = JobKind::Edit {
            pse_id: None,
            intent,
            seen: base,
            mine,
        };
        return Ok(Some((step, job(region, kind))));
    };
    unless_refused(&rule)?;
    let now = present.principals.as_deref().map(texts);
    let now = spelt(cloud, &now.unwrap_or_default());
    let merged = merge(cloud, base, &now, &mine);
    if same(cloud, &merged.list, &now) {
        return Ok(None);
    }
    step.pse_id = Some(present.pse_id.clone());
    warnings::fill(
        cluster,
        &mut step,
        &Warned {
            before: &now,
            after: &merged.list,
            present: Some(present),
            rule: &rule,
        },
    );
    let touched = !merged.added_by_them.is_empty() || !merged.removed_by_them.is_empty();
    step.theirs = touched.then(|| Theirs {
        added: views(&region.cloud, &merged.added_by_them),
        removed: views(&region.cloud, &merged.removed_by_them),
    });
    let pse_id = Some(present.pse_id.clone());
    let kind = JobKind::Edit {
        pse_id,
        intent,
        seen: now,
        mine,
    };
    Ok(Some((step, job(region, kind))))
}

fn delete(cluster: &Cluster, region: &Region) -> Result<Option<(Step, Job)>, Refused> {
    if is_gone(region) {
        return Ok(None);
    }
    let rule = endpoint_rules(cluster, region).may_delete;
    unless_refused(&rule)?;
    let Some(present) = region.endpoint.present() else {
        return Ok(None);
    };
    let mut step = bare(cluster, region, Action::Delete);
    step.pse_id = Some(present.pse_id.clone());
    step.list_unread = present.principals.is_none();
    let before = present.principals.as_deref().map(texts).unwrap_or_default();
    warnings::fill(
        cluster,
        &mut step,
        &Warned {
            before: &before,
            after: &[],
            present: Some(present),
            rule: &rule,
        },
    );
    let kind = JobKind::Delete {
        pse_id: present.pse_id.clone(),
        reviewed: Some(Reviewed::of(present)),
    };
    Ok(Some((step, job(region, kind))))
}

/// Whether there is no endpoint, or one that is being deleted.
pub(super) fn is_gone(region: &Region) -> bool {
    match &region.endpoint {
        Endpoint::None => true,
        Endpoint::Requested { .. } => false,
        Endpoint::Present(present) => present.is_leaving(),
    }
}

fn bare(cluster: &Cluster, region: &Region, action: Action) -> Step {
    let delete = (action == Action::Delete)
        .then(|| Confirm::Delete(endpoint_name(&cluster.name, &region.region)));
    Step {
        region_id: region.id.clone(),
        region: region.region.clone(),
        cloud: region.cloud.clone(),
        pse_id: None,
        action,
        before: Vec::new(),
        after: Vec::new(),
        list_unread: false,
        added: Vec::new(),
        removed: Vec::new(),
        theirs: None,
        conflicts: Vec::new(),
        warnings: Vec::new(),
        puts_back: false,
        replaced: None,
        unseen: false,
        confirm: delete.into_iter().collect(),
    }
}

fn job(region: &Region, kind: JobKind) -> Job {
    Job {
        region_id: region.id.clone(),
        region: region.region.clone(),
        kind,
        puts_back: false,
    }
}

/// Sets a step's lists and the differences between them.
pub(crate) fn show_lists(step: &mut Step, before: &[String], after: &[String]) {
    step.added = views(&step.cloud, &without(after, before));
    step.removed = views(&step.cloud, &without(before, after));
    step.before = views(&step.cloud, before);
    step.after = views(&step.cloud, after);
}

/// Refuses what is no principal, unless the list held it already: the service took it once, and an edit
/// must not force anyone to drop it.
fn check(region: &Region, list: &[String], held: &[String]) -> Result<(), Problem> {
    let cloud = principal_cloud(&region.cloud);
    let held: HashSet<&String> = held.iter().collect();
    for text in list.iter().filter(|text| !held.contains(text)) {
        if let Err(rejection) = Principal::parse(cloud, text) {
            let message = format!(
                "“{text}” can't be used in {}. {}",
                region.region, rejection.reason
            );
            return Err(Problem::new(
                ProblemCode::Invalid,
                message,
                "Fix or remove it.",
            ));
        }
    }
    Ok(())
}

pub(super) fn region_of<'a>(
    cluster: &'a Cluster,
    id: &RegionInfoId,
) -> Result<&'a Region, Problem> {
    let region = cluster.regions.iter().find(|region| region.id == *id);
    region.ok_or_else(|| gone("The region is no longer part of the cluster."))
}

pub(crate) fn stale(message: impl Into<String>, hint: &str) -> Problem {
    Problem::new(ProblemCode::Stale, message, hint)
}

/// A draft names a region twice.
pub(super) fn twice(cluster: &Cluster, id: &RegionInfoId) -> Problem {
    let region = region_of(cluster, id).map_or(id.as_str(), |region| &region.region);
    let message = format!("Region {region} of {} is listed twice.", cluster.name);
    Problem::new(ProblemCode::Invalid, message, "")
}

/// Something has to be typed first.
pub(super) fn untyped(asked: &str) -> Problem {
    Problem::new(
        ProblemCode::Invalid,
        format!("Type “{asked}” to confirm."),
        "Type it exactly as shown.",
    )
}

fn gone(message: &str) -> Problem {
    Problem::new(ProblemCode::NotFound, message, "Refresh, then try again.")
}
