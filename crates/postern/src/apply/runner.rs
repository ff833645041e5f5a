//! One change under way: which step is next, and when.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aeon::ids::{ClusterId, RegionInfoId};
use tokio::sync::{OwnedMutexGuard, mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::recover;
use super::shared::SharedChanges;
use super::verdict::Sent;
use crate::change::{Action, Change, ChangeId, Decision, Step, StepState};
use crate::cloud::Cloud;
use crate::inventory::{Overlay, PseRef, ReadPort};
use crate::journal::{SentNote, StepKey};
use crate::plan::merge::Clash;
use crate::plan::{Job, JobKind, stale};
use crate::principal::PrincipalView;
use crate::problem::Problem;

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
    /// Nothing more happens by itself.
    Over,
    /// The journal's word for it can't be understood: it is shown until it is dismissed, and nothing is done.
    Unreadable,
}

/// What the user is asked about.
pub(super) enum Question {
    Clashes {
        clashes: Vec<Clash>,
        now: Vec<String>,
    },
    Vanished,
}

pub(super) struct Live {
    pub job: Job,
    pub stage: Stage,
}

pub(super) struct Runner {
    pub shared: Arc<SharedChanges>,
    pub id: ChangeId,
    pub cluster_id: ClusterId,
    pub cloud: Cloud,
    pub steps: Vec<Live>,
    pub cancel: CancellationToken,
    /// Whether several creates in one call were refused: from then on each goes by itself.
    pub singly: bool,
    called_off: Arc<AtomicBool>,
    inbox: mpsc::UnboundedReceiver<UserCommand>,
    turn: Option<OwnedMutexGuard<()>>,
}

enum Next {
    Send(usize),
    Confirm,
    /// Nothing until somebody says something.
    Idle,
}

impl Live {
    /// A step that is to be sent.
    pub fn new(job: Job) -> Self {
        let stage = Stage::ToSend {
            due: Instant::now(),
            refused: None,
        };
        Self { job, stage }
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
        cloud: Cloud,
        steps: Vec<Live>,
        inbox: mpsc::UnboundedReceiver<UserCommand>,
        cancel: CancellationToken,
        called_off: Arc<AtomicBool>,
    ) -> Self {
        Self {
            shared,
            id: change.id,
            cluster_id: change.cluster_id.clone(),
            cloud,
            steps,
            cancel,
            singly: false,
            called_off,
            inbox,
            turn: None,
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
            let (next, due) = self.next();
            if matches!(next, Next::Idle) {
                self.turn = None;
            } else if self.turn.is_none() {
                match self.take_turn().await {
                    ClusterLock::Acquired => continue,
                    ClusterLock::Interrupted(order) => {
                        if self.carry_out(order) {
                            return;
                        }
                        continue;
                    }
                    ClusterLock::Cancelled => return,
                }
            }
            // While the key is refused nothing is read; an answer to what was sent is worth waiting for.
            let link = self.port().link().clone();
            let paused = matches!(next, Next::Confirm) && link.is_refused();
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
                () = link.restored(), if paused => {}
                () = at(due), if !paused => match next {
                    Next::Send(index) => self.send(index).await,
                    Next::Confirm => self.confirm().await,
                    Next::Idle => {}
                },
            }
        }
    }

    /// What comes next: steps are sent in order, one after the other, and those that were sent are read
    /// again in between.
    fn next(&self) -> (Next, Option<Instant>) {
        let to_send = self
            .steps
            .iter()
            .enumerate()
            .find_map(|(index, live)| match live.stage {
                Stage::ToSend { due, .. } => Some((Next::Send(index), due)),
                _ => None,
            });
        let due = |live: &Live| match live.stage {
            Stage::Sent { due, .. } => Some((Next::Confirm, due)),
            _ => None,
        };
        let confirm = self
            .steps
            .iter()
            .filter_map(due)
            .min_by_key(|(_, due)| *due);
        match to_send
            .into_iter()
            .chain(confirm)
            .min_by_key(|(_, due)| *due)
        {
            Some((next, due)) => (next, Some(due)),
            None => (Next::Idle, None),
        }
    }

    async fn take_turn(&mut self) -> ClusterLock {
        let turn = self.shared.turn(&self.cluster_id);
        if let Ok(guard) = Arc::clone(&turn).try_lock_owned() {
            self.turn = Some(guard);
            return ClusterLock::Acquired;
        }
        for index in 0..self.steps.len() {
            if matches!(self.steps[index].stage, Stage::ToSend { .. }) {
                let reason = "Queued: another change of this cluster is running.".to_owned();
                self.state(index, StepState::Waiting { reason });
            }
        }
        tokio::select! {
            () = self.cancel.cancelled() => ClusterLock::Cancelled,
            guard = turn.lock_owned() => {
                self.turn = Some(guard);
                ClusterLock::Acquired
            }
            order = self.inbox.recv() => order.map_or(ClusterLock::Cancelled, ClusterLock::Interrupted),
        }
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
        let index = self.index(region).ok_or_else(nothing)?;
        let live = &mut self.steps[index];
        let Some(question) = live.asked() else {
            return Err(nothing());
        };
        let cloud = crate::principal::principal_cloud(&self.cloud);
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
            // It stays deleted.
            _ => self.state(index, StepState::NotSent),
        }
        Ok(())
    }

    pub(super) fn index(&self, region: &RegionInfoId) -> Option<usize> {
        self.steps
            .iter()
            .position(|live| live.job.region_id == *region)
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
        self.steps[index].stage = Stage::Over;
        self.state(index, state);
    }

    pub fn fail(&mut self, index: usize, problem: Problem) {
        self.over(index, StepState::Failed { problem });
    }

    /// Records a step's state.
    pub fn state(&self, index: usize, state: StepState) {
        let finished = self
            .steps
            .iter()
            .all(|live| matches!(live.stage, Stage::Over | Stage::Unreadable));
        let sent = match &self.steps[index].stage {
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

    pub fn overlay(&self, region: &RegionInfoId, overlay: Option<Overlay>) {
        self.port().overlay(&self.cluster_id, region, overlay);
    }

    pub fn views(&self, list: &[String]) -> Vec<PrincipalView> {
        crate::principal::views(&self.cloud, list)
    }
}

fn reply(answer: Answer, result: Result<(), Problem>) {
    // The caller may be gone.
    let _ = answer.send(result);
}

/// What waiting for the right to change a cluster ended with.
enum ClusterLock {
    Acquired,
    Interrupted(UserCommand),
    Cancelled,
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
