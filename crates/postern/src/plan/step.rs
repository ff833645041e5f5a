//! From a draft to a plan: what would happen, step by step, before anything is sent. Pure.

use std::collections::HashSet;

use aeon::ids::RegionInfoId;
use uuid::Uuid;

use super::job::{Job, JobKind};
use super::merge::{Intent, merge};
use super::warnings::{self, Warned};
use crate::change::Confirm;
use crate::change::{
    Action, ChangeId, Conflict, Plan, Step, Theirs, Warning, WarningKind, Wish, endpoint_name,
};
use crate::inventory::{Cluster, Endpoint, EndpointStatus, Health, LackKind, Present, Region};
use crate::permission::May;
use crate::principal::Principal;
use crate::principal::{principal_cloud, views};
use crate::principal::{same, spelt, texts, without};
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
        id: ChangeId(Uuid::new_v4()),
        cluster_id: cluster.id.clone(),
        cluster_name: cluster.name.clone(),
        cloud: cluster.cloud.clone(),
        steps: Vec::new(),
        blocked: None,
    }
}

/// A region's step; `None` where the wish is fulfilled already.
pub(super) fn step(
    cluster: &Cluster,
    region: &Region,
    wish: &Wish,
) -> Result<Option<(Step, Job)>, Problem> {
    match wish {
        Wish::Create { principals, .. } => create(cluster, region, principals),
        Wish::Edit { base, mine, .. } => edit(cluster, region, base, mine),
        Wish::Delete { .. } => delete(cluster, region),
    }
}

fn create(
    cluster: &Cluster,
    region: &Region,
    list: &[String],
) -> Result<Option<(Step, Job)>, Problem> {
    let cloud = principal_cloud(&cluster.cloud);
    let list = spelt(cloud, list);
    check(cluster, region, &list, &[])?;
    match &region.endpoint {
        Endpoint::None => {}
        // The step waits until that is gone.
        Endpoint::Present(present) if present.is_leaving() => {}
        Endpoint::Present(present) if present.status == EndpointStatus::Failed => {
            return Err(in_the_way(&region.region));
        }
        endpoint => {
            let there = endpoint.principals().map(texts);
            if there.is_some_and(|there| same(cloud, &there, &list)) {
                return Ok(None);
            }
            return Err(exists(&region.region));
        }
    }
    let mut step = bare(cluster, region, Action::Create);
    warnings::fill(
        cluster,
        &mut step,
        &Warned {
            before: &[],
            after: &list,
            present: None,
        },
    );
    if region.endpoint.present().is_some() {
        step.warnings.push(Warning {
            kind: WarningKind::Busy,
            text: "The endpoint that is there is being deleted: this waits until it is gone."
                .to_owned(),
        });
    }
    let kind = JobKind::Create { list };
    Ok(Some((step, job(region, kind))))
}

fn edit(
    cluster: &Cluster,
    region: &Region,
    base: &[String],
    mine: &[String],
) -> Result<Option<(Step, Job)>, Problem> {
    let cloud = principal_cloud(&cluster.cloud);
    check(cluster, region, mine, base)?;
    let intent = Intent::between(cloud, base, mine);
    let mut step = bare(cluster, region, Action::Edit);
    let mine = spelt(cloud, mine);
    let Some(present) = region.endpoint.present() else {
        let base = spelt(cloud, base);
        warnings::fill(
            cluster,
            &mut step,
            &Warned {
                before: &base,
                after: &mine,
                present: None,
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
    let Some(principals) = &present.principals else {
        return Err(unread(&region.region));
    };
    let now = spelt(cloud, &texts(principals));
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
        },
    );
    let touched = !merged.added_by_them.is_empty() || !merged.removed_by_them.is_empty();
    step.theirs = touched.then(|| Theirs {
        added: views(&cluster.cloud, &merged.added_by_them),
        removed: views(&cluster.cloud, &merged.removed_by_them),
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

fn delete(cluster: &Cluster, region: &Region) -> Result<Option<(Step, Job)>, Problem> {
    let present = match &region.endpoint {
        Endpoint::None => return Ok(None),
        Endpoint::Requested { .. } => {
            return Err(stale(
                format!("The endpoint in {} is only just being made.", region.region),
                "Wait until it is there, then delete it.",
            ));
        }
        Endpoint::Present(present) if present.status == EndpointStatus::Deleting => {
            return Ok(None);
        }
        Endpoint::Present(present) => present,
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
        },
    );
    let kind = JobKind::Delete {
        pse_id: present.pse_id.clone(),
    };
    Ok(Some((step, job(region, kind))))
}

fn bare(cluster: &Cluster, region: &Region, action: Action) -> Step {
    let delete = (action == Action::Delete)
        .then(|| Confirm::Delete(endpoint_name(&cluster.name, &region.region)));
    Step {
        region_id: region.id.clone(),
        region: region.region.clone(),
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
        confirm: delete.into_iter().collect(),
    }
}

fn job(region: &Region, kind: JobKind) -> Job {
    Job {
        region_id: region.id.clone(),
        region: region.region.clone(),
        kind,
    }
}

/// Sets a step's lists and the differences between them.
pub(crate) fn show_lists(
    cluster: &crate::cloud::Cloud,
    step: &mut Step,
    before: &[String],
    after: &[String],
) {
    step.added = views(cluster, &without(after, before));
    step.removed = views(cluster, &without(before, after));
    step.before = views(cluster, before);
    step.after = views(cluster, after);
}

/// Refuses what is no principal, unless the list held it already: the service took it once, and an edit
/// must not force anyone to drop it.
fn check(
    cluster: &Cluster,
    region: &Region,
    list: &[String],
    held: &[String],
) -> Result<(), Problem> {
    let cloud = principal_cloud(&cluster.cloud);
    let held: HashSet<&String> = held.iter().collect();
    for text in list.iter().filter(|text| !held.contains(text)) {
        if let Err(rejection) = Principal::parse(cloud, text) {
            let message = format!(
                "“{text}” can't be used in {}: {}",
                region.region, rejection.reason
            );
            return Err(Problem::new(
                ProblemCode::Invalid,
                message,
                "Correct or remove it.",
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
    region.ok_or_else(|| gone("The region is not part of the cluster any more."))
}

pub(super) fn not_allowed(may: &May) -> Option<Problem> {
    let reason = may.edit_endpoints.clone()?;
    let hint = "Use a key whose role allows it, or ask an account administrator.";
    Some(Problem::new(ProblemCode::Forbidden, reason, hint))
}

/// What the cluster lacks for these wishes. A cluster that is merely busy is waited for; what can have no
/// PSE may still have one edited or deleted that is there.
pub(super) fn lacking(wishes: &[Wish], cluster: &Cluster) -> Option<Problem> {
    let creates = wishes
        .iter()
        .any(|wish| matches!(wish, Wish::Create { .. }));
    let passes = cluster.health == Health::Changing
        && !matches!(cluster.state.as_str(), "PAUSING" | "DELETING");
    let blocks = |kind: LackKind| match kind {
        LackKind::Cloud | LackKind::Sandbox | LackKind::NoVpc => creates,
        LackKind::NotActive => !passes && cluster.health != Health::Unknown,
        LackKind::Busy => false,
    };
    let lack = cluster.lacks.iter().find(|lack| blocks(lack.kind))?;
    Some(Problem::new(
        ProblemCode::Invalid,
        lack.reason.clone(),
        lack.remedy.clone(),
    ))
}

/// An endpoint that has failed takes no other list.
pub(super) fn broken(wish: &Wish, region: &Region) -> Option<Problem> {
    let failed = |present: &Present| present.status == EndpointStatus::Failed;
    let edits = matches!(wish, Wish::Edit { .. });
    (edits && region.endpoint.present().is_some_and(failed))
        .then(|| failed_endpoint(&region.region))
}

pub(crate) fn failed_endpoint(region: &str) -> Problem {
    Problem::new(
        ProblemCode::Invalid,
        format!("The endpoint in {region} has failed and can't be edited."),
        "Delete it and create a new one.",
    )
}

/// An endpoint that has failed is not what was wanted, and keeps another from being made.
pub(crate) fn in_the_way(region: &str) -> Problem {
    Problem::new(
        ProblemCode::Invalid,
        format!("There is an endpoint in {region} that has failed."),
        "Delete it first, then create a new one.",
    )
}

/// No edit is made from a list that no answer had: everyone on it would lose access.
pub(crate) fn unread(region: &str) -> Problem {
    stale(
        format!("The service didn't return the principals of the endpoint in {region}."),
        "Refresh and try again: the list can't be edited until it has been read.",
    )
}

pub(crate) fn exists(region: &str) -> Problem {
    stale(
        format!("There is an endpoint in {region} already, with another list."),
        "Edit that one instead.",
    )
}

pub(crate) fn stale(message: impl Into<String>, hint: &str) -> Problem {
    Problem::new(ProblemCode::Stale, message, hint)
}

/// A draft names a region twice.
pub(super) fn twice(cluster: &Cluster, id: &RegionInfoId) -> Problem {
    let region = region_of(cluster, id).map_or(id.as_str(), |region| &region.region);
    let message = format!("Region {region} of {} is in the draft twice.", cluster.name);
    Problem::new(ProblemCode::Invalid, message, "")
}

/// Something has to be typed first.
pub(super) fn untyped(asked: &str) -> Problem {
    Problem::new(
        ProblemCode::Invalid,
        format!("This has to be confirmed by typing “{asked}”."),
        "Type it exactly as it stands there.",
    )
}

fn gone(message: &str) -> Problem {
    Problem::new(ProblemCode::NotFound, message, "Refresh and look again.")
}
