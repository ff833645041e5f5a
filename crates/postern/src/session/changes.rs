//! The changes of the account in use.

use std::sync::Arc;

use aeon::ids::RegionInfoId;

use super::ConsentRequest;
use super::app::App;
use super::open::Open;
use crate::apply::Engine;
use crate::change::{BatchId, Change, ChangeId, Conflict, Decision, RunningStep, StepState};
use crate::cloud::Cloud;
use crate::plan::{AccountFacts, StepsSummary};
use crate::principal::{self, PrincipalCloud, Token};
use crate::problem::{Problem, ProblemCode};

impl App {
    /// Takes a pasted mixture apart and judges each token.
    ///
    /// # Errors
    /// The cloud has no private service endpoints.
    pub fn parse_principals(&self, cloud: &Cloud, text: &str) -> Result<Vec<Token>, Problem> {
        let cloud = PrincipalCloud::try_from(cloud)
            .map_err(|error| Problem::new(ProblemCode::Invalid, format!("{error}."), ""))?;
        Ok(principal::parse_pasted(cloud, text))
    }

    /// The changes of this session, newest first; none where no account is unlocked.
    pub fn changes(&self) -> Vec<Change> {
        let open = self.core.current();
        open.map(|open| open.engine.changes().borrow().to_vec())
            .unwrap_or_default()
    }

    /// Decides a conflict of a running change. The user confirms it like a plan if it undoes what someone else did.
    ///
    /// # Errors
    /// The conflict no longer exists, or the user doesn't agree.
    pub async fn decide(
        &self,
        change: ChangeId,
        region: RegionInfoId,
        decision: Decision,
    ) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        let is_it =
            |of: &Change, step: &RunningStep| of.id == change && step.step.region_id == region;
        // Their change is kept by sending nothing, unless ours has replaced it: then it is put back.
        if decision == Decision::Mine || puts_back(&self.changes(), is_it) {
            self.confirm_continuing(&open, is_it).await?;
        }
        open.engine.decide(change, region, decision).await
    }

    /// Retries a failed or unconfirmed step. The user confirms it like a plan.
    ///
    /// # Errors
    /// There is no such step, it is still running, or the user doesn't agree.
    pub async fn retry_step(&self, change: ChangeId, region: RegionInfoId) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        let is_it =
            |of: &Change, step: &RunningStep| of.id == change && step.step.region_id == region;
        self.confirm_continuing(&open, is_it).await?;
        open.engine.retry(change, region).await
    }

    /// Retries a batch's steps that failed, or were not confirmed or not sent. The user confirms it like a plan.
    ///
    /// # Errors
    /// There is no such batch, or the user doesn't agree.
    pub async fn retry_failed(&self, batch: BatchId) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        self.confirm_continuing(&open, |of, step| of.batch == batch && is_left(&step.state))
            .await?;
        open.engine.retry_failed(batch).await
    }

    /// Resumes a batch's unfinished steps after a restart of Postern. The user confirms it like a plan.
    ///
    /// # Errors
    /// There is no such batch, or the user doesn't agree.
    pub async fn resume_batch(&self, batch: BatchId) -> Result<(), Problem> {
        let open = self.core.unlocked()?;
        self.confirm_continuing(&open, |of, step| of.batch == batch && is_left(&step.state))
            .await?;
        open.engine.resume_batch(batch).await
    }

    async fn confirm_continuing(
        &self,
        open: &Open,
        is_meant: impl Fn(&Change, &RunningStep) -> bool,
    ) -> Result<(), Problem> {
        open.access().permissions.check_writable()?;
        let known = AccountFacts::of(&open.inventory.snapshot());
        let changes = Arc::clone(&open.engine.changes().borrow());
        let summary = StepsSummary::of_changes(&changes, &known, is_meant);
        let request = || ConsentRequest::steps(open.place(&self.core), &summary, &known);
        self.core.confirm_steps(&summary, request).await
    }

    /// What carries the changes out.
    ///
    /// # Errors
    /// No account is unlocked.
    pub fn engine(&self) -> Result<Arc<Engine>, Problem> {
        Ok(Arc::clone(&self.core.unlocked()?.engine))
    }
}

/// Whether keeping somebody else's change means sending it again.
fn puts_back(changes: &[Change], is_meant: impl Fn(&Change, &RunningStep) -> bool) -> bool {
    let replaced = |state: &StepState| {
        matches!(state, StepState::Conflict { conflicts, .. }
            if conflicts.iter().any(|one| matches!(one, Conflict::Replaced { .. })))
    };
    let mut steps = changes
        .iter()
        .flat_map(|change| change.steps.iter().map(move |step| (change, step)));
    steps.any(|(change, step)| is_meant(change, step) && replaced(&step.state))
}

/// Whether a step may be sent again.
fn is_left(state: &StepState) -> bool {
    matches!(
        state,
        StepState::Planned
            | StepState::Failed { .. }
            | StepState::NotConfirmed { .. }
            | StepState::NotSent
            | StepState::Settled {
                happened: false,
                ..
            }
    )
}
