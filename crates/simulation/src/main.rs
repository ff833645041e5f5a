//! Runs the simulation: `cargo xtask simulate --help`.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use clap::Parser;
use simulation::{Claim, Faults, LAGS, Report, Settings, run};

/// Runs Postern's client, engine and journal against the simulated service on virtual time.
#[derive(Parser)]
struct Arguments {
    /// How many runs, for each kind of faults and each model of lag.
    #[arg(long, default_value_t = 10_000)]
    runs: u64,
    /// Replays one seed and prints its trace.
    #[arg(long)]
    seed: Option<u64>,
    /// Only these faults: none, network, process or all.
    #[arg(long)]
    faults: Option<Faults>,
    /// Only this model of lag: fixed, asynchronous, replicas or goes-back.
    #[arg(long)]
    lag: Option<String>,
    /// Whether the service lists the tasks of endpoints: true or false; both if it isn't given.
    #[arg(long)]
    tasks: Option<bool>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut good = true;
    println!(
        "| faults | lag | tasks | runs | broken claims | edits of others | replaced | lost untold |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for faults in Faults::ALL {
        if arguments.faults.is_some_and(|wanted| wanted != faults) {
            continue;
        }
        for (lag, name) in LAGS {
            if arguments.lag.as_ref().is_some_and(|wanted| wanted != name) {
                continue;
            }
            for tasks in [true, false] {
                if arguments.tasks.is_some_and(|wanted| wanted != tasks) {
                    continue;
                }
                let settings = Settings {
                    faults,
                    lag,
                    tasks,
                    mutant: None,
                };
                good &= several(&settings, name, &arguments);
            }
        }
    }
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether every claim held; where tasks are hidden, the first one is only counted.
fn several(settings: &Settings, lag: &str, arguments: &Arguments) -> bool {
    let seeds = match arguments.seed {
        Some(seed) => seed..seed + 1,
        None => 0..arguments.runs,
    };
    let began = Instant::now();
    let (mut edits, mut replaced, mut lost, mut runs) = (0, 0, 0, 0);
    let mut broken: BTreeMap<Claim, (usize, u64)> = BTreeMap::new();
    let mut first: Option<Report> = None;
    for report in reports(settings, seeds) {
        let seed = report.seed;
        runs += 1;
        edits += report.others_edits;
        replaced += report.replaced;
        lost += report.lost_untold;
        let claims = breaks(&report, settings);
        for claim in &claims {
            broken.entry(*claim).or_insert((0, seed)).0 += 1;
        }
        if arguments.seed.is_some() {
            report.trace.iter().for_each(|line| println!("{line}"));
        } else if !claims.is_empty() {
            first.get_or_insert(report);
        }
    }
    let faults = settings.faults.name();
    let tasks = if settings.tasks { "listed" } else { "hidden" };
    let words = match broken.values().map(|(count, _)| count).sum::<usize>() {
        0 => "0".to_owned(),
        _ => broken
            .iter()
            .map(|(claim, (count, seed))| format!("{claim:?} {count} (--seed {seed})"))
            .collect::<Vec<_>>()
            .join(", "),
    };
    println!("| {faults} | {lag} | {tasks} | {runs} | {words} | {edits} | {replaced} | {lost} |");
    if let Some(report) = first {
        println!(
            "\nThe first run that broke a claim has the seed {}:",
            report.seed
        );
        report.trace.iter().for_each(|line| println!("{line}"));
        println!();
    }
    eprintln!(
        "{:.0} ms a run",
        began.elapsed().as_secs_f64() * 1000.0 / f64::from(runs)
    );
    broken.is_empty()
}

/// The reports of these runs, which are spread over the processor's cores.
fn reports(settings: &Settings, seeds: Range<u64>) -> Vec<Report> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let is_replayed = seeds.end - seeds.start == 1;
    let part = |first: usize| {
        let mine = seeds.clone().skip(first).step_by(threads);
        let reports = mine.map(|seed| {
            let mut report = run(settings, seed);
            if !is_replayed && breaks(&report, settings).is_empty() {
                report.trace.clear();
            }
            report
        });
        reports.collect::<Vec<_>>()
    };
    let mut reports: Vec<Report> = thread::scope(|scope| {
        let part = &part;
        let all: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || part(first)))
            .collect();
        all.into_iter()
            .flat_map(|one| one.join().expect("a run that panics has failed"))
            .collect()
    });
    reports.sort_by_key(|report| report.seed);
    reports
}

/// The claims that a run breaks.
fn breaks(report: &Report, settings: &Settings) -> Vec<Claim> {
    let claims = report.broken.iter().map(|(claim, _)| *claim);
    claims
        .filter(|claim| settings.tasks || *claim != Claim::NothingLostUntold)
        .collect()
}
