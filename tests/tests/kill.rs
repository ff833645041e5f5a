//! Kills Postern (`kill -9`) before and after every commit of its journal, with lost responses and reads that lag
//! behind. After a restart it finds out by reading what has happened, and resumes the rest: nothing is lost, and
//! nothing is done twice.
//!
//! The killed process is a real one (`victim`); the service is simulated in this one.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use aeon_simulator::{Durations, Fault, FaultKind, Handle, Options, Seed, Simulator};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const NEW: &str = "arn:aws:iam::112233445566:root";
const CREATES: &str = "POST /private-service-endpoints";
const EDITS: &str = "PUT /private-service-endpoints/{pse_id}";
const DELETES: &str = "DELETE /private-service-endpoints/{pse_id}";
const ADDED: [(&str, &str); 3] = [
    ("orders", "us-west-2"),
    ("orders", "us-east-1"),
    ("analytics-warehouse", "us-east-2"),
];
const CREATED: [(&str, &str); 2] = [("catalog", "eu-central-1"), ("catalog", "ap-southeast-1")];
const DELETED: (&str, &str) = ("orders", "eu-west-1");

/// How many to run in parallel.
const PARALLEL: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

/// The changes that have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Completed {
    edits: u64,
    creates: u64,
    deletes: u64,
}

struct Service {
    sim: Handle,
    folder: TempDir,
    before: BTreeMap<(&'static str, &'static str), Vec<String>>,
}

impl Service {
    async fn start() -> Self {
        let millis = Duration::from_millis;
        let durations = Durations {
            create: millis(80),
            edit: millis(20),
            delete: millis(40),
            read_lag: millis(100),
            ..Durations::quick()
        };
        let options = Options {
            durations,
            ..Options::default()
        };
        let sim = Simulator::start(Seed::Demo, options).await.unwrap();
        let lists = ADDED.map(|(cluster, region)| {
            let list = sim.principals(cluster, region).unwrap();
            ((cluster, region), list)
        });
        Self {
            before: lists.into(),
            sim,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn victim(&self, mode: &str, point: Option<(&str, u32)>) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_victim"));
        command
            .args([mode, &self.sim.base_url()])
            .arg(self.folder.path())
            .env("VICTIM_KEY", self.sim.keys().admin)
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        if let Some((when, number)) = point {
            command.args([when, &number.to_string()]);
        }
        command.spawn().unwrap()
    }

    /// Runs the victim until it stops at the point, and kills it. Returns `false` if it ended before.
    async fn killed_at(&self, mode: &str, point: (&str, u32)) -> bool {
        let mut victim = self.victim(mode, Some(point));
        let word = word(&mut victim).await;
        if word.as_deref() != Some("here") {
            let word = word.unwrap_or_default();
            assert!(
                word.starts_with("done"),
                "{mode} {point:?}: it printed “{word}”"
            );
            return false;
        }
        self.kill(victim).await;
        true
    }

    async fn kill(&self, mut victim: Child) {
        victim.kill().await.unwrap();
        // Its requests end or are cut.
        let start = Instant::now();
        while self.sim.requests().now > 0 {
            assert!(
                start.elapsed() < PATIENCE,
                "gave up waiting for its requests to end"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Restarts it and lets it finish. Asserts that the service does exactly what it hadn't done yet.
    async fn settled(&self, context: &str) -> u64 {
        let already = self.done();
        self.sim.clear_faults();
        self.sim.reset_requests();
        let mut victim = self.victim("settle", None);
        let word = word(&mut victim).await.unwrap_or_default();
        let Some(excluded) = word.strip_prefix("done ") else {
            panic!("{context}: it printed “{word}”");
        };
        let requests = self.sim.requests();
        let creates = u64::from(already.creates < 2);
        assert_eq!(
            requests.of(CREATES),
            creates,
            "{context}: creates, after {already:?}"
        );
        assert_eq!(
            requests.done(EDITS),
            3 - already.edits,
            "{context}: edits, after {already:?}"
        );
        assert_eq!(
            requests.done(DELETES),
            1 - already.deletes,
            "{context}: deletes, after {already:?}"
        );
        self.assert_final_state(context);
        excluded.parse().unwrap()
    }

    fn done(&self) -> Completed {
        let has_new = |(cluster, region): &(&str, &str)| {
            let list = self.sim.principals(cluster, region);
            list.is_some_and(|list| list.iter().any(|text| text == NEW))
        };
        let count =
            |places: &[(&str, &str)]| places.iter().filter(|place| has_new(place)).count() as u64;
        Completed {
            edits: count(&ADDED),
            creates: count(&CREATED),
            deletes: u64::from(self.is_deleted()),
        }
    }

    /// Whether the endpoint is deleted or being deleted.
    fn is_deleted(&self) -> bool {
        let state = self.sim.pse_state(DELETED.0, DELETED.1);
        state.is_none_or(|state| state.starts_with("DELET"))
    }

    fn assert_final_state(&self, context: &str) {
        for (place, before) in &self.before {
            let mut wanted = before.clone();
            wanted.push(NEW.to_owned());
            let now = self.sim.principals(place.0, place.1).unwrap();
            assert_eq!(now, wanted, "{context}: {place:?}");
        }
        for (cluster, region) in CREATED {
            let now = self.sim.principals(cluster, region).unwrap();
            assert_eq!(now, [NEW], "{context}: {cluster}/{region}");
        }
        assert_eq!(self.sim.principals(DELETED.0, DELETED.1), None, "{context}");
        assert_eq!(self.sim.pse_count("orders"), 2, "{context}");
        assert_eq!(self.sim.pse_count("catalog"), 4, "{context}");
    }
}

/// The first line that it prints.
async fn word(victim: &mut Child) -> Option<String> {
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    tokio::time::timeout(PATIENCE, lines.next_line())
        .await
        .unwrap()
        .unwrap()
}

/// The routes whose responses are lost.
const FAULTS: [&[&str]; 3] = [&[], &[CREATES], &[EDITS, DELETES]];

fn lose(sim: &Handle, routes: &[&str]) {
    for route in routes {
        sim.inject(Fault::on(route, FaultKind::LoseAnswer).times(1));
    }
}

/// Kills a run and restarts it. Returns `false` if the run ended before the point.
async fn round(when: &'static str, lost: &'static [&'static str], number: u32) -> bool {
    let service = Service::start().await;
    lose(&service.sim, lost);
    let context = format!("killed {when} commit {number}, with the responses to {lost:?} lost");
    if !service.killed_at("apply", (when, number)).await {
        return false;
    }
    // Every third one is killed again while it recovers.
    if number.is_multiple_of(3) {
        service.killed_at("settle", (when, 1 + number / 3)).await;
    }
    let excluded = service.settled(&context).await;
    // The first commit has the whole batch. (If a refusal's response was lost, the step had failed before and only
    // the history has it.)
    let first_with_batch = if when == "before" { 1 } else { 0 };
    if number > first_with_batch && !lost.contains(&DELETES) {
        assert_eq!(excluded, 0, "{context}: steps left no trace");
    }
    true
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_kill_at_any_commit_the_rest_is_done_and_nothing_twice() {
    let mut kills = 0;
    let when = ["before", "after"].into_iter();
    for (when, lost) in when.flat_map(|when| FAULTS.map(|lost| (when, lost))) {
        let mut number = 0;
        loop {
            let rounds = (0..PARALLEL).map(|_| {
                number += 1;
                tokio::spawn(round(when, lost, number))
            });
            let rounds: Vec<_> = rounds.collect();
            let mut ended = false;
            for round in rounds {
                if round.await.unwrap() {
                    kills += 1;
                } else {
                    ended = true;
                }
            }
            if ended {
                break;
            }
        }
    }
    println!("killed {kills} processes");
    assert!(kills >= 50, "killed only {kills} processes");
}

/// Kills it while the service handles a request: before the request takes effect, or afterwards while the response is
/// on its way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_kill_during_a_request_it_finds_out_what_happened() {
    let slow = FaultKind::Delay(Duration::from_secs(30));
    for (route, fault) in [
        (CREATES, slow.clone()),
        (CREATES, FaultKind::LoseAnswer),
        (EDITS, slow.clone()),
        (EDITS, FaultKind::LoseAnswer),
        (DELETES, slow),
        (DELETES, FaultKind::LoseAnswer),
    ] {
        let service = Service::start().await;
        let context = format!("killed during {route} with {fault:?}");
        service.sim.inject(Fault::on(route, fault));
        let victim = service.victim("apply", None);
        let start = Instant::now();
        while service.sim.requests().of(route) == 0 {
            assert!(
                start.elapsed() < PATIENCE,
                "{context}: the request did not arrive"
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        service.kill(victim).await;
        assert_eq!(service.settled(&context).await, 0, "{context}");
    }
}
