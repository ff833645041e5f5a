//! Running and completed connection checks from this machine.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use aeon::ids::RegionInfoId;
use futures_util::StreamExt;
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use super::AppEvent;
use crate::check::{self, CheckStep, CheckTarget, Limits};
use crate::sync::lock;

/// A connection check of an endpoint, with its results so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckRun {
    /// The endpoint's region.
    pub region_id: RegionInfoId,
    pub target: CheckTarget,
    #[specta(type = String)]
    pub started: Timestamp,
    /// Completed steps, in order.
    pub steps: Vec<CheckStep>,
    pub state: CheckState,
}

/// Whether a check is running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    Running,
    /// All steps are done.
    Done,
    /// The user stopped it.
    Stopped,
}

/// The last check of each endpoint.
pub(super) struct Checks {
    runs: Arc<Mutex<HashMap<RegionInfoId, CheckRun>>>,
    tasks: Mutex<HashMap<RegionInfoId, JoinHandle<()>>>,
    events: broadcast::Sender<AppEvent>,
}

impl Drop for Checks {
    fn drop(&mut self) {
        self.stop_all();
    }
}

impl Checks {
    pub fn new(events: broadcast::Sender<AppEvent>) -> Self {
        Self {
            runs: Arc::default(),
            tasks: Mutex::default(),
            events,
        }
    }

    /// Every check, sorted by region.
    pub fn all(&self) -> Vec<CheckRun> {
        let mut all: Vec<CheckRun> = lock(&self.runs).values().cloned().collect();
        all.sort_by(|a, b| a.region_id.as_str().cmp(b.region_id.as_str()));
        all
    }

    /// Starts a check, replacing the previous one of the same endpoint.
    pub fn start(&self, region: RegionInfoId, target: CheckTarget, limits: Limits) {
        let mut tasks = lock(&self.tasks);
        if let Some(before) = tasks.remove(&region) {
            before.abort();
        }
        let run = CheckRun {
            region_id: region.clone(),
            target: target.clone(),
            started: Timestamp::now(),
            steps: Vec::new(),
            state: CheckState::Running,
        };
        let started = run.started;
        lock(&self.runs).insert(region.clone(), run);
        let runs = Arc::clone(&self.runs);
        let events = self.events.clone();
        let of = region.clone();
        // Fails only if nobody listens.
        let _ = events.send(AppEvent::ChecksChanged);
        let task = tokio::spawn(async move {
            // A task that was replaced or stopped reports nothing more.
            let report = |update: &dyn Fn(&mut CheckRun)| {
                let mut runs = lock(&runs);
                let run = runs
                    .get_mut(&of)
                    .filter(|run| run.started == started && run.state == CheckState::Running);
                if let Some(run) = run {
                    update(run);
                }
                drop(runs);
                let _ = events.send(AppEvent::ChecksChanged);
            };
            let mut steps = pin!(check::run(target, limits));
            while let Some(step) = steps.next().await {
                report(&|run| run.steps.push(step.clone()));
            }
            report(&|run| run.state = CheckState::Done);
        });
        tasks.insert(region, task);
    }

    /// Stops a check and keeps its results.
    pub fn stop(&self, region: &RegionInfoId) {
        if let Some(task) = lock(&self.tasks).remove(region) {
            task.abort();
        }
        if let Some(run) = lock(&self.runs).get_mut(region)
            && run.state == CheckState::Running
        {
            run.state = CheckState::Stopped;
        }
        let _ = self.events.send(AppEvent::ChecksChanged);
    }

    /// Stops every check.
    pub fn stop_all(&self) {
        for (_, task) in lock(&self.tasks).drain() {
            task.abort();
        }
    }
}
