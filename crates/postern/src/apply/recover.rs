//! What of a running change is kept in the journal, and how it is found again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::runner::{Live, Stage};
use super::verdict::Sent;
use crate::change::{Change, RunningStep, StepState, Tally};
use crate::inventory::PseRef;
use crate::journal::{OpenChange, OpenStep, unreadable};
use crate::plan::Job;
use crate::problem::Problem;

const ENDED: &str = "Postern quit before the answer came. Checking what happened.";

/// A request that was sent, or was about to be.
#[derive(Serialize, Deserialize)]
struct Posted {
    sent: Sent,
    target: Option<PseRef>,
}

/// A step's work as the journal keeps it.
pub(super) fn job(job: &Job) -> String {
    json(job)
}

/// A request as the journal keeps it.
pub(super) fn posted(sent: &Sent, target: Option<&PseRef>) -> String {
    json(&Posted {
        sent: sent.clone(),
        target: target.cloned(),
    })
}

/// These types have text keys only: they always have a JSON form.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A change as it was left, and the work that its steps still have: what was sent is read again, at once;
/// what was not waits for the user.
pub(super) fn found(kept: OpenChange, now: Timestamp) -> (Change, Vec<Live>) {
    let (steps, lives): (Vec<RunningStep>, Vec<Live>) =
        kept.steps.into_iter().map(found_step).unzip();
    let over = |live: &Live| matches!(live.stage, Stage::Over | Stage::Unreadable);
    let finished = lives.iter().all(over);
    let did_not_happen = |step: &RunningStep| {
        matches!(
            step.state,
            StepState::Settled {
                happened: false,
                ..
            }
        )
    };
    let left = !finished || steps.iter().any(did_not_happen);
    let change = Change {
        id: kept.id,
        batch: kept.batch,
        title: kept.title,
        cluster_id: kept.cluster_id,
        cluster_name: kept.cluster_name,
        started: kept.started,
        steps,
        finished,
        ended: finished.then_some(now),
        recovered: left,
        cancelled: kept.cancelled,
        tally: Tally::default(),
    };
    (change, lives)
}

fn found_step(kept: OpenStep) -> (RunningStep, Live) {
    let step = kept.shown.clone();
    let (state, live) = readable(kept).unwrap_or_else(|problem| {
        let live = Live::at(unknown(&step), step.cloud.clone(), Stage::Unreadable);
        (StepState::Failed { problem }, live)
    });
    (
        RunningStep {
            step,
            state,
            can_retry: false,
        },
        live,
    )
}

fn readable(kept: OpenStep) -> Result<(StepState, Live), Problem> {
    let state = kept.state?;
    let job: Job = serde_json::from_str(&kept.job).map_err(|error| unreadable(&error))?;
    let open = matches!(
        state,
        StepState::Planned
            | StepState::Waiting { .. }
            | StepState::Sending
            | StepState::Accepted { .. }
            | StepState::InForce { .. }
            | StepState::Conflict { .. }
    );
    let (cloud, stage) = (kept.shown.cloud, Stage::Over);
    if !open {
        return Ok((state, Live::at(job, cloud, stage)));
    }
    let Some(posted) = kept.sent else {
        let stage = Stage::Held;
        return Ok((StepState::Planned, Live::at(job, cloud, stage)));
    };
    let posted: Posted = serde_json::from_str(&posted).map_err(|error| unreadable(&error))?;
    let state = match state {
        state @ (StepState::Accepted { .. } | StepState::InForce { .. }) => state,
        _ => StepState::Waiting {
            reason: ENDED.to_owned(),
        },
    };
    let stage = sent(posted);
    Ok((state, Live::at(job, cloud, stage)))
}

fn sent(posted: Posted) -> Stage {
    Stage::Sent {
        sent: posted.sent,
        target: posted.target,
        // The wall clock may have been set since: the lag is waited for again.
        since: Instant::now(),
        recovered: true,
        reads: 0,
        due: Instant::now(),
    }
}

/// Names the place of a step whose work can't be read. Nothing is done there.
fn unknown(step: &crate::change::Step) -> Job {
    Job {
        region_id: step.region_id.clone(),
        region: step.region.clone(),
        kind: crate::plan::JobKind::Create { list: Vec::new() },
        puts_back: false,
    }
}
