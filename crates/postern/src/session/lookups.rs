//! Running and completed lookups of whose an endpoint's connections are.

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
use crate::cloud_cli::{self, AwsProfile, CliCommand, CliEnvironment, CliFailure};
use crate::connection::{self, CloudEndpoint, Subscription};
use crate::principal::SubscriptionId;
use crate::recipe::{RegionCode, ServiceName};
use crate::sync::lock;

/// Maximum number of subscriptions to search, those on the endpoint's list first.
const SUBSCRIPTIONS: usize = 25;
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

/// A lookup of an endpoint's connections, with what was found so far.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    pub started: Timestamp,
    pub is_running: bool,
    pub commands: Vec<LookupCommand>,
    pub found: Vec<CloudEndpoint>,
    /// Subscriptions that weren't searched.
    pub left_out: u32,
}

/// What to look for, and where.
pub(super) enum Search {
    Aws {
        program: PathBuf,
        region: RegionCode,
        service: ServiceName,
        profiles: Vec<AwsProfile>,
    },
    Azure {
        program: PathBuf,
        /// The alias of the service.
        service: ServiceName,
        /// Subscriptions to search first: those that are on the list or in the ID of a connection.
        first: Vec<String>,
        /// The connections that Aeon reports.
        reported: Vec<String>,
    },
}

/// The last lookup of each endpoint.
pub(super) struct Lookups {
    all: Arc<Mutex<HashMap<RegionInfoId, Lookup>>>,
    tasks: Mutex<HashMap<RegionInfoId, JoinHandle<()>>>,
    events: broadcast::Sender<AppEvent>,
}

impl Drop for Lookups {
    fn drop(&mut self) {
        self.stop_all();
    }
}

impl Lookups {
    pub fn new(events: broadcast::Sender<AppEvent>) -> Self {
        Self {
            all: Arc::default(),
            tasks: Mutex::default(),
            events,
        }
    }

    pub fn get(&self, region: &RegionInfoId) -> Option<Lookup> {
        lock(&self.all).get(region).cloned()
    }

    /// What was found for each endpoint.
    pub fn found(&self) -> Vec<(RegionInfoId, Vec<CloudEndpoint>)> {
        let all = lock(&self.all);
        all.iter()
            .map(|(region, lookup)| (region.clone(), lookup.found.clone()))
            .collect()
    }

    /// Starts a lookup, in place of the previous one of the same endpoint.
    pub fn start(&self, region: RegionInfoId, search: Search, environment: CliEnvironment) {
        let mut tasks = lock(&self.tasks);
        if let Some(before) = tasks.remove(&region) {
            before.abort();
        }
        let started = Timestamp::now();
        let lookup = Lookup {
            started,
            is_running: true,
            commands: Vec::new(),
            found: Vec::new(),
            left_out: 0,
        };
        lock(&self.all).insert(region.clone(), lookup);
        let report = Report {
            all: Arc::clone(&self.all),
            region: region.clone(),
            started,
            events: self.events.clone(),
        };
        report.tell();
        let task = tokio::spawn(async move {
            match search {
                Search::Aws {
                    program,
                    region,
                    service,
                    profiles,
                } => {
                    aws(
                        &report,
                        &program,
                        &environment,
                        (&region, &service),
                        &profiles,
                    )
                    .await
                }
                Search::Azure {
                    program,
                    service,
                    first,
                    reported,
                } => {
                    let runner = Runner {
                        report: &report,
                        program: &program,
                        environment: &environment,
                    };
                    azure(&runner, &service, &first, &reported).await;
                }
            }
            report.update(|lookup| lookup.is_running = false);
            // Findings depend on what was found.
            let _ = report.events.send(AppEvent::StateChanged);
        });
        tasks.insert(region, task);
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

    /// Stops every lookup.
    pub fn stop_all(&self) {
        for (_, task) in lock(&self.tasks).drain() {
            task.abort();
        }
    }
}

/// Where a lookup writes what it does.
struct Report {
    all: Arc<Mutex<HashMap<RegionInfoId, Lookup>>>,
    region: RegionInfoId,
    started: Timestamp,
    events: broadcast::Sender<AppEvent>,
}

impl Report {
    fn tell(&self) {
        // Fails only if nobody listens.
        let _ = self.events.send(AppEvent::ChecksChanged);
    }

    /// A lookup that was stopped or replaced reports nothing more.
    fn update(&self, update: impl FnOnce(&mut Lookup)) {
        if let Some(lookup) = lock(&self.all).get_mut(&self.region)
            && lookup.started == self.started
            && lookup.is_running
        {
            update(lookup);
        }
        self.tell();
    }
}

struct Runner<'a> {
    report: &'a Report,
    program: &'a PathBuf,
    environment: &'a CliEnvironment,
}

impl Runner<'_> {
    /// Runs a command and reads its answer; `said` puts the answer into a few words.
    async fn run<T>(
        &self,
        command: CliCommand,
        read: impl FnOnce(&CliCommand, &str) -> Result<T, CliFailure>,
        said: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        let text = command.shown();
        let shown = LookupCommand {
            text: text.clone(),
            state: LookupCommandState::Running,
        };
        self.report.update(|lookup| lookup.commands.push(shown));
        let began = Instant::now();
        let printed = cloud_cli::run(self.program, &command, self.environment).await;
        let answer = printed.and_then(|printed| read(&command, &printed));
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
        self.report.update(|lookup| {
            let mut commands = lookup.commands.iter_mut();
            if let Some(one) = commands.find(|one| one.text == text) {
                one.state = state;
            }
        });
        answer.ok()
    }

    fn found(&self, endpoints: Vec<CloudEndpoint>) {
        self.report.update(|lookup| {
            for endpoint in endpoints {
                // Two profiles may sign in to one account.
                if !lookup.found.iter().any(|one| one.id == endpoint.id) {
                    lookup.found.push(endpoint);
                }
            }
        });
    }
}

/// Asks each profile who it is, and for its account's endpoints of the service.
async fn aws(
    report: &Report,
    program: &PathBuf,
    environment: &CliEnvironment,
    (region, service): (&RegionCode, &ServiceName),
    profiles: &[AwsProfile],
) {
    let runner = Runner {
        report,
        program,
        environment,
    };
    let one = async |profile: &AwsProfile| {
        let caller = CliCommand::caller_identity(profile, region);
        let Some(owner) = runner
            .run(caller, understood(connection::caller), |owner| {
                format!("account {owner}")
            })
            .await
        else {
            return;
        };
        let endpoints = CliCommand::vpc_endpoints(profile, region, service);
        let read = understood(|printed: &str| connection::vpc_endpoints(printed, &owner));
        let found = runner
            .run(endpoints, read, |found| counted(found.len()))
            .await;
        runner.found(found.unwrap_or_default());
    };
    some_at_once(profiles.iter().map(one)).await;
}

/// Asks for the subscriptions, and each of them for its private endpoints of the service.
async fn azure(runner: &Runner<'_>, service: &ServiceName, first: &[String], reported: &[String]) {
    let count = |all: &Vec<Subscription>| match all.len() {
        1 => "1 subscription".to_owned(),
        n => format!("{n} subscriptions"),
    };
    let all = runner
        .run(CliCommand::subscriptions(), subscriptions, count)
        .await;
    let Some(mut all) = all else {
        return;
    };
    all.retain(|one| one.is_enabled);
    all.sort_by_key(|one| !first.contains(&one.id));
    let left_out = all.len().saturating_sub(SUBSCRIPTIONS);
    runner
        .report
        .update(|lookup| lookup.left_out = u32::try_from(left_out).unwrap_or(u32::MAX));
    all.truncate(SUBSCRIPTIONS);
    let one = async |subscription: SubscriptionId| {
        let command = CliCommand::private_endpoints(&subscription);
        let read = understood(|printed: &str| {
            let all = connection::private_endpoints(printed, subscription.as_str())?;
            let ours = all.into_iter().filter(|(endpoint, targets)| {
                let is_target = |target: &String| target.eq_ignore_ascii_case(service.as_str());
                targets.iter().any(is_target)
                    || reported
                        .iter()
                        .any(|id| id.eq_ignore_ascii_case(&endpoint.id))
            });
            Some(ours.map(|(endpoint, _)| endpoint).collect::<Vec<_>>())
        });
        let found = runner
            .run(command, read, |found| counted(found.len()))
            .await;
        runner.found(found.unwrap_or_default());
    };
    let subscriptions = all.iter().filter_map(|one| SubscriptionId::parse(&one.id));
    some_at_once(subscriptions.map(one)).await;
}

/// The subscriptions in an answer of `az account list`.
pub(super) fn subscriptions(
    command: &CliCommand,
    printed: &str,
) -> Result<Vec<Subscription>, CliFailure> {
    let all = understood(connection::subscriptions)(command, printed)?;
    if all.is_empty() {
        return Err(CliFailure::signed_out(command));
    }
    Ok(all)
}

/// Reads an answer; one that can't be understood is a failure.
pub(super) fn understood<T>(
    read: impl FnOnce(&str) -> Option<T>,
) -> impl FnOnce(&CliCommand, &str) -> Result<T, CliFailure> {
    |command, printed| read(printed).ok_or_else(|| CliFailure::not_an_answer(command))
}

/// Runs some of the futures at a time.
async fn some_at_once<F: Future<Output = ()>>(futures: impl Iterator<Item = F>) {
    let mut waiting = futures;
    let mut running: FuturesUnordered<F> = waiting.by_ref().take(AT_ONCE).collect();
    while running.next().await.is_some() {
        running.extend(waiting.next());
    }
}

fn counted(endpoints: usize) -> String {
    match endpoints {
        0 => "no endpoint of this service".to_owned(),
        1 => "1 endpoint of this service".to_owned(),
        n => format!("{n} endpoints of this service"),
    }
}

fn milliseconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}
