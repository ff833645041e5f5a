//! Lookups with the user's own CLIs: what each endpoint's last one runs, and what it found so far.

use std::collections::HashMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aeon::ids::RegionInfoId;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use serde::Serialize;
use specta::Type;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use super::AppEvent;
use crate::cloud_cli::{self, CliCommand, CliEnvironment, CliFailure};
use crate::sync::lock;

/// Maximum number of programs running at a time.
const AT_ONCE: usize = 4;

/// A command of a lookup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LookupCommand {
    /// As it can be pasted into a terminal.
    pub text: String,
    pub state: LookupCommandState,
}

/// How far a command is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum LookupCommandState {
    Running,
    /// It answered.
    Done {
        /// In milliseconds.
        took_ms: u32,
        /// What the answer says, in a few words.
        result: String,
    },
    Failed {
        /// In milliseconds.
        took_ms: u32,
        failure: CliFailure,
    },
    /// The user stopped it.
    Stopped,
}

/// A lookup for an endpoint, with what was found so far.
#[derive(Clone, Debug)]
pub(super) struct Lookup<T> {
    pub started: Timestamp,
    pub is_running: bool,
    pub commands: Vec<LookupCommand>,
    pub found: T,
}

type All<T> = Arc<Mutex<HashMap<RegionInfoId, Lookup<T>>>>;

/// The last lookup of one kind for each endpoint.
pub(super) struct Lookups<T> {
    all: All<T>,
    tasks: Mutex<HashMap<RegionInfoId, JoinHandle<()>>>,
    events: broadcast::Sender<AppEvent>,
}

impl<T> Drop for Lookups<T> {
    fn drop(&mut self) {
        self.stop_all();
    }
}

impl<T> Lookups<T> {
    /// Stops every lookup.
    pub fn stop_all(&self) {
        for (_, task) in lock(&self.tasks).drain() {
            task.abort();
        }
    }

    /// Stops a lookup, and keeps what it found.
    pub fn stop(&self, region: &RegionInfoId) {
        if let Some(task) = lock(&self.tasks).remove(region) {
            task.abort();
        }
        if let Some(lookup) = lock(&self.all).get_mut(region)
            && lookup.is_running
        {
            lookup.is_running = false;
            let running = lookup.commands.iter_mut();
            for command in running.filter(|one| one.state == LookupCommandState::Running) {
                command.state = LookupCommandState::Stopped;
            }
        }
        let _ = self.events.send(AppEvent::ChecksChanged);
    }
}

impl<T: Clone + Send + 'static> Lookups<T> {
    pub fn new(events: broadcast::Sender<AppEvent>) -> Self {
        Self {
            all: Arc::default(),
            tasks: Mutex::default(),
            events,
        }
    }

    pub fn get(&self, region: &RegionInfoId) -> Option<Lookup<T>> {
        lock(&self.all).get(region).cloned()
    }

    /// What was found for each endpoint.
    pub fn found(&self) -> Vec<(RegionInfoId, T)> {
        let all = lock(&self.all);
        all.iter()
            .map(|(region, lookup)| (region.clone(), lookup.found.clone()))
            .collect()
    }

    /// Starts a lookup, in place of the previous one of the same endpoint. It runs `program` and begins with `found`.
    pub fn start<F: Future<Output = ()> + Send>(
        &self,
        region: RegionInfoId,
        found: T,
        (program, environment): (PathBuf, CliEnvironment),
        search: impl FnOnce(Arc<Runner<T>>) -> F + Send + 'static,
    ) {
        let mut tasks = lock(&self.tasks);
        if let Some(before) = tasks.remove(&region) {
            before.abort();
        }
        let started = Timestamp::now();
        let lookup = Lookup {
            started,
            is_running: true,
            commands: Vec::new(),
            found,
        };
        lock(&self.all).insert(region.clone(), lookup);
        let runner = Arc::new(Runner {
            all: Arc::clone(&self.all),
            region: region.clone(),
            started,
            events: self.events.clone(),
            program,
            environment,
        });
        runner.tell();
        let task = tokio::spawn(async move {
            search(Arc::clone(&runner)).await;
            runner.update(|lookup| lookup.is_running = false);
            // Findings depend on what was found.
            let _ = runner.events.send(AppEvent::StateChanged);
        });
        tasks.insert(region, task);
    }
}

/// Runs the commands of a lookup, and writes down what they do.
pub(super) struct Runner<T> {
    all: All<T>,
    region: RegionInfoId,
    started: Timestamp,
    events: broadcast::Sender<AppEvent>,
    program: PathBuf,
    environment: CliEnvironment,
}

impl<T> Runner<T> {
    fn tell(&self) {
        // Fails only if nobody listens.
        let _ = self.events.send(AppEvent::ChecksChanged);
    }

    /// A lookup that was stopped or replaced reports nothing more.
    fn update(&self, update: impl FnOnce(&mut Lookup<T>)) {
        if let Some(lookup) = lock(&self.all).get_mut(&self.region)
            && lookup.started == self.started
            && lookup.is_running
        {
            update(lookup);
        }
        self.tell();
    }

    /// Adds to what was found.
    pub fn found(&self, add: impl FnOnce(&mut T)) {
        self.update(|lookup| add(&mut lookup.found));
    }

    /// Runs a command and reads its answer; `said` puts the answer into a few words.
    pub async fn run<A>(
        &self,
        command: CliCommand,
        read: impl FnOnce(&CliCommand, Result<String, CliFailure>) -> Result<A, CliFailure>,
        said: impl FnOnce(&A) -> String,
    ) -> Option<A> {
        let text = command.shown();
        let shown = LookupCommand {
            text: text.clone(),
            state: LookupCommandState::Running,
        };
        self.update(|lookup| lookup.commands.push(shown));
        let began = Instant::now();
        let printed = cloud_cli::run(&self.program, &command, &self.environment).await;
        let answer = read(&command, printed);
        let took_ms = milliseconds(began.elapsed());
        let state = match &answer {
            Ok(answer) => LookupCommandState::Done {
                took_ms,
                result: said(answer),
            },
            Err(failure) => LookupCommandState::Failed {
                took_ms,
                failure: failure.clone(),
            },
        };
        self.update(|lookup| {
            let mut commands = lookup.commands.iter_mut();
            if let Some(one) = commands.find(|one| one.text == text) {
                one.state = state;
            }
        });
        answer.ok()
    }
}

/// Reads an answer; one that can't be understood is a failure.
pub(super) fn understood<A>(
    read: impl FnOnce(&str) -> Option<A>,
) -> impl FnOnce(&CliCommand, Result<String, CliFailure>) -> Result<A, CliFailure> {
    |command, printed| read(&printed?).ok_or_else(|| CliFailure::not_an_answer(command))
}

/// Runs some of the futures at a time.
pub(super) async fn some_at_once<F: Future<Output = ()>>(futures: impl Iterator<Item = F>) {
    let mut waiting = futures;
    let mut running: FuturesUnordered<F> = waiting.by_ref().take(AT_ONCE).collect();
    while running.next().await.is_some() {
        running.extend(waiting.next());
    }
}

/// "3 subnets", "no subnets".
pub(super) fn counted(count: usize, one: &str) -> String {
    match count {
        0 => format!("no {one}s"),
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    }
}

fn milliseconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}
