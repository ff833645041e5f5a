//! Runs of the simulation: every claim holds, a seed gives the same trace again, and what is left out of the protocol is
//! missed.

use simulation::{Claim, Faults, LAGS, Mutant, Report, Settings, run};

/// Runs for each kind of faults, each model of lag, and with and without tasks: 512 in all.
const RUNS: u64 = 16;

fn settings(faults: Faults) -> Vec<Settings> {
    let lags = LAGS.into_iter();
    lags.flat_map(|(lag, _)| {
        [true, false].map(|tasks| Settings {
            faults,
            lag,
            tasks,
            mutant: None,
        })
    })
    .collect()
}

fn explain(settings: &Settings, report: &Report) -> String {
    let tail = report.trace.join("\n");
    format!(
        "{settings:?}, seed {}: {:?}\n{tail}",
        report.seed, report.broken
    )
}

/// Where tasks are listed every claim holds; where nothing of an edit may ever be seen, the first one is counted.
fn holds(faults: Faults) {
    let (mut edits, mut lost) = (0, 0);
    for settings in settings(faults) {
        for seed in 0..RUNS {
            let report = run(&settings, seed);
            let broken = report
                .broken
                .iter()
                .any(|(claim, _)| settings.tasks || *claim != Claim::NothingLostUntold);
            assert!(!broken, "{}", explain(&settings, &report));
            if !settings.tasks {
                edits += report.others_edits;
                lost += report.lost_untold;
            }
        }
    }
    println!("without tasks: {lost} of {edits} edits of the other client lost without a word");
    assert!(lost * 20 <= edits, "{lost} of {edits}");
}

#[test]
fn every_claim_holds_without_faults() {
    holds(Faults::None);
}

#[test]
fn every_claim_holds_while_the_network_fails() {
    holds(Faults::Network);
}

#[test]
fn every_claim_holds_while_postern_crashes_and_its_clock_jumps() {
    holds(Faults::Process);
}

#[test]
fn every_claim_holds_while_everything_goes_wrong() {
    holds(Faults::All);
}

#[test]
fn a_seed_gives_the_same_trace_again() {
    for settings in settings(Faults::All) {
        let (first, second) = (run(&settings, 3), run(&settings, 3));
        assert!(first.trace.len() > 20);
        assert_eq!(first, second);
        assert_ne!(first.trace, run(&settings, 4).trace);
    }
}

/// Whether leaving this part out breaks a claim within 1,000 runs.
fn missed(mutant: Mutant) {
    let mut runs = 0;
    for seed in 0..125 {
        for all in [settings(Faults::All), settings(Faults::Network)] {
            for settings in all.into_iter().filter(|one| one.tasks) {
                runs += 1;
                let settings = Settings {
                    mutant: Some(mutant),
                    ..settings
                };
                let report = run(&settings, seed);
                if let Some((claim, why)) = report.broken.first() {
                    println!("without {mutant:?}: after {runs} runs {claim:?}: {why}");
                    return;
                }
            }
        }
    }
    panic!("nobody missed {mutant:?} in {runs} runs");
}

#[test]
fn the_read_before_an_edit_is_missed() {
    missed(Mutant::ReadBefore);
}

#[test]
fn waiting_for_the_journal_is_missed() {
    missed(Mutant::JournalWait);
}

#[test]
fn one_change_at_a_time_is_missed() {
    missed(Mutant::Turn);
}

#[test]
fn the_watch_is_missed() {
    missed(Mutant::Watch);
}

#[test]
fn asking_the_cluster_about_a_404_is_missed() {
    missed(Mutant::NotFound);
}
