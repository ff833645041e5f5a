//! Postern is killed (`kill -9`) before and after every commit of its journal, with answers that are lost
//! and reads that are behind. Started again, it finds out by reading what had happened, and goes on with the
//! rest: nothing is lost, and nothing is done twice.
//!
//! The process that is killed is a real one (`victim`); the service is simulated, here.
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

/// So many are killed side by side.
const SIDE_BY_SIDE: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

/// What of the changes has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Done {
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

    /// Runs until it stands at the point, and kills it there; `false`: it ended before.
    async fn killed_at(&self, mode: &str, point: (&str, u32)) -> bool {
        let mut victim = self.victim(mode, Some(point));
        let word = word(&mut victim).await;
        if word.as_deref() != Some("here") {
            let word = word.unwrap_or_default();
            assert!(
                word.starts_with("done"),
                "{mode} {point:?}: it says “{word}”"
            );
            return false;
        }
        self.kill(victim).await;
        true
    }

    async fn kill(&self, mut victim: Child) {
        victim.kill().await.unwrap();
        // What was under way on the service's side ends or is cut.
        let start = Instant::now();
        while self.sim.requests().now > 0 {
            assert!(start.elapsed() < PATIENCE, "a request never ends");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Starts it once more and lets it finish. The service does exactly what it had not done.
    async fn settled(&self, told: &str) -> u64 {
        let already = self.done();
        self.sim.clear_faults();
        self.sim.reset_requests();
        let mut victim = self.victim("settle", None);
        let word = word(&mut victim).await.unwrap_or_default();
        let Some(left_out) = word.strip_prefix("done ") else {
            panic!("{told}: it says “{word}”");
        };
        let requests = self.sim.requests();
        let creates = u64::from(already.creates < 2);
        assert_eq!(
            requests.of(CREATES),
            creates,
            "{told}: creates, after {already:?}"
        );
        assert_eq!(
            requests.done(EDITS),
            3 - already.edits,
            "{told}: edits, after {already:?}"
        );
        assert_eq!(
            requests.done(DELETES),
            1 - already.deletes,
            "{told}: deletes, after {already:?}"
        );
        self.is_as_wanted(told);
        left_out.parse().unwrap()
    }

    fn done(&self) -> Done {
        let has_new = |(cluster, region): &(&str, &str)| {
            let list = self.sim.principals(cluster, region);
            list.is_some_and(|list| list.iter().any(|text| text == NEW))
        };
        let count =
            |places: &[(&str, &str)]| places.iter().filter(|place| has_new(place)).count() as u64;
        Done {
            edits: count(&ADDED),
            creates: count(&CREATED),
            deletes: u64::from(self.is_deleted()),
        }
    }

    /// Gone, or on the way there.
    fn is_deleted(&self) -> bool {
        let state = self.sim.pse_state(DELETED.0, DELETED.1);
        state.is_none_or(|state| state.starts_with("DELET"))
    }

    fn is_as_wanted(&self, told: &str) {
        for (place, before) in &self.before {
            let mut wanted = before.clone();
            wanted.push(NEW.to_owned());
            let now = self.sim.principals(place.0, place.1).unwrap();
            assert_eq!(now, wanted, "{told}: {place:?}");
        }
        for (cluster, region) in CREATED {
            let now = self.sim.principals(cluster, region).unwrap();
            assert_eq!(now, [NEW], "{told}: {cluster}/{region}");
        }
        assert_eq!(self.sim.principals(DELETED.0, DELETED.1), None, "{told}");
        assert_eq!(self.sim.pse_count("orders"), 2, "{told}");
        assert_eq!(self.sim.pse_count("catalog"), 4, "{told}");
    }
}

/// What it says first.
async fn word(victim: &mut Child) -> Option<String> {
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    tokio::time::timeout(PATIENCE, lines.next_line())
        .await
        .unwrap()
        .unwrap()
}

/// What goes wrong on the way.
const FAULTS: [&[&str]; 3] = [&[], &[CREATES], &[EDITS, DELETES]];

fn lose(sim: &Handle, routes: &[&str]) {
    for route in routes {
        sim.inject(Fault::on(route, FaultKind::LoseAnswer).times(1));
    }
}

/// One life and its sequel; `false`: the point lies behind its end.
async fn round(when: &'static str, lost: &'static [&'static str], number: u32) -> bool {
    let service = Service::start().await;
    lose(&service.sim, lost);
    let told = format!("killed {when} commit {number}, with the answers to {lost:?} lost");
    if !service.killed_at("apply", (when, number)).await {
        return false;
    }
    // Every third dies again while it settles what the first one left.
    if number.is_multiple_of(3) {
        service.killed_at("settle", (when, 1 + number / 3)).await;
    }
    let left_out = service.settled(&told).await;
    // The whole batch is in the journal with the first commit. (Where it was a refusal that got lost, the
    // step had failed before the end, and is the history's.)
    let begun = if when == "before" { 1 } else { 0 };
    if number > begun && !lost.contains(&DELETES) {
        assert_eq!(left_out, 0, "{told}: steps left no trace");
    }
    true
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_at_any_commit_it_does_the_rest_and_nothing_twice() {
    let mut kills = 0;
    let when = ["before", "after"].into_iter();
    for (when, lost) in when.flat_map(|when| FAULTS.map(|lost| (when, lost))) {
        let mut number = 0;
        loop {
            let rounds = (0..SIDE_BY_SIDE).map(|_| {
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
    println!("{kills} were killed");
    assert!(kills >= 50, "only {kills} were killed");
}

/// Killed while the service has the request: before it does the work, or when the work is done and the
/// answer is on its way.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_while_the_service_has_the_request_it_finds_out_what_happened() {
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
        let told = format!("killed during {route} with {fault:?}");
        service.sim.inject(Fault::on(route, fault));
        let victim = service.victim("apply", None);
        let start = Instant::now();
        while service.sim.requests().of(route) == 0 {
            assert!(start.elapsed() < PATIENCE, "{told}: it never came");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        service.kill(victim).await;
        assert_eq!(service.settled(&told).await, 0, "{told}");
    }
}
