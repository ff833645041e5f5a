//! The user: plans changes, applies them, decides, retries, calls off, locks.

use std::time::Duration;

use aeon_simulator::Handle;
use postern::change::{Action, BatchId, Decision, Draft, RegionChange, StepState};
use postern::inventory::{Endpoint, Phase, Region, Snapshot};
use postern::journal::HistoryQuery;
use postern::plan::{Goal, Naming, PreparedBulk, bulk, revert};
use postern::simulation::Account;
use tokio::time::{Instant, sleep, timeout};

use crate::network::Network;
use crate::other::principal;
use crate::settings::Settings;
use crate::trace::{Trace, short};

/// How long everything may take once the network is well again.
const BOUND: Duration = Duration::from_secs(4 * 3600);

/// What the user asked for, for one endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub cluster: String,
    pub region: String,
    pub action: Action,
    pub added: Vec<String>,
    pub removed: Vec<String>,
    pub reverts: bool,
    /// How many changes the service had applied by then.
    pub applied: usize,
}

/// Why a session ended.
pub(crate) enum Ended {
    Locked,
    Done,
}

pub(crate) struct User {
    pub settings: Settings,
    pub random: fastrand::Rng,
    pub trace: Trace,
    pub service: Handle,
    pub asks: Vec<Ask>,
    /// Actions that are left.
    pub left: u32,
    pub made: u32,
    pub reverted: bool,
    /// Whether something never ended.
    pub stuck: Option<String>,
}

impl User {
    /// Uses Postern until everything is done, or it is locked.
    pub async fn session(&mut self, account: &Account, network: &Network) -> Ended {
        self.wait_until_ready(account).await;
        while self.left > 0 {
            self.left -= 1;
            let gap = Duration::from_millis(self.random.u64(0..25_000));
            sleep(gap).await;
            self.settle_recovered(account).await;
            match self.random.u32(..100) {
                0..64 => self.edit(account).await,
                64..70 => self.delete(account).await,
                70..78 => self.create(account).await,
                78..84 => self.cancel(account).await,
                84..92 => self.retry(account).await,
                92..96 => self.decide(account).await,
                _ if self.settings.faults.process() => {
                    self.trace.line("user locks");
                    return Ended::Locked;
                }
                _ => {}
            }
        }
        network.heal();
        self.finish(account).await;
        if !self.reverted && self.random.u32(..3) == 0 {
            self.reverted = true;
            self.revert(account).await;
            self.finish(account).await;
        }
        Ended::Done
    }

    async fn wait_until_ready(&mut self, account: &Account) {
        let mut snapshots = account.inventory.snapshots();
        let ready = snapshots.wait_for(|now| now.phase == Phase::Ready);
        let _ = timeout(Duration::from_secs(120), ready).await;
    }

    /// Reads a cluster again, as a review does.
    async fn snapshot(
        &mut self,
        account: &Account,
        name: &str,
    ) -> Option<std::sync::Arc<Snapshot>> {
        let now = account.inventory.snapshot();
        let cluster = now.clusters.iter().find(|cluster| cluster.name == name)?;
        account.inventory.read_cluster(&cluster.id).await.ok()?;
        Some(account.inventory.snapshot())
    }

    fn some_cluster(&mut self) -> String {
        format!("cluster-0000{}", self.random.u32(..2))
    }

    async fn edit(&mut self, account: &Account) {
        let name = self.some_cluster();
        let Some(now) = self.snapshot(account, &name).await else {
            return;
        };
        let mut region_changes = Vec::new();
        let cluster = now.clusters.iter().find(|cluster| cluster.name == name);
        for region in cluster.iter().flat_map(|cluster| &cluster.regions) {
            if self.random.u32(..3) > 0
                && let Some(change) = self.edit_of(region)
            {
                region_changes.push(change);
            }
        }
        self.apply(account, &now, &name, region_changes).await;
    }

    /// One more principal, and sometimes one less.
    fn edit_of(&mut self, region: &Region) -> Option<RegionChange> {
        let Endpoint::Present(present) = &region.endpoint else {
            return None;
        };
        let base: Vec<String> = present
            .principals
            .as_ref()?
            .iter()
            .map(|view| view.text.clone())
            .collect();
        let mut mine = base.clone();
        if self.random.u32(..3) == 0 && mine.len() > 1 {
            mine.remove(self.random.usize(..mine.len()));
        }
        self.made += 1;
        mine.push(principal(&format!("u{}", self.made)));
        Some(RegionChange::Edit {
            region_id: region.id.clone(),
            base,
            mine,
        })
    }

    async fn delete(&mut self, account: &Account) {
        let name = self.some_cluster();
        let Some(now) = self.snapshot(account, &name).await else {
            return;
        };
        let cluster = now.clusters.iter().find(|cluster| cluster.name == name);
        let mut regions = cluster.iter().flat_map(|cluster| &cluster.regions);
        let region = regions.find(|region| region.endpoint.present().is_some());
        let Some(region) = region else { return };
        let region_id = region.id.clone();
        self.apply(
            account,
            &now,
            &name,
            vec![RegionChange::Delete { region_id }],
        )
        .await;
    }

    async fn create(&mut self, account: &Account) {
        for name in ["cluster-00000", "cluster-00001"] {
            let Some(now) = self.snapshot(account, name).await else {
                return;
            };
            let cluster = now.clusters.iter().find(|cluster| cluster.name == name);
            let mut regions = cluster.iter().flat_map(|cluster| &cluster.regions);
            let empty = regions.find(|region| matches!(region.endpoint, Endpoint::None));
            if let Some(region) = empty {
                self.made += 1;
                let change = RegionChange::Create {
                    region_id: region.id.clone(),
                    principals: vec![principal(&format!("u{}", self.made))],
                };
                return self.apply(account, &now, name, vec![change]).await;
            }
        }
    }

    async fn apply(
        &mut self,
        account: &Account,
        now: &Snapshot,
        name: &str,
        region_changes: Vec<RegionChange>,
    ) {
        let cluster = now.clusters.iter().find(|cluster| cluster.name == name);
        let Some(cluster) = cluster.filter(|_| !region_changes.is_empty()) else {
            return;
        };
        let drafts = vec![Draft {
            cluster_id: cluster.id.clone(),
            region_changes,
        }];
        let planned = bulk(Goal::Drafts { drafts }.expand(now), Naming::Steps, now);
        if let Ok(planned) = planned {
            self.carry_out(account, planned, false).await;
        }
    }

    async fn carry_out(&mut self, account: &Account, planned: PreparedBulk, reverts: bool) {
        let (batch, title, prepared) = planned.into_batch(&[]);
        let texts = |views: &[postern::principal::PrincipalView]| -> Vec<String> {
            views.iter().map(|view| view.text.clone()).collect()
        };
        let mut asks = Vec::new();
        for one in &prepared {
            for step in &one.plan.steps {
                asks.push(Ask {
                    cluster: one.plan.cluster_id.to_string(),
                    region: step.region.clone(),
                    action: step.action,
                    added: texts(&step.added),
                    removed: texts(&step.removed),
                    reverts,
                    applied: self.service.applied().len(),
                });
            }
        }
        for ask in &asks {
            let names = |list: &[String], sign: char| -> String {
                list.iter()
                    .map(|text| format!(" {sign}{}", short(text)))
                    .collect()
            };
            let (added, removed) = (names(&ask.added, '+'), names(&ask.removed, '-'));
            let line = format!("user {:?} {}{added}{removed}", ask.action, ask.region);
            self.trace.line(line);
        }
        // Reading the review takes time.
        sleep(Duration::from_millis(self.random.u64(500..12_000))).await;
        // From here on it may be carried out, whatever becomes of this call.
        self.asks.extend(asks);
        if let Err(problem) = account.engine.apply_batch(batch, &title, prepared).await {
            self.trace.line(format!("not started: {}", problem.message));
        }
    }

    fn batches(
        account: &Account,
        wanted: impl Fn(&postern::change::Change) -> bool,
    ) -> Vec<BatchId> {
        let changes = account.engine.changes().borrow().clone();
        let mut batches: Vec<BatchId> = Vec::new();
        for change in changes.iter().filter(|change| wanted(change)) {
            if !batches.contains(&change.batch) {
                batches.push(change.batch);
            }
        }
        batches
    }

    async fn cancel(&mut self, account: &Account) {
        if let Some(batch) = Self::batches(account, |change| !change.finished).pop() {
            self.trace.line("user cancels");
            let _ = account.engine.cancel_batch(batch).await;
        }
    }

    async fn retry(&mut self, account: &Account) {
        let failed = |change: &postern::change::Change| change.tally.again > 0;
        if let Some(batch) = Self::batches(account, failed).pop() {
            self.trace.line("user tries again");
            let _ = account.engine.retry_failed(batch).await;
        }
    }

    /// What was left when Postern ended is continued, or given up.
    async fn settle_recovered(&mut self, account: &Account) {
        for batch in Self::batches(account, |change| change.recovered && change.tally.rest > 0) {
            if self.random.bool() {
                self.trace.line("user continues");
                let _ = account.engine.resume_batch(batch).await;
            } else {
                self.trace.line("user gives up the rest");
                let _ = account.engine.discard_batch(batch).await;
            }
        }
    }

    async fn decide(&mut self, account: &Account) {
        let changes = account.engine.changes().borrow().clone();
        for change in changes.iter() {
            for running in &change.steps {
                if !matches!(running.state, StepState::Conflict { .. }) {
                    continue;
                }
                let decision = [Decision::Mine, Decision::Theirs][self.random.usize(..2)];
                self.trace.line(format!("user decides {decision:?}"));
                if decision == Decision::Mine && running.step.action == Action::Edit {
                    // A vanished endpoint is created again with what the user wants.
                    self.asks.push(Ask {
                        cluster: change.cluster_id.to_string(),
                        region: running.step.region.clone(),
                        action: Action::Create,
                        added: Vec::new(),
                        removed: Vec::new(),
                        reverts: false,
                        applied: self.service.applied().len(),
                    });
                }
                let region = running.step.region_id.clone();
                let _ = account.engine.decide(change.id, region, decision).await;
            }
        }
    }

    /// Waits until nothing more happens.
    async fn finish(&mut self, account: &Account) {
        let start = Instant::now();
        while start.elapsed() < BOUND {
            self.settle_recovered(account).await;
            self.decide(account).await;
            let changes = account.engine.changes().borrow().clone();
            if changes.iter().all(|change| change.finished) {
                return;
            }
            let mut changed = account.engine.changes();
            changed.mark_unchanged();
            let _ = timeout(Duration::from_secs(30), changed.changed()).await;
        }
        let changes = account.engine.changes().borrow().clone();
        let open = changes.iter().filter(|change| !change.finished);
        let open = open
            .flat_map(|change| &change.steps)
            .map(|step| format!("{:?}", step.state));
        self.stuck = Some(open.collect::<Vec<_>>().join("; "));
    }

    async fn revert(&mut self, account: &Account) {
        let Ok(page) = account.ledger.history(HistoryQuery::default()).await else {
            return;
        };
        let edits = |entry: &&postern::journal::HistoryEntry| {
            entry.revertible > 0 && entry.steps.iter().all(|step| step.action == Action::Edit)
        };
        let Some(entry) = page.entries.iter().find(edits) else {
            return;
        };
        let Ok(Some(happened)) = account.ledger.happened(entry.batch, None).await else {
            return;
        };
        self.trace.line("user reverts the last change");
        for step in &happened.steps {
            if account
                .inventory
                .read_cluster(&step.cluster_id)
                .await
                .is_err()
            {
                return;
            }
        }
        let now = account.inventory.snapshot();
        if let Ok(planned) = bulk(
            revert(&happened.steps, &now, aeon::clock::timestamp()),
            Naming::Steps,
            &now,
        ) {
            self.carry_out(account, planned, true).await;
        }
    }
}
