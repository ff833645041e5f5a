//! A run: the service, the other client, and Postern's lives one after the other.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aeon::{ApiKey, BaseUrl, Client, Proxy};
use aeon_simulator::{Durations, Fault, FaultKind, Handle, Options, Seed, Simulator};
use postern::change::{Change, ChangeId, Step, StepState};
use postern::inventory::{About, Link, Pace};
use postern::journal::{Commit, Disk, HistoryEntry, HistoryQuery, Journal, Whose};
use postern::simulation::Account;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::network::Network;
use crate::other::{Other, Place};
use crate::settings::Settings;
use crate::trace::{Trace, describe};
use crate::user::{Ended, User};
use crate::{Report, claims};

/// A state that the user saw.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub cluster: String,
    pub change: ChangeId,
    pub position: usize,
    pub step: Step,
    pub state: StepState,
    /// How many changes the service had applied when the change began to be seen, and by now.
    pub from: usize,
    pub until: usize,
}

type Sightings = Arc<Mutex<Vec<Seen>>>;

pub(crate) fn play(settings: &Settings, seed: u64) -> Report {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime without a driver needs nothing from the system");
    fastrand::seed(seed);
    postern::mutant::leave_out(settings.mutant);
    let report = runtime.block_on(run(settings, seed));
    postern::mutant::leave_out(None);
    aeon::clock::simulated::end();
    report
}

async fn run(settings: &Settings, seed: u64) -> Report {
    // A time in 2026.
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
    aeon::clock::simulated::start(start);
    let mut random = fastrand::Rng::with_seed(seed);
    let trace = Trace::new();
    let (service, places) = service(settings, seed, &mut random);
    let other = Network::new(&service, &trace, "other's", random.u64(..), false, None);
    let client = client(&service, &service.keys().developer, &other);
    let account = client
        .account()
        .await
        .expect("nothing is wrong with this network");
    let project = &account.info.projects[0];
    let about = About {
        account_id: account.info.id.clone(),
        account_name: account.spec.name.clone(),
        project_id: project.id.clone(),
        project_name: project.name.clone(),
    };
    let mut places = places;
    for place in &mut places {
        let project = client.project(about.account_id.clone(), about.project_id.clone());
        place.find(&project).await;
    }
    let other = tokio::spawn(others_edits(
        Other {
            project: client.project(about.account_id.clone(), about.project_id.clone()),
            trace: trace.clone(),
            random: fastrand::Rng::with_seed(random.u64(..)),
            made: 0,
        },
        places,
    ));
    let world = settings.faults.process().then(|| {
        tokio::spawn(upset(
            service.clone(),
            trace.clone(),
            fastrand::Rng::with_seed(random.u64(..)),
        ))
    });
    let pages = settings.faults.network().then(|| {
        tokio::spawn(move_pages(
            service.clone(),
            trace.clone(),
            fastrand::Rng::with_seed(random.u64(..)),
        ))
    });
    let mut user = User {
        settings: *settings,
        random: fastrand::Rng::with_seed(random.u64(..)),
        trace: trace.clone(),
        service: service.clone(),
        asks: Vec::new(),
        left: random.u32(5..11),
        made: 0,
        reverted: false,
        stuck: None,
    };
    let sightings = Sightings::default();
    let history = lives(
        settings,
        &service,
        &about,
        &mut random,
        &mut user,
        &sightings,
    )
    .await;
    let _ = other.await;
    for task in [world, pages].into_iter().flatten() {
        task.abort();
    }
    let seen = sightings
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let findings = claims::check(&service, &user, &seen, &history);
    for (claim, why) in &findings.broken {
        trace.line(format!("BROKEN {claim:?}: {why}"));
    }
    Report {
        seed,
        trace: trace.lines(),
        broken: findings.broken,
        others_edits: findings.others_edits,
        replaced: findings.replaced,
        lost_untold: findings.lost_untold,
    }
}

fn service(settings: &Settings, seed: u64, random: &mut fastrand::Rng) -> (Handle, Vec<Place>) {
    let seconds = Duration::from_secs;
    let durations = Durations {
        task: seconds(60),
        create: seconds(30),
        edit: seconds([0, 0, 8, 20][random.usize(..4)]),
        delete: seconds(20),
        read_lag: seconds(20),
        connect: seconds(86_400),
    };
    let options = Options {
        durations,
        lag: settings.lag,
        hide_pse_tasks: !settings.tasks,
        keep_updated_on: !settings.tasks,
        random: seed,
        ..Options::default()
    };
    let large = Seed::Large {
        clusters: 2,
        regions: 2,
    };
    let service = Simulator::in_process(large, options);
    let mut places = Vec::new();
    for name in service.cluster_names() {
        for region in service.regions(&name) {
            places.push(Place {
                cluster: String::new().into(),
                name: name.clone(),
                region_id: String::new().into(),
                region,
            });
        }
    }
    if let Some(last) = places.pop() {
        service.remove_pse(&last.name, &last.region);
    }
    (service, places)
}

impl Place {
    async fn find(&mut self, project: &aeon::Project) {
        use futures_util::StreamExt;
        let mut pages = project.clusters();
        while let Some(Ok(page)) = pages.next().await {
            for cluster in page
                .items
                .iter()
                .filter(|cluster| cluster.spec.name == self.name)
            {
                self.cluster = cluster.info.id.clone();
                let details = cluster.info.cluster_region_info_details.iter();
                for details in details.filter(|details| details.region == self.region) {
                    self.region_id = details.id.clone();
                }
            }
        }
    }
}

fn client(service: &Handle, key: &str, network: &Network) -> Client {
    let mut options =
        aeon::Options::new(BaseUrl::parse(&service.base_url()).expect("a simulator's address"));
    options.proxy = Proxy::None;
    options.in_process = Some(network.handler());
    Client::new(&options, ApiKey::parse(key).expect("a simulator's key")).expect("usable options")
}

async fn others_edits(mut other: Other, places: Vec<Place>) {
    for _ in 0..other.random.u32(4..12) {
        let gap = Duration::from_millis(other.random.u64(0..40_000));
        sleep(gap).await;
        let place = other.random.usize(..places.len());
        other.edit(&places[place]).await;
    }
}

/// The machine sleeps, and its clock is set.
async fn upset(service: Handle, trace: Trace, mut random: fastrand::Rng) {
    for _ in 0..random.u32(..4) {
        sleep(Duration::from_millis(random.u64(5_000..90_000))).await;
        let by = Duration::from_secs(random.u64(1..4_000));
        match random.u32(..3) {
            0 => {
                trace.line(format!("the machine sleeps for {by:?}"));
                service.step(by);
                aeon::clock::simulated::forward(by);
            }
            1 => {
                trace.line(format!("the clock is set forward by {by:?}"));
                aeon::clock::simulated::forward(by);
            }
            _ => {
                trace.line(format!("the clock is set back by {by:?}"));
                aeon::clock::simulated::back(by);
            }
        }
    }
}

/// Clusters move between the pages of a list while that is read.
async fn move_pages(service: Handle, trace: Trace, mut random: fastrand::Rng) {
    let names = service.cluster_names();
    for _ in 0..random.u32(..6) {
        sleep(Duration::from_millis(random.u64(1_000..60_000))).await;
        let name = names[random.usize(..names.len())].clone();
        trace.line(format!("the next list of clusters lacks {name}"));
        let lacks = Fault::on("GET /clusters", FaultKind::Lacks(name));
        service.inject(lacks.for_key(&service.keys().admin).times(1));
    }
}

/// Postern runs until the user has finished: it is started, crashes or is locked, and is started again.
async fn lives(
    settings: &Settings,
    service: &Handle,
    about: &About,
    random: &mut fastrand::Rng,
    user: &mut User,
    sightings: &Sightings,
) -> Vec<HistoryEntry> {
    let disk = Disk::new().expect("memory for a database");
    let trace = user.trace.clone();
    let mut crashes = if settings.faults.process() {
        random.u32(..4)
    } else {
        0
    };
    // Production's, with reads that several edits share or each edit's own.
    let pace = Pace {
        few: [4, 0][random.usize(..2)],
        ..Pace::default()
    };
    loop {
        let crash = (crashes > 0 && user.left > 0).then(|| {
            let when = [Commit::Before, Commit::After][random.usize(..2)];
            (when, random.u32(1..50))
        });
        disk.start(Duration::from_millis(random.u64(0..30)), crash);
        let faulty = settings.faults.network() && user.left > 0;
        let network = Network::new(
            service,
            &trace,
            "ours",
            random.u64(..),
            faulty,
            Some(disk.clone()),
        );
        let client = client(service, &service.keys().admin, &network);
        let link = Link::new(client, about.account_id.clone(), about.project_id.clone());
        let ledger = Journal::simulated(&disk).ledger(Whose {
            host: service.base_url(),
            account_id: about.account_id.clone(),
            account_name: about.account_name.clone(),
            project_id: about.project_id.clone(),
            project_name: about.project_name.clone(),
            profile_name: None,
        });
        let life = async {
            let account = Account::open(link, about.clone(), ledger, pace.clone()).await;
            let observer = Observer {
                changes: account.engine.changes(),
                disk: disk.clone(),
                service: service.clone(),
                trace: trace.clone(),
                sightings: Arc::clone(sightings),
                known: Vec::new(),
            };
            let observer = tokio::spawn(observer.run());
            let ended = user.session(&account, &network).await;
            // What is seen last, too.
            sleep(Duration::from_millis(1)).await;
            observer.abort();
            let history = account.ledger.whole_history(HistoryQuery::default()).await;
            account.close().await;
            (ended, history.unwrap_or_default())
        };
        let ended = tokio::select! {
            biased;
            () = disk.crashing() => None,
            ended = life => Some(ended),
        };
        match ended {
            Some((Ended::Done, history)) => return history,
            Some((Ended::Locked, _)) => {}
            None => {
                crashes -= 1;
                trace.line("Postern crashes");
            }
        }
        sleep(Duration::from_millis(random.u64(1_000..60_000))).await;
    }
}

/// Notes each state of each step, as the user sees it.
struct Observer {
    changes: watch::Receiver<Arc<Vec<Change>>>,
    disk: Disk,
    service: Handle,
    trace: Trace,
    sightings: Sightings,
    known: Vec<Seen>,
}

impl Observer {
    async fn run(mut self) {
        self.changes.mark_changed();
        while self.changes.changed().await.is_ok() {
            if self.disk.has_crashed() {
                return;
            }
            let changes = Arc::clone(&self.changes.borrow_and_update());
            for change in changes.iter().rev() {
                self.look(change);
            }
        }
    }

    fn look(&mut self, change: &Change) {
        let now = self.service.applied().len();
        for (position, running) in change.steps.iter().enumerate() {
            let known = self
                .known
                .iter()
                .position(|seen| seen.change == change.id && seen.position == position);
            let from = known.map_or(now, |index| self.known[index].from);
            let seen = Seen {
                cluster: change.cluster_id.to_string(),
                change: change.id,
                position,
                step: running.step.clone(),
                state: running.state.clone(),
                from,
                until: now,
            };
            let news = known.is_none_or(|index| {
                let before = &self.known[index];
                before.state != seen.state || before.step != seen.step
            });
            if !news {
                continue;
            }
            let same_state = known.is_some_and(|index| self.known[index].state == seen.state);
            if !same_state {
                let line = describe(&seen);
                self.trace.line(line);
            }
            match known {
                Some(index) => self.known[index] = seen.clone(),
                None => self.known.push(seen.clone()),
            }
            let mut sightings = self
                .sightings
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            sightings.push(seen);
        }
    }
}
