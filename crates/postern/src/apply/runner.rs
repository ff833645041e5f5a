//! One change under way: which step is next, and when.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aeon::clock::timestamp;
use aeon::ids::{ClusterId, RegionInfoId};
use tokio::sync::{Notify, OwnedMutexGuard, mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::recover;
use super::shared::SharedChanges;
use super::verdict::Sent;
use super::window::Noticed;
use crate::change::{Action, Change, ChangeId, Decision, Step, StepState};
use crate::cloud::Cloud;
use crate::inventory::{Overlay, PseRef, ReadPort};
use crate::journal::{SentNote, StepKey};
use crate::mutant::{Mutant, is_left_out};
use crate::plan::merge::{Clash, Intent};
use crate::plan::{Job, JobKind, Reviewed, stale};
use crate::principal::{PrincipalCloud, PrincipalView};
use crate::problem::Problem;
use crate::sync::lock;

type Answer = oneshot::Sender<Result<(), Problem>>;

/// What a change is told from outside.
pub(super) enum UserCommand {
    Decide {
        region: RegionInfoId,
        decision: Decision,
        answer: Answer,
    },
    Retry {
        region: RegionInfoId,
        answer: Answer,
    },
    /// Tries everything again that failed, was not confirmed or not sent.
    RetryFailed {
        answer: Answer,
    },
    /// What was not sent is not sent.
    Cancel {
        answer: Answer,
    },
    /// Resumes what was unfinished when Postern quit.
    Resume {
        answer: Answer,
    },
    Dismiss {
        answer: Answer,
    },
}

/// Where a step stands, for us; the page is told a [`StepState`].
pub(super) enum Stage {
    /// To be sent, at `due`; `refused` says since when and how often the cluster was busy.
    ToSend {
        due: Instant,
        refused: Option<(Instant, usize)>,
    },
    /// Left from before Postern ended: to be sent when the user says so.
    Held,
    /// The user is asked.
    Asking(Question),
    /// Sent; to be read again at `due`.
    Sent {
        sent: Sent,
        target: Option<PseRef>,
        since: Instant,
        /// Whether it was sent before this run began; `since` is when it was found again, then.
        recovered: bool,
        reads: usize,
        due: Instant,
    },
    /// The time for a read to agree is over; one still may, and is looked for at `due`.
    Overdue {
        target: Option<PseRef>,
        reads: usize,
        due: Instant,
    },
    /// Nothing more happens by itself.
    Over,
    /// The journal's word for it can't be understood: it is shown until it is dismissed, and nothing is done.
    Unreadable,
}

/// How far the deletion of an endpoint is that is then made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deletion {
    Open,
    Done,
    /// It has ended otherwise.
    Undone,
}

/// What the user is asked about.
pub(super) enum Question {
    /// Putting back somebody else's change has replaced another one of theirs.
    Replaced {
        intent: Intent,
        now: Vec<String>,
    },
    /// What is to be deleted has principals or connections that were not reviewed.
    NewSinceReview(Reviewed),
    /// What is to be deleted was reviewed before Postern was closed.
    DeleteAgain,
    Clashes {
        clashes: Vec<Clash>,
        now: Vec<String>,
    },
    Vanished,
}

pub(super) struct Live {
    pub job: Job,
    /// The cloud of its region: which principals the endpoint takes.
    pub cloud: Cloud,
    pub stage: Stage,
    pub noticed: Noticed,
}

pub(super) struct Runner {
    pub shared: Arc<SharedChanges>,
    pub id: ChangeId,
    pub cluster_id: ClusterId,
    pub steps: Vec<Live>,
    pub cancel: CancellationToken,
    /// Whether several creates in one call were refused: from then on each goes by itself.
    pub singly: bool,
    called_off: Arc<AtomicBool>,
    pub ordered: Arc<Notify>,
    inbox: mpsc::UnboundedReceiver<UserCommand>,
}

impl Live {
    /// A step that is to be sent.
    pub fn new(job: Job, cloud: Cloud) -> Self {
        let stage = Stage::ToSend {
            due: Instant::now(),
            refused: None,
        };
        Self::at(job, cloud, stage)
    }

    pub fn at(job: Job, cloud: Cloud, stage: Stage) -> Self {
        Self {
            job,
            cloud,
            stage,
            noticed: Noticed::default(),
        }
    }

    pub fn principal_cloud(&self) -> PrincipalCloud {
        crate::principal::principal_cloud(&self.cloud)
    }

    /// The question that the step waits on, which ends it until the user decides.
    fn asked(&mut self) -> Option<Question> {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Asking(question) => Some(question),
            other => {
                self.stage = other;
                None
            }
        }
    }
}

impl Runner {
    pub fn new(
        shared: Arc<SharedChanges>,
        change: &Change,
        steps: Vec<Live>,
        inbox: mpsc::UnboundedReceiver<UserCommand>,
        cancel: CancellationToken,
        called_off: Arc<AtomicBool>,
        ordered: Arc<Notify>,
    ) -> Self {
        Self {
            shared,
            id: change.id,
            cluster_id: change.cluster_id.clone(),
            steps,
            cancel,
            singly: false,
            called_off,
            ordered,
            inbox,
        }
    }

    /// Whether nothing more may be sent: everything ends, or the order to call off is on its way.
    pub fn must_not_send(&self) -> bool {
        self.cancel.is_cancelled() || self.called_off.load(Ordering::SeqCst)
    }

    pub fn port(&self) -> &ReadPort {
        &self.shared.port
    }

    /// Runs until it is dismissed or everything ends.
    pub async fn run(mut self) {
        self.draw_what_was_sent();
        loop {
            let (send, confirm) = (self.next_to_send(), self.next_to_read());
            // While the key is refused nothing is read; an answer to what was sent is worth waiting for.
            let link = self.port().link().clone();
            let refused = link.is_refused();
            let restored = async {
                if refused {
                    link.restored().await;
                } else {
                    pending().await
                }
            };
            let turn = turn_at(
                Arc::clone(&self.shared),
                self.cluster_id.clone(),
                self.id,
                send,
            );
            tokio::select! {
                biased;
                () = self.cancel.cancelled() => return,
                order = self.inbox.recv() => match order {
                    Some(order) => {
                        if self.carry_out(order) {
                            return;
                        }
                    }
                    None => return,
                },
                () = restored, if confirm.is_some() => {}
                turn = turn => {
                    if let Some((index, _)) = send {
                        self.send(index).await;
                    }
                    drop(turn);
                }
                () = at(confirm), if !refused => self.confirm().await,
            }
        }
    }

    /// What has become of the deletion that a create of this change comes after; `None`: it comes after none.
    pub(super) fn deletion_before(&self, index: usize) -> Option<Deletion> {
        let live = &self.steps[index];
        if !matches!(live.job.kind, JobKind::Create { .. }) {
            return None;
        }
        let deletes = |index: &usize| {
            let job = &self.steps[*index].job;
            job.region_id == live.job.region_id && matches!(job.kind, JobKind::Delete { .. })
        };
        let deletion = (0..index).rev().find(deletes)?;
        Some(
            match (&self.steps[deletion].stage, self.shown_state(deletion)) {
                (
                    Stage::Over,
                    Some(StepState::Confirmed { .. } | StepState::Settled { happened: true, .. }),
                ) => Deletion::Done,
                (Stage::Over | Stage::Overdue { .. } | Stage::Unreadable, _) => Deletion::Undone,
                _ => Deletion::Open,
            },
        )
    }

    /// The step that is due first, among those that are to be sent.
    fn next_to_send(&self) -> Option<(usize, Instant)> {
        let due = |(index, live): (usize, &Live)| match live.stage {
            Stage::ToSend { due, .. } if self.deletion_before(index) != Some(Deletion::Open) => {
                Some((index, due))
            }
            _ => None,
        };
        let due = self.steps.iter().enumerate().filter_map(due);
        due.min_by_key(|(_, due)| *due)
    }

    /// When a step that was sent is to be read again.
    fn next_to_read(&self) -> Option<Instant> {
        let due = |live: &Live| match live.stage {
            Stage::Sent { due, .. } | Stage::Overdue { due, .. } => Some(due),
            _ => None,
        };
        self.steps.iter().filter_map(due).min()
    }

    /// Does as it is told; `true`: the change is dismissed.
    fn carry_out(&mut self, order: UserCommand) -> bool {
        match order {
            UserCommand::Decide {
                region,
                decision,
                answer,
            } => reply(answer, self.decide(&region, decision)),
            UserCommand::Retry { region, answer } => reply(answer, self.retry(&region)),
            UserCommand::RetryFailed { answer } => reply(answer, self.retry_failed()),
            UserCommand::Cancel { answer } => {
                let result = self.call_off(true);
                self.called_off.store(false, Ordering::SeqCst);
                reply(answer, result);
            }
            UserCommand::Resume { answer } => reply(answer, self.resume()),
            UserCommand::Dismiss { answer } => {
                let result = self.dismiss();
                let dismissed = result.is_ok();
                reply(answer, result);
                return dismissed;
            }
        }
        false
    }

    fn decide(&mut self, region: &RegionInfoId, decision: Decision) -> Result<(), Problem> {
        let nothing = || stale("There is nothing left to decide here.", "");
        let asks =
            |live: &Live| live.job.region_id == *region && matches!(live.stage, Stage::Asking(_));
        let index = self.steps.iter().position(asks).ok_or_else(nothing)?;
        let live = &mut self.steps[index];
        let Some(question) = live.asked() else {
            return Err(nothing());
        };
        let cloud = live.principal_cloud();
        match (question, &mut live.job.kind, decision) {
            (Question::Clashes { clashes, now }, JobKind::Edit { intent, seen, .. }, _) => {
                if decision == Decision::Theirs {
                    intent.yield_to(cloud, &clashes);
                }
                *seen = now;
                self.step(index, |_| {});
                self.send_soon(index);
            }
            (Question::Vanished, JobKind::Edit { mine, .. }, Decision::Mine) => {
                let list = std::mem::take(mine);
                live.job.kind = JobKind::Create { list };
                self.step(index, |step| {
                    step.action = Action::Create;
                    step.pse_id = None;
                    step.conflicts.clear();
                });
                self.send_soon(index);
            }
            (Question::Replaced { intent, now }, kind @ JobKind::Edit { .. }, Decision::Theirs) => {
                if let JobKind::Edit {
                    intent: old, seen, ..
                } = kind
                {
                    *old = intent;
                    *seen = now;
                }
                self.step(index, |step| step.conflicts.clear());
                self.send_soon(index);
            }
            (Question::Replaced { .. }, ..) => {
                let at = timestamp();
                self.over(index, StepState::Confirmed { at });
            }
            (Question::NewSinceReview(now), JobKind::Delete { reviewed, .. }, Decision::Mine) => {
                *reviewed = Some(now);
                self.step(index, |step| step.conflicts.clear());
                self.send_soon(index);
            }
            (Question::DeleteAgain, JobKind::Delete { .. }, Decision::Mine) => {
                self.step(index, |step| step.conflicts.clear());
                self.send_soon(index);
            }
            // It stays deleted, or is left.
            _ => self.state(index, StepState::NotSent),
        }
        Ok(())
    }

    pub(super) fn send_soon(&mut self, index: usize) {
        self.steps[index].stage = Stage::ToSend {
            due: Instant::now(),
            refused: None,
        };
        self.state(index, StepState::Planned);
    }

    /// Ends a step.
    pub fn over(&mut self, index: usize, state: StepState) {
        let region = self.steps[index].job.region_id.clone();
        self.shared.release(&region, self.key(index));
        self.steps[index].stage = Stage::Over;
        self.state(index, state);
    }

    pub fn fail(&mut self, index: usize, problem: Problem) {
        self.over(index, StepState::Failed { problem });
    }

    /// Records a step's state.
    pub fn state(&self, index: usize, state: StepState) {
        let finished = self.steps.iter().all(|live| {
            matches!(
                live.stage,
                Stage::Over | Stage::Unreadable | Stage::Overdue { .. }
            )
        });
        let sent = match &self.steps[index].stage {
            Stage::Overdue { .. } => SentNote::Keep,
            Stage::Sent { sent, target, .. } => {
                SentNote::This(recover::posted(sent, target.as_ref()))
            }
            Stage::Over | Stage::Unreadable => SentNote::Keep,
            Stage::ToSend { .. } | Stage::Held | Stage::Asking(_) => SentNote::Nothing,
        };
        self.shared
            .record_state(self.key(index), state, sent, finished);
    }

    /// Records a step as it is sent, and its work as it is now.
    pub fn step(&self, index: usize, edit: impl FnOnce(&mut Step)) {
        let job = recover::job(&self.steps[index].job);
        self.shared.record_step(self.key(index), job, edit);
    }

    pub fn key(&self, index: usize) -> StepKey {
        StepKey {
            change: self.id,
            position: index,
        }
    }

    /// Draws over a region, or takes off what this change has drawn there.
    pub fn overlay(&self, region: &RegionInfoId, overlay: Option<Overlay>) {
        let mut drawn = lock(&self.shared.overlays);
        match overlay {
            Some(_) => drawn.insert(region.clone(), self.id),
            None if drawn.get(region).is_some_and(|owner| *owner != self.id) => return,
            None => drawn.remove(region),
        };
        drop(drawn);
        self.port().overlay(&self.cluster_id, region, overlay);
    }

    pub fn views(&self, index: usize, list: &[String]) -> Vec<PrincipalView> {
        crate::principal::views(&self.steps[index].cloud, list)
    }
}

fn reply(answer: Answer, result: Result<(), Problem>) {
    // The caller may be gone.
    let _ = answer.send(result);
}

/// Waits until a step is due and it is its change's turn: a cluster's lists are read and replaced by one change at
/// a time. The turn ends with the answer, not when reads agree.
async fn turn_at(
    shared: Arc<SharedChanges>,
    cluster: ClusterId,
    change: ChangeId,
    send: Option<(usize, Instant)>,
) -> Option<OwnedMutexGuard<()>> {
    let Some((position, due)) = send else {
        return pending().await;
    };
    sleep_until(due).await;
    if is_left_out(Mutant::Turn) {
        return None;
    }
    let turn = shared.turn(&cluster);
    if let Ok(guard) = Arc::clone(&turn).try_lock_owned() {
        return Some(guard);
    }
    let key = StepKey { change, position };
    let reason = "Queued: another change of this cluster is being sent.".to_owned();
    let state = StepState::Waiting { reason };
    shared.record_state(key, state, SentNote::Nothing, false);
    Some(turn.lock_owned().await)
}

/// Waits until then; for ever where there is no then.
async fn at(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => pending().await,
    }
}

/// A moment from now.
pub(super) fn after(wait: Duration) -> Instant {
    Instant::now() + wait
}
