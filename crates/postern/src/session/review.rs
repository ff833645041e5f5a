//! Plans over many clusters: read again, reviewed, applied together.

use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::Arc;

use aeon::ids::{ClusterId, RegionInfoId};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use super::app::App;
use super::consent::not_what_was_confirmed;
use super::open::Open;
use super::{ConsentRequest, Reading};
use crate::change::{BatchId, Change, ChangeNote, Decision, NoteDraft, today};
use crate::inventory::Snapshot;
use crate::journal::JournalError;
use crate::plan::{
    AccountFacts, BulkPlan, Expanded, Goal, Naming, PlanFile, PreparedBulk, StepsDigest, bulk,
};
use crate::problem::{Problem, ProblemCode};
use crate::sync::lock;

/// How many clusters are read again at a time: no more than the client ever has requests in flight.
const SIDE_BY_SIDE: usize = 64;
/// The most plans that wait to be applied; older ones have long been left.
const MOST_PLANS: usize = 10;

impl App {
    /// Reads the clusters that the goal is about again and says what it would change. Sends nothing. A
    /// cluster that can't be read is blocked by itself. Each read is bounded by the client; all of them take
    /// as long as answers come, and can be stopped.
    ///
    /// # Errors
    /// The goal can't be used: a text that is no principal, a list to copy that is gone.
    pub async fn plan_bulk(&self, goal: Goal) -> Result<BulkPlan, Problem> {
        let open = self.core.unlocked()?;
        let now = open.inventory.snapshot();
        goal.check(&now)?;
        let rests_on = goal.rests_on(&now);
        open.review(goal.clusters(&now), rests_on, move |now| {
            goal.check(now)?;
            Ok((goal.expand(now), Naming::of(&goal, now)))
        })
        .await
    }

    /// Reads those clusters of a plan again that could not be read, and plans all of it again on
    /// what is known then. Sends nothing.
    ///
    /// # Errors
    /// The plan is not known, or what it asks for no longer fits what is there.
    pub async fn read_unread(&self, batch: BatchId) -> Result<BulkPlan, Problem> {
        let open = self.core.unlocked()?;
        let (unread, asked) = open.with_reviewed(batch, |reviewed| {
            let unread = reviewed.prepared.plan.unread.iter();
            let unread = unread.map(|one| one.cluster_id.clone());
            (unread.collect(), reviewed.asked.clone())
        })?;
        open.plan(unread, asked).await
    }

    /// How far the reading for a review is; `None`: nothing is being read for one.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn reading(&self) -> Result<Option<Reading>, Problem> {
        Ok(self.core.unlocked()?.readings.newest())
    }

    /// Stops reading for a review: its plan is made of what was read by then.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn stop_reading(&self, id: u32) -> Result<(), Problem> {
        self.core.unlocked()?.readings.stop(id);
        Ok(())
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
            let (expanded, naming) = plan.decided(&decisions);
            (plan.clusters(), expanded, naming)
        })?;
        let expand = move |_: &Snapshot| Ok((expanded.clone(), naming.clone()));
        open.review(clusters, None, expand).await
    }

    /// Keeps what the user says about a plan, in place of what was said before. It is recorded when the plan is applied.
    ///
    /// # Errors
    /// The plan is not known, a text is too long, or the date is none or has passed.
    pub async fn note_plan(&self, batch: BatchId, note: &NoteDraft) -> Result<(), Problem> {
        let note = note.checked(today(Timestamp::now()))?;
        let open = self.core.unlocked()?;
        let mut bulks = lock(&open.bulks);
        let mut bulks = bulks.iter_mut();
        let found = bulks.find(|one| one.prepared.plan.id == batch);
        found.ok_or_else(unknown)?.note = note;
        Ok(())
    }

    /// Carries a plan out, except what is blocked and the regions in `exclude`. `confirmations` holds
    /// what was typed for the steps that ask for it. A plan can be carried out once.
    ///
    /// The user confirms it outside the page if it is risky, and exactly what was confirmed is carried out.
    ///
    /// # Errors
    /// The plan is not known or blocked, nothing of it is left, the account is read-only, something was not typed, or the user doesn't agree.
    pub async fn apply_bulk(
        &self,
        batch: BatchId,
        confirmations: Vec<String>,
        exclude: Vec<RegionInfoId>,
    ) -> Result<Vec<Change>, Problem> {
        let open = self.core.unlocked()?;
        open.access().permissions.check_writable()?;
        let known = AccountFacts::of(&open.inventory.snapshot());
        let (summary, confirmed) = open.with_bulk(batch, |plan| {
            plan.check(&confirmations, &exclude)?;
            Ok::<_, Problem>(plan.approval(&exclude, &known))
        })??;
        let request = || ConsentRequest::steps(open.place(&self.core), &summary, &known);
        self.core.confirm_steps(&summary, request).await?;
        let reviewed = open.take_bulk(batch, &confirmations, &exclude, confirmed)?;
        if let Err(problem) = open.record_note(batch, &reviewed, &exclude).await {
            open.keep(reviewed);
            return Err(problem);
        }
        let (batch, title, prepared) = reviewed.prepared.clone().into_batch(&exclude);
        let applied = open.engine.apply_batch(batch, &title, prepared).await;
        if applied.is_err() {
            // Nothing began: it can be tried again.
            open.keep(reviewed);
        }
        applied
    }

    /// What has to be typed before a plan is applied without the regions in `exclude`.
    ///
    /// # Errors
    /// The plan is not known.
    pub async fn to_type(
        &self,
        batch: BatchId,
        exclude: Vec<RegionInfoId>,
    ) -> Result<Vec<String>, Problem> {
        let open = self.core.unlocked()?;
        open.with_bulk(batch, |plan| plan.to_type(&exclude))
    }

    /// A plan that was not applied yet, without the regions in `exclude`, as commands of the vendor's
    /// command line.
    ///
    /// # Errors
    /// The plan is not known.
    pub async fn ybm_commands(
        &self,
        batch: BatchId,
        exclude: Vec<RegionInfoId>,
    ) -> Result<String, Problem> {
        let open = self.core.unlocked()?;
        let (plan, excluded) = open.with_bulk(batch, |plan| plan.without(&exclude))?;
        Ok(crate::plan::ybm_commands(&plan, excluded))
    }

    /// A plan that was not applied yet, without the regions in `exclude`, as the text of a file that
    /// [`App::import_plan`] reads.
    ///
    /// # Errors
    /// The plan is not known.
    pub async fn export_plan(
        &self,
        batch: BatchId,
        exclude: Vec<RegionInfoId>,
    ) -> Result<String, Problem> {
        let open = self.core.unlocked()?;
        let now = open.inventory.snapshot();
        let (plan, _) = open.with_bulk(batch, |plan| plan.without(&exclude))?;
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
        open.review(file.clusters(&now), None, move |now| {
            file.check(now)?;
            Ok((file.expand(now), file.naming()))
        })
        .await
    }
}

/// A plan that waits to be applied, and what was asked for.
pub(super) struct Reviewed {
    prepared: PreparedBulk,
    asked: Asked,
    note: Option<ChangeNote>,
}

/// From what is known to what is wanted of each endpoint.
type Expand = dyn Fn(&Snapshot) -> Result<(Expanded, Naming), Problem> + Send + Sync;

/// What a plan is made of: it can be made again when more is known.
#[derive(Clone)]
struct Asked {
    expand: Arc<Expand>,
    /// The cluster without which none of it can be planned.
    rests_on: Option<ClusterId>,
}

impl Open {
    /// Reads clusters again, plans on what is there then, and keeps the plan. What can't be read is blocked;
    /// where it is the cluster that the plan `rests_on`, all of it is.
    pub(super) async fn review(
        &self,
        clusters: Vec<ClusterId>,
        rests_on: Option<ClusterId>,
        expand: impl Fn(&Snapshot) -> Result<(Expanded, Naming), Problem> + Send + Sync + 'static,
    ) -> Result<BulkPlan, Problem> {
        let expand = Arc::new(expand);
        self.plan(clusters, Asked { expand, rests_on }).await
    }

    async fn plan(&self, clusters: Vec<ClusterId>, asked: Asked) -> Result<BulkPlan, Problem> {
        let unread = self.read_again(clusters).await?;
        let now = self.inventory.snapshot();
        let (expanded, naming) = (asked.expand)(&now)?;
        let mut prepared = bulk(expanded, naming, &now)?;
        prepared.block(&unread, asked.rests_on.as_ref(), &now);
        let plan = prepared.plan.clone();
        self.keep(Reviewed {
            prepared,
            asked,
            note: None,
        });
        Ok(plan)
    }

    /// Records what was said about a plan that is about to be applied. A grant without a note takes away what was said
    /// about an earlier one.
    async fn record_note(
        &self,
        batch: BatchId,
        reviewed: &Reviewed,
        exclude: &[RegionInfoId],
    ) -> Result<(), Problem> {
        let mut grants = reviewed.prepared.grants(exclude);
        let note = reviewed.note.clone();
        if note.is_none() {
            let known = self.ledger.grant_notes().await.map_err(not_recorded)?;
            let known: HashSet<_> = known
                .into_iter()
                .map(|one| (one.region_id, one.principal))
                .collect();
            grants.retain(|grant| known.contains(grant));
            if grants.is_empty() {
                return Ok(());
            }
        }
        let written = self.ledger.note(batch, note, grants).await;
        written.map_err(not_recorded)
    }

    fn keep(&self, reviewed: Reviewed) {
        let mut bulks = lock(&self.bulks);
        if bulks.len() >= MOST_PLANS {
            bulks.remove(0);
        }
        bulks.push(reviewed);
    }

    /// Reads clusters again, side by side, until all have been or the user stops it; what went wrong with
    /// which.
    async fn read_again(
        &self,
        clusters: Vec<ClusterId>,
    ) -> Result<HashMap<ClusterId, Problem>, Problem> {
        let reading = self.readings.begin(clusters.len())?;
        let mut unread: HashMap<ClusterId, Problem> =
            clusters.iter().map(|id| (id.clone(), stopped())).collect();
        let read = |id: ClusterId| async move {
            // With a key that was refused in the meantime nothing more is asked.
            let read = match self.link.refused() {
                Some(problem) => Err(problem),
                None => self
                    .inventory
                    .read_cluster(&id)
                    .await
                    .map_err(Problem::from),
            };
            (id, read)
        };
        {
            let reads = stream::iter(clusters).map(read);
            let reads = reads.buffer_unordered(SIDE_BY_SIDE);
            let mut reads = pin!(reads.take_until(reading.stopped()));
            while let Some((id, read)) = reads.next().await {
                reading.one_more(read.is_ok());
                match read {
                    Ok(()) => unread.remove(&id),
                    Err(problem) => unread.insert(id, problem),
                };
            }
        }
        reading.end()?;
        Ok(unread)
    }

    /// Looks at a plan that was not applied yet.
    fn with_bulk<R>(
        &self,
        id: BatchId,
        look: impl FnOnce(&PreparedBulk) -> R,
    ) -> Result<R, Problem> {
        self.with_reviewed(id, |reviewed| look(&reviewed.prepared))
    }

    fn with_reviewed<R>(
        &self,
        id: BatchId,
        look: impl FnOnce(&Reviewed) -> R,
    ) -> Result<R, Problem> {
        let bulks = lock(&self.bulks);
        let found = bulks.iter().find(|one| one.prepared.plan.id == id);
        found.map(look).ok_or_else(unknown)
    }

    fn take_bulk(
        &self,
        id: BatchId,
        typed: &[String],
        exclude: &[RegionInfoId],
        confirmed: StepsDigest,
    ) -> Result<Reviewed, Problem> {
        let mut bulks = lock(&self.bulks);
        let found = bulks.iter().position(|one| one.prepared.plan.id == id);
        let index = found.ok_or_else(unknown)?;
        bulks[index].prepared.check(typed, exclude)?;
        let (_, now) = bulks[index]
            .prepared
            .approval(exclude, &AccountFacts::default());
        if now != confirmed {
            return Err(not_what_was_confirmed());
        }
        Ok(bulks.remove(index))
    }
}

fn not_recorded(error: JournalError) -> Problem {
    let problem = Problem::from(error);
    let message = format!("{} Nothing was sent.", problem.message);
    Problem { message, ..problem }
}

fn unknown() -> Problem {
    Problem::new(
        ProblemCode::Stale,
        "This plan has expired.",
        "Review the change again.",
    )
}

fn stopped() -> Problem {
    Problem::new(
        ProblemCode::Other,
        "Not read: you stopped reading first.",
        "Try again.",
    )
}
