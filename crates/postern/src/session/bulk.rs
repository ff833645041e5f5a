//! Plans over many clusters: read again, reviewed, applied together.

use std::collections::HashMap;
use std::time::Duration;

use aeon::ids::{ClusterId, RegionInfoId};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use tokio::time::Instant;

use super::app::App;
use super::open::{Open, lock, within};
use crate::change::{
    self, BatchId, BulkPlan, Change, Decision, Expanded, Goal, Naming, PlanFile, PreparedBulk, bulk,
};
use crate::inventory::Snapshot;
use crate::problem::{Problem, ProblemCode};

/// How many clusters are read again at a time: no more than the client ever has requests in flight.
const SIDE_BY_SIDE: usize = 64;
/// How long a single cluster is waited for.
const READ: Duration = Duration::from_secs(15);
/// How long all of them together are waited for.
const READ_ALL: Duration = Duration::from_secs(60);
/// The most plans that wait to be applied; older ones have long been left.
const MOST_PLANS: usize = 10;

impl App {
    /// Reads the clusters that the goal is about again and says what it would change. Sends nothing. A
    /// cluster that can't be read is blocked by itself.
    ///
    /// # Errors
    /// The goal can't be used: a text that is no principal, a list to copy that is gone.
    pub async fn plan_bulk(&self, goal: Goal) -> Result<BulkPlan, Problem> {
        let open = self.core.unlocked()?;
        let now = open.inventory.snapshot();
        goal.check(&now)?;
        open.review(goal.clusters(&now), |now| {
            goal.check(now)?;
            Ok((goal.expand(now), Naming::of(&goal, now)))
        })
        .await
    }

    /// Plans again what a plan that was not applied yet asks for, with conflicts decided: the rest of what
    /// was asked for, its name and what is said of it stay. Sends nothing.
    ///
    /// # Errors
    /// The plan is not known, or what is to be made again can't be.
    pub async fn decide_plan(
        &self,
        batch: BatchId,
        decisions: HashMap<RegionInfoId, Decision>,
    ) -> Result<BulkPlan, Problem> {
        let open = self.core.unlocked()?;
        let (clusters, expanded, naming) = open.with_bulk(batch, |plan| {
            let clusters = plan.plan.plans.iter().map(|plan| plan.cluster_id.clone());
            let (expanded, naming) = plan.decided(&decisions);
            (clusters.collect(), expanded, naming)
        })?;
        open.review(clusters, |_| Ok((expanded, naming))).await
    }

    /// Carries a plan out, except what is blocked and the regions in `leave_out`. `confirmations` holds
    /// what was typed for the steps that ask for it. A plan can be carried out once.
    ///
    /// # Errors
    /// The plan is not known or blocked, nothing of it is left, or something was not typed.
    pub async fn apply_bulk(
        &self,
        batch: BatchId,
        confirmations: Vec<String>,
        leave_out: Vec<RegionInfoId>,
    ) -> Result<Vec<Change>, Problem> {
        let open = self.core.unlocked()?;
        let plan = open.take_bulk(batch, &confirmations, &leave_out)?;
        let (batch, title, prepared) = plan.clone().into_batch(&leave_out);
        let applied = open.engine.apply_batch(batch, &title, prepared).await;
        if applied.is_err() {
            // Nothing began: it can be tried again.
            open.keep_bulk(plan);
        }
        applied
    }

    /// What has to be typed before a plan is applied without the regions in `leave_out`.
    ///
    /// # Errors
    /// The plan is not known.
    pub async fn to_type(
        &self,
        batch: BatchId,
        leave_out: Vec<RegionInfoId>,
    ) -> Result<Vec<String>, Problem> {
        let open = self.core.unlocked()?;
        open.with_bulk(batch, |plan| plan.to_type(&leave_out))
    }

    /// A plan that was not applied yet, without the regions in `leave_out`, as commands of the vendor's
    /// command line.
    ///
    /// # Errors
    /// The plan is not known.
    pub async fn ybm_commands(
        &self,
        batch: BatchId,
        leave_out: Vec<RegionInfoId>,
    ) -> Result<String, Problem> {
        let open = self.core.unlocked()?;
        let (plan, left_out) = open.with_bulk(batch, |plan| plan.without(&leave_out))?;
        Ok(change::ybm_commands(&plan, left_out))
    }

    /// A plan that was not applied yet, without the regions in `leave_out`, as the text of a file that
    /// [`App::import_plan`] reads.
    ///
    /// # Errors
    /// The plan is not known.
    pub async fn export_plan(
        &self,
        batch: BatchId,
        leave_out: Vec<RegionInfoId>,
    ) -> Result<String, Problem> {
        let open = self.core.unlocked()?;
        let now = open.inventory.snapshot();
        let (plan, _) = open.with_bulk(batch, |plan| plan.without(&leave_out))?;
        Ok(PlanFile::new(&plan, &now, Timestamp::now()).to_text())
    }

    /// Reads the clusters of an exported plan again and says what it would change now: each step's
    /// additions and removals, merged with what happened since. Sends nothing.
    ///
    /// # Errors
    /// The text is no plan, one of another version, account or project, or holds what can't be used.
    pub async fn import_plan(&self, text: String) -> Result<BulkPlan, Problem> {
        let open = self.core.unlocked()?;
        let now = open.inventory.snapshot();
        // A large file takes its time.
        let read = tokio::task::spawn_blocking(move || {
            let file = PlanFile::parse(&text)?;
            file.check(&now)?;
            Ok::<_, Problem>((file, now))
        });
        let (file, now) = read.await.expect("reading a plan does not panic")?;
        open.review(file.clusters(&now), |now| {
            file.check(now)?;
            Ok((file.expand(now), file.naming()))
        })
        .await
    }
}

impl Open {
    /// Reads clusters again, plans on what is there then, and keeps the plan.
    pub(super) async fn review(
        &self,
        clusters: Vec<ClusterId>,
        expand: impl FnOnce(&Snapshot) -> Result<(Expanded, Naming), Problem>,
    ) -> Result<BulkPlan, Problem> {
        let unread = self.read_again(clusters).await;
        let now = self.inventory.snapshot();
        let (expanded, naming) = expand(&now)?;
        let mut prepared = bulk(expanded, naming, &now, &self.access().may)?;
        prepared.block(&unread);
        let plan = prepared.plan.clone();
        self.keep_bulk(prepared);
        Ok(plan)
    }

    fn keep_bulk(&self, prepared: PreparedBulk) {
        let mut bulks = lock(&self.bulks);
        if bulks.len() >= MOST_PLANS {
            bulks.remove(0);
        }
        bulks.push(prepared);
    }

    /// Reads clusters again, side by side; what went wrong with which.
    async fn read_again(&self, clusters: Vec<ClusterId>) -> HashMap<ClusterId, Problem> {
        let end = Instant::now() + READ_ALL;
        let read = |id: ClusterId| async move {
            // With a key that was refused in the meantime nothing more is asked.
            if let Some(problem) = self.link.refused() {
                return Some((id, problem));
            }
            let left = end.saturating_duration_since(Instant::now());
            let read = within(READ.min(left), self.inventory.read_cluster(&id)).await;
            read.err().map(|problem| (id, problem))
        };
        let reads = stream::iter(clusters).map(read);
        let unread = reads.buffer_unordered(SIDE_BY_SIDE);
        unread.filter_map(async |unread| unread).collect().await
    }

    /// Looks at a plan that was not applied yet.
    pub(super) fn with_bulk<R>(
        &self,
        id: BatchId,
        look: impl FnOnce(&PreparedBulk) -> R,
    ) -> Result<R, Problem> {
        let bulks = lock(&self.bulks);
        let found = bulks.iter().find(|bulk| bulk.plan.id == id);
        found.map(look).ok_or_else(unknown)
    }

    fn take_bulk(
        &self,
        id: BatchId,
        typed: &[String],
        leave_out: &[RegionInfoId],
    ) -> Result<PreparedBulk, Problem> {
        let mut bulks = lock(&self.bulks);
        let found = bulks.iter().position(|bulk| bulk.plan.id == id);
        let index = found.ok_or_else(unknown)?;
        bulks[index].check(typed, leave_out)?;
        Ok(bulks.remove(index))
    }
}

fn unknown() -> Problem {
    Problem::new(
        ProblemCode::Stale,
        "This plan is not known any more.",
        "Review the change again.",
    )
}
