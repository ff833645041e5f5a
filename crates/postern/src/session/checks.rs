//! Checks of connections from this machine: what was found so far, and the tasks that go on.

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

/// A check of an endpoint, and what was found so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CheckRun {
    /// Whose endpoint it is.
    pub region_id: RegionInfoId,
    /// What was checked.
    pub target: CheckTarget,
    /// When it began.
    #[specta(type = String)]
    pub started: Timestamp,
    /// What was done, in order.
    pub steps: Vec<CheckStep>,
    /// Whether it goes on.
    pub state: CheckState,
}

/// Whether a check goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    /// It goes on.
    Running,
    /// It came to its end.
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

    /// All of them, by region.
    pub fn all(&self) -> Vec<CheckRun> {
        let mut all: Vec<CheckRun> = lock(&self.runs).values().cloned().collect();
        all.sort_by(|a, b| a.region_id.as_str().cmp(b.region_id.as_str()));
        all
    }

    /// Begins a check, in place of the one before.
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
        // Nobody listens: nobody needs to know.
        let _ = events.send(AppEvent::ChecksChanged);
        let task = tokio::spawn(async move {
            // A task that was replaced or stopped has nothing more to say.
            let say = |news: &dyn Fn(&mut CheckRun)| {
                let mut runs = lock(&runs);
                let run = runs
                    .get_mut(&of)
                    .filter(|run| run.started == started && run.state == CheckState::Running);
                if let Some(run) = run {
                    news(run);
                }
                drop(runs);
                let _ = events.send(AppEvent::ChecksChanged);
            };
            let mut steps = pin!(check::run(target, limits));
            while let Some(step) = steps.next().await {
                say(&|run| run.steps.push(step.clone()));
            }
            say(&|run| run.state = CheckState::Done);
        });
        tasks.insert(region, task);
    }

    /// Ends a check; what was found stays.
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

    /// Ends all of them.
    pub fn stop_all(&self) {
        for (_, task) in lock(&self.tasks).drain() {
            task.abort();
        }
    }
}
