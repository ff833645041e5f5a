//! What of a running change is kept in the journal, and how it is found again.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::job::Job;
use super::judge::Sent;
use super::runner::{Live, Stage};
use super::{Change, RunningStep, StepState};
use crate::inventory::Target;
use crate::journal::{Kept, KeptStep};
use crate::problem::{Problem, ProblemCode};

const ENDED: &str = "Postern ended before it was certain: reading what became of it.";

/// A request that was sent, or was about to be.
#[derive(Serialize, Deserialize)]
struct Posted {
    sent: Sent,
    target: Option<Target>,
}

/// A step's work as the journal keeps it.
pub(super) fn job(job: &Job) -> String {
    json(job)
}

/// A request as the journal keeps it.
pub(super) fn posted(sent: &Sent, target: Option<&Target>) -> String {
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
pub(super) fn found(kept: Kept, now: Timestamp) -> (Change, Vec<Live>) {
    let (steps, lives): (Vec<RunningStep>, Vec<Live>) = kept
        .steps
        .into_iter()
        .map(|step| found_step(step, now))
        .unzip();
    let over = |live: &Live| matches!(live.stage, Stage::Over);
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
    };
    (change, lives)
}

fn found_step(kept: KeptStep, now: Timestamp) -> (RunningStep, Live) {
    let open = matches!(
        kept.state,
        StepState::Planned
            | StepState::Waiting { .. }
            | StepState::Sending
            | StepState::Accepted { .. }
            | StepState::Conflict { .. }
    );
    let job: Result<Job, _> = serde_json::from_str(&kept.job);
    let posted: Result<Option<(Posted, Timestamp)>, _> = kept
        .sent
        .map(|(text, at)| serde_json::from_str(&text).map(|posted| (posted, at)))
        .transpose();
    let (state, stage, job) = match (job, posted) {
        (Ok(job), _) if !open => (kept.state, Stage::Over, job),
        (Ok(job), Ok(Some((posted, at)))) => {
            let state = match kept.state {
                state @ StepState::Accepted { .. } => state,
                _ => StepState::Waiting {
                    reason: ENDED.to_owned(),
                },
            };
            (state, sent(posted, at, now), job)
        }
        (Ok(job), Ok(None)) => (StepState::Planned, Stage::Held, job),
        (Err(error), _) | (_, Err(error)) => {
            let problem = Problem::new(
                ProblemCode::Other,
                format!("What the journal says of this step can't be read: {error}."),
                "Look at the endpoint, and make a new plan for what is missing.",
            );
            (
                StepState::Failed { problem },
                Stage::Over,
                unknown(&kept.shown),
            )
        }
    };
    let step = kept.shown;
    (RunningStep { step, state }, Live { job, stage })
}

fn sent(posted: Posted, at: Timestamp, now: Timestamp) -> Stage {
    // A clock that was set back since says nothing of how long ago it was: the lag is waited for again.
    let before = Duration::try_from(now.duration_since(at)).unwrap_or_default();
    Stage::Sent {
        sent: posted.sent,
        target: posted.target,
        since: Instant::now(),
        before: Some(before),
        reads: 0,
        due: Instant::now(),
    }
}

/// Names the place of a step whose work can't be read; it is over, so that nothing is done there.
fn unknown(step: &super::Step) -> Job {
    Job {
        region_id: step.region_id.clone(),
        region: step.region.clone(),
        kind: super::job::JobKind::Create { list: Vec::new() },
    }
}
