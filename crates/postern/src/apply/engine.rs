//! The changes of an unlocked account: their owner.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aeon::clock::timestamp;
use aeon::ids::RegionInfoId;
use futures_util::future::join_all;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::recover;
use super::runner::{Live, Runner, UserCommand};
use super::shared::{MeasuredLag, SharedChanges};
use crate::change::{BatchId, Change, ChangeId, Decision, RunningStep, StepState, Tally};
use crate::cloud::Cloud;
use crate::inventory::Inventory;
use crate::journal::{Ledger, NewChange, OpenChange, Ours};
use crate::plan::{Prepared, stale};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// Carries plans out: one change at a time for a cluster, clusters side by side. A running change continues
/// whatever the page shows; it ends with [`Engine::close`], and then only after what is being sent has
/// been answered. (What the service has accepted by then goes on there; the next reading shows it.)
pub struct Engine {
    shared: Arc<SharedChanges>,
    running: Mutex<BTreeMap<ChangeId, Running>>,
    cancel: CancellationToken,
}

/// A change that is about to start, and what the journal is told of it.
type Started = (Change, Vec<Live>, Option<NewChange>);

struct Running {
    orders: mpsc::UnboundedSender<UserCommand>,
    /// Set before the order to call off arrives: not even what is being read for is sent then.
    called_off: Arc<AtomicBool>,
    /// An order is there: what is being read can wait.
    ordered: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Drop for Engine {
    fn drop(&mut self) {
        for running in lock(&self.running).values() {
            running.task.abort();
        }
    }
}

impl Engine {
    /// Works on the project that `inventory` reads, reports to it, and keeps what it does in `ledger`.
    /// Finds again what was open there: what was sent is settled by reading, what was not waits for
    /// [`Engine::resume_batch`] or [`Engine::discard_batch`].
    pub async fn open(inventory: &Inventory, ledger: Ledger) -> Self {
        let engine = Self::new(inventory, ledger);
        match engine.shared.ledger.lag().await {
            Ok((edits, longest_ms)) => {
                let longest = Duration::from_millis(longest_ms.into());
                *lock(&engine.shared.measured) = MeasuredLag { edits, longest };
            }
            Err(error) => tracing::warn!(%error, "the measured lag can't be read"),
        }
        match engine.shared.ledger.open_changes().await {
            Ok(kept) => kept.into_iter().for_each(|kept| engine.find(kept)),
            Err(error) => {
                tracing::error!(%error, "what was open can't be looked for");
            }
        }
        engine
    }

    fn new(inventory: &Inventory, ledger: Ledger) -> Self {
        Self {
            shared: Arc::new(SharedChanges {
                port: inventory.port(),
                ledger,
                ours: Arc::default(),
                changes: watch::Sender::default(),
                claims: Mutex::default(),
                overlays: Mutex::default(),
                lists: Mutex::default(),
                own: Mutex::default(),
                tasks: Mutex::default(),
                updates: Mutex::default(),
                strangers: Mutex::default(),
                measured: Mutex::default(),
                page: tokio::sync::Mutex::default(),
                looks: Mutex::default(),
                turns: Mutex::default(),
            }),
            running: Mutex::default(),
            cancel: CancellationToken::new(),
        }
    }

    /// Continues a change that was open.
    fn find(&self, kept: OpenChange) {
        let (change, steps) = recover::found(kept, timestamp());
        self.start(change, steps);
    }

    /// The lists that were sent: they tell our changes from others'.
    pub(crate) fn ours(&self) -> Arc<Mutex<HashMap<RegionInfoId, Ours>>> {
        Arc::clone(&self.shared.ours)
    }

    /// The changes, newest first, now and from now on.
    pub fn changes(&self) -> watch::Receiver<Arc<Vec<Change>>> {
        self.shared.changes.subscribe()
    }

    /// Starts to carry plans out that were reviewed together, one for each cluster.
    ///
    /// # Errors
    /// A plan is blocked, is being carried out already, or can't be written down; then nothing starts.
    pub async fn apply_batch(
        &self,
        batch: BatchId,
        title: &str,
        prepared: Vec<Prepared>,
    ) -> Result<Vec<Change>, Problem> {
        for one in &prepared {
            if let Some(problem) = &one.plan.blocked {
                return Err(problem.clone());
            }
        }
        let mut started = Vec::new();
        for one in prepared {
            started.push(self.prepare(batch, title, one)?);
        }
        // One commit for all of them: a crash finds the whole batch, or nothing of it.
        let begun: Vec<NewChange> = started
            .iter_mut()
            .filter_map(|(_, _, begun)| begun.take())
            .collect();
        if !begun.is_empty() {
            self.shared.ledger.begin(begun).await.map_err(|error| {
                let problem = Problem::from(error);
                let message = format!("{} Nothing was sent.", problem.message);
                Problem { message, ..problem }
            })?;
        }
        let start = |(change, steps, _): Started| self.start(change, steps);
        Ok(started.into_iter().map(start).collect())
    }

    fn prepare(&self, batch: BatchId, title: &str, prepared: Prepared) -> Result<Started, Problem> {
        let Prepared { plan, jobs } = prepared;
        if self.cancel.is_cancelled() {
            return Err(Problem::locked());
        }
        if lock(&self.running).contains_key(&plan.id) {
            return Err(stale("This plan is already being applied.", ""));
        }
        let started = timestamp();
        let kept = jobs.iter().map(recover::job);
        let begun = (!jobs.is_empty()).then(|| NewChange {
            id: plan.id,
            batch,
            title: title.to_owned(),
            started,
            cluster_id: plan.cluster_id.clone(),
            cluster_name: plan.cluster_name.clone(),
            steps: plan.steps.iter().cloned().zip(kept).collect(),
        });
        // There is a job for each step, in the same order.
        let clouds: Vec<Cloud> = plan.steps.iter().map(|step| step.cloud.clone()).collect();
        let steps = plan.steps.into_iter().map(|step| RunningStep {
            step,
            state: StepState::Planned,
            can_retry: false,
        });
        let change = Change {
            id: plan.id,
            batch,
            title: title.to_owned(),
            cluster_id: plan.cluster_id,
            cluster_name: plan.cluster_name,
            started,
            finished: jobs.is_empty(),
            ended: None,
            recovered: false,
            cancelled: false,
            tally: Tally::default(),
            steps: steps.collect(),
        };
        let lives = jobs.into_iter().zip(clouds);
        let steps = lives.map(|(job, cloud)| Live::new(job, cloud)).collect();
        Ok((change, steps, begun))
    }

    fn start(&self, mut change: Change, steps: Vec<Live>) -> Change {
        change.recount();
        let (orders, inbox) = mpsc::unbounded_channel();
        let called_off = Arc::new(AtomicBool::new(false));
        let ordered = Arc::new(Notify::new());
        let runner = Runner::new(
            Arc::clone(&self.shared),
            &change,
            steps,
            inbox,
            self.cancel.clone(),
            Arc::clone(&called_off),
            Arc::clone(&ordered),
        );
        let (id, started) = (change.id, change.clone());
        self.shared
            .changes
            .send_modify(|changes| Arc::make_mut(changes).insert(0, change));
        let task = tokio::spawn(runner.run());
        let running = Running {
            orders,
            called_off,
            ordered,
            task,
        };
        lock(&self.running).insert(id, running);
        started
    }

    /// Settles a conflict.
    ///
    /// # Errors
    /// There is no such conflict (any more).
    pub async fn decide(
        &self,
        id: ChangeId,
        region: RegionInfoId,
        decision: Decision,
    ) -> Result<(), Problem> {
        self.order(id, |answer| UserCommand::Decide {
            region,
            decision,
            answer,
        })
        .await
    }

    /// Tries a step again that failed or was not confirmed: it is read and merged again.
    ///
    /// # Errors
    /// There is no such step, or it is still under way.
    pub async fn retry(&self, id: ChangeId, region: RegionInfoId) -> Result<(), Problem> {
        self.order(id, |answer| UserCommand::Retry { region, answer })
            .await
    }

    /// Takes a change off the list; steps that were not sent are given up.
    ///
    /// # Errors
    /// Something was sent and is still being confirmed.
    pub async fn dismiss(&self, id: ChangeId) -> Result<(), Problem> {
        self.order(id, |answer| UserCommand::Dismiss { answer })
            .await?;
        lock(&self.running).remove(&id);
        self.shared
            .changes
            .send_modify(|changes| Arc::make_mut(changes).retain(|change| change.id != id));
        Ok(())
    }

    /// Calls a batch off: what was sent is finished, the rest is not sent.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn cancel_batch(&self, batch: BatchId) -> Result<(), Problem> {
        for id in self.batch(batch)? {
            if let Some(running) = lock(&self.running).get(&id) {
                running.called_off.store(true, Ordering::SeqCst);
            }
        }
        self.order_all(batch, |answer| UserCommand::Cancel { answer })
            .await
    }

    /// Tries everything of a batch again that failed, was not confirmed or not sent.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn retry_failed(&self, batch: BatchId) -> Result<(), Problem> {
        self.order_all(batch, |answer| UserCommand::RetryFailed { answer })
            .await
    }

    /// Resumes a batch's unfinished steps after a restart.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn resume_batch(&self, batch: BatchId) -> Result<(), Problem> {
        self.order_all(batch, |answer| UserCommand::Resume { answer })
            .await
    }

    /// Discards a batch's unfinished steps after a restart.
    ///
    /// # Errors
    /// There is no such batch.
    pub async fn discard_batch(&self, batch: BatchId) -> Result<(), Problem> {
        self.cancel_batch(batch).await
    }

    /// Takes a batch off the list; steps that were not sent are given up. Changes of which something was
    /// sent and is still being confirmed stay.
    ///
    /// # Errors
    /// There is no such batch, or something of it stays.
    pub async fn dismiss_batch(&self, batch: BatchId) -> Result<(), Problem> {
        let mut stays = None;
        for id in self.batch(batch)? {
            stays = self.dismiss(id).await.err().or(stays);
        }
        stays.map_or(Ok(()), Err)
    }

    async fn order_all(
        &self,
        batch: BatchId,
        order: impl Fn(oneshot::Sender<Result<(), Problem>>) -> UserCommand,
    ) -> Result<(), Problem> {
        // All of them are told before any answers.
        let told = self.batch(batch)?;
        let told = told.into_iter().map(|id| self.order(id, &order));
        join_all(told).await.into_iter().collect()
    }

    /// The changes of a batch.
    fn batch(&self, batch: BatchId) -> Result<Vec<ChangeId>, Problem> {
        let changes = self.shared.changes.borrow();
        let of_it = changes.iter().filter(|change| change.batch == batch);
        let ids: Vec<ChangeId> = of_it.map(|change| change.id).collect();
        if ids.is_empty() {
            return Err(unknown());
        }
        Ok(ids)
    }

    /// Ends every change, each after what it is sending has been answered.
    pub async fn close(&self) {
        self.cancel.cancel();
        let running = std::mem::take(&mut *lock(&self.running));
        for (_, running) in running {
            // It ends by itself; a panic in it ended it, too.
            let _ = running.task.await;
        }
    }

    async fn order(
        &self,
        id: ChangeId,
        order: impl FnOnce(oneshot::Sender<Result<(), Problem>>) -> UserCommand,
    ) -> Result<(), Problem> {
        let (answer, answered) = oneshot::channel();
        let running = lock(&self.running)
            .get(&id)
            .map(|running| (running.orders.clone(), Arc::clone(&running.ordered)));
        let (orders, ordered) = running.ok_or_else(unknown)?;
        orders.send(order(answer)).map_err(|_| unknown())?;
        ordered.notify_one();
        answered.await.map_err(|_| unknown())?
    }
}

fn unknown() -> Problem {
    Problem::new(ProblemCode::NotFound, "This change no longer exists.", "")
}
