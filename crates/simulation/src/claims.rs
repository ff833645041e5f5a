//! What must hold at the end of a run: what Postern said, against what the service did.

use aeon_simulator::{Applied, Handle, Operation};
use postern::change::{Action, Conflict, StepState};
use postern::journal::{HistoryEntry, HistoryKind, HistoryResult};
use postern::principal::PrincipalView;

use crate::play::Seen;
use crate::trace::{describe, names, short};
use crate::user::{Ask, User};

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// No acknowledged edit of the other client is lost without a word.
    NothingLostUntold,
    /// No edit of ours undoes another one of ours.
    OursKept,
    /// What is confirmed has happened.
    ConfirmedIsTrue,
    /// What failed, was not sent or did not happen has not happened.
    FailedIsTrue,
    /// Nothing is sent that is not in the journal.
    Journaled,
    /// One create for each one that was asked for, and no deletion that was not.
    AsAsked,
    /// Every step ends.
    Ends,
    /// The history says what was.
    HistoryFits,
    /// A revert restores.
    RevertRestores,
}

impl Claim {
    /// All claims, in words.
    pub const ALL: [(Self, &'static str); 9] = [
        (
            Self::NothingLostUntold,
            "no acknowledged edit of another client is lost without a word",
        ),
        (Self::OursKept, "no edit undoes another one of ours"),
        (Self::ConfirmedIsTrue, "what is confirmed has happened"),
        (
            Self::FailedIsTrue,
            "what failed or was not sent has not happened",
        ),
        (
            Self::Journaled,
            "nothing is sent that is not in the journal",
        ),
        (
            Self::AsAsked,
            "nothing is created twice, or deleted unasked",
        ),
        (Self::Ends, "every step ends"),
        (Self::HistoryFits, "the history says what was"),
        (Self::RevertRestores, "a revert restores"),
    ];
}

/// What a run has shown.
#[derive(Default)]
pub(crate) struct Findings {
    pub broken: Vec<(Claim, String)>,
    pub others_edits: usize,
    pub replaced: usize,
    pub lost_untold: usize,
}

const OURS: &str = "postern-admin";

pub(crate) fn check(
    service: &Handle,
    user: &User,
    seen: &[Seen],
    history: &[HistoryEntry],
) -> Findings {
    let log = service.applied();
    let mut findings = Findings {
        others_edits: log.iter().filter(|one| one.key != OURS).count(),
        ..Findings::default()
    };
    lost(&log, user, seen, &mut findings);
    said(&log, seen, &mut findings);
    asked(&log, &user.asks, &mut findings);
    for name in user.trace.all_unjournaled() {
        findings.broken.push((Claim::Journaled, name));
    }
    if let Some(open) = &user.stuck {
        findings.broken.push((Claim::Ends, open.clone()));
    }
    recorded(&log, history, &mut findings);
    reverted(service, &log, &user.asks, seen, &mut findings);
    findings
}

fn at(one: &Applied, cluster: &str, region: &str) -> bool {
    one.cluster == cluster && one.region == region
}

/// What our edits undid that nobody had asked for.
fn lost(log: &[Applied], user: &User, seen: &[Seen], findings: &mut Findings) {
    for (index, ours) in log.iter().enumerate() {
        if ours.key != OURS || ours.operation != Operation::Edit {
            continue;
        }
        let asks: Vec<&Ask> = user
            .asks
            .iter()
            .filter(|ask| ask.cluster == ours.cluster && ask.region == ours.region)
            .collect();
        let gone = ours.before.iter().filter(|text| !ours.after.contains(text));
        let back = ours.after.iter().filter(|text| !ours.before.contains(text));
        let unasked_gone = gone.filter(|text| !asks.iter().any(|ask| ask.removed.contains(text)));
        let unasked_back = back.filter(|text| {
            let asked = asks.iter().any(|ask| ask.added.contains(text));
            let puts_back = log[..index].iter().any(|one| {
                one.key == OURS
                    && at(one, &ours.cluster, &ours.region)
                    && one.before.contains(text)
                    && !one.after.contains(text)
            });
            !asked && !puts_back
        });
        let lost: Vec<(&String, bool)> = unasked_gone
            .map(|text| (text, true))
            .chain(unasked_back.map(|text| (text, false)))
            .collect();
        for (text, was_there) in lost {
            let own = asks.iter().any(|ask| ask.added.contains(text));
            findings.replaced += usize::from(!own);
            // Somebody touched it again, or the endpoint is gone.
            let repaired = log[index + 1..].iter().any(|one| {
                at(one, &ours.cluster, &ours.region)
                    && (one.operation == Operation::Delete || one.after.contains(text) == was_there)
            });
            let told = seen.iter().any(|seen| {
                seen.cluster == ours.cluster && seen.step.region == ours.region && tells(seen, text)
            });
            if repaired || told {
                continue;
            }
            let why = format!("{} in {} by edit {index}", short(text), ours.region);
            if own {
                findings.broken.push((Claim::OursKept, why));
            } else {
                findings.lost_untold += 1;
                findings.broken.push((Claim::NothingLostUntold, why));
            }
        }
    }
}

/// Whether the user was told that a principal was touched by somebody else and replaced.
fn tells(seen: &Seen, text: &str) -> bool {
    let has = |views: &[PrincipalView]| views.iter().any(|view| view.text == text);
    let step = &seen.step;
    let asked = match &seen.state {
        StepState::Conflict { conflicts, .. } => conflicts.as_slice(),
        _ => &[],
    };
    let in_conflict = step
        .conflicts
        .iter()
        .chain(asked)
        .any(|conflict| match conflict {
            Conflict::Principal { principal, .. } => principal.text == text,
            Conflict::Replaced { theirs } => has(&theirs.added) || has(&theirs.removed),
            _ => false,
        });
    let replaced = step.replaced.as_ref();
    in_conflict
        || step.unseen
        || replaced.is_some_and(|theirs| has(&theirs.added) || has(&theirs.removed))
}

/// Whether a step's change was among what was applied between two moments.
fn happened(log: &[Applied], seen: &Seen, from: usize, until: usize) -> bool {
    log[from..until].iter().any(|one| {
        one.key == OURS
            && at(one, &seen.cluster, &seen.step.region)
            && match seen.step.action {
                // An edit whose endpoint has vanished becomes a create; another one may have been first.
                Action::Create => one.operation == Operation::Create && adds(seen, one),
                Action::Delete => one.operation == Operation::Delete,
                Action::Edit => one.operation == Operation::Edit && adds(seen, one),
            }
    })
}

/// Whether another step has deleted the same endpoint: the user may ask for it twice.
fn deleted_by_another(seen: &[Seen], one: &Seen) -> bool {
    seen.iter().any(|other| {
        other.change != one.change
            && other.cluster == one.cluster
            && other.step.region == one.step.region
            && other.step.action == Action::Delete
            && matches!(
                other.state,
                StepState::Accepted { .. }
                    | StepState::Confirmed { .. }
                    | StepState::NotConfirmed { .. }
                    | StepState::Settled { happened: true, .. }
            )
    })
}

fn adds(seen: &Seen, one: &Applied) -> bool {
    let mut added = seen.step.added.iter();
    added.any(|view| own(view) && one.after.contains(&view.text))
}

/// Whether only the user adds this principal.
fn own(view: &PrincipalView) -> bool {
    short(&view.text).starts_with('u')
}

fn said(log: &[Applied], seen: &[Seen], findings: &mut Findings) {
    for (index, one) in seen.iter().enumerate() {
        // The change may have begun before a restart, and before it was seen.
        let first = seen[..=index]
            .iter()
            .find(|other| other.change == one.change && other.position == one.position);
        let from = first.map_or(0, |first| first.from);
        let edits_own = one.step.action != Action::Edit || one.step.added.iter().any(own);
        match &one.state {
            StepState::Confirmed { .. } | StepState::Settled { happened: true, .. } => {
                let so = match one.step.action {
                    Action::Edit => fulfilled(log, one),
                    Action::Create => log[..one.until].iter().any(|made| {
                        made.operation == Operation::Create
                            && at(made, &one.cluster, &one.step.region)
                    }),
                    Action::Delete => log[..one.until].iter().any(|made| {
                        made.operation == Operation::Delete
                            && at(made, &one.cluster, &one.step.region)
                    }),
                };
                if !so {
                    findings
                        .broken
                        .push((Claim::ConfirmedIsTrue, describe(one)));
                }
            }
            StepState::Failed { .. }
            | StepState::NotSent
            | StepState::Settled {
                happened: false, ..
            } if edits_own
                && happened(log, one, from, one.until)
                && !(one.step.action == Action::Delete && deleted_by_another(seen, one)) =>
            {
                findings.broken.push((Claim::FailedIsTrue, describe(one)));
            }
            _ => {}
        }
    }
}

/// Whether the list was as a step wants it at some time up to now.
fn fulfilled(log: &[Applied], seen: &Seen) -> bool {
    let fits = |list: &[String]| {
        seen.step.added.iter().all(|view| list.contains(&view.text))
            && !seen
                .step
                .removed
                .iter()
                .any(|view| list.contains(&view.text))
    };
    let mut here = log[..seen.until]
        .iter()
        .filter(|one| at(one, &seen.cluster, &seen.step.region));
    here.any(|one| fits(&one.after) || fits(&one.before))
        || seen.step.added.is_empty() && seen.step.removed.is_empty()
}

fn asked(log: &[Applied], asks: &[Ask], findings: &mut Findings) {
    let ours = |operation| {
        log.iter()
            .filter(move |one| one.key == OURS && one.operation == operation)
    };
    for one in ours(Operation::Delete).chain(ours(Operation::Create)) {
        let action = match one.operation {
            Operation::Delete => Action::Delete,
            _ => Action::Create,
        };
        let done = log
            .iter()
            .filter(|other| {
                other.key == OURS
                    && other.operation == one.operation
                    && at(other, &one.cluster, &one.region)
            })
            .count();
        let wanted = asks
            .iter()
            .filter(|ask| {
                ask.action == action && ask.cluster == one.cluster && ask.region == one.region
            })
            .count();
        if done > wanted {
            let why = format!(
                "{action:?} {} {done} times, asked {wanted} times",
                one.region
            );
            findings.broken.push((Claim::AsAsked, why));
        }
    }
}

fn recorded(log: &[Applied], history: &[HistoryEntry], findings: &mut Findings) {
    for entry in history
        .iter()
        .filter(|entry| entry.kind == HistoryKind::Ours)
    {
        for step in &entry.steps {
            let applied = matches!(
                step.result,
                HistoryResult::Confirmed | HistoryResult::SettledHappened
            );
            if !applied || step.action != Action::Edit || !step.added.iter().any(own) {
                continue;
            }
            let text = |view: &PrincipalView| view.text.clone();
            let after: Vec<String> = step.after.iter().map(text).collect();
            let before: Vec<String> = step.before.iter().map(text).collect();
            let mut here = log
                .iter()
                .filter(|one| at(one, step.cluster_id.as_str(), &step.region));
            let sent = here.any(|one| one.key == OURS && one.after == after);
            let mut here = log
                .iter()
                .filter(|one| at(one, step.cluster_id.as_str(), &step.region));
            let was = here.any(|one| one.before == before || one.after == before);
            if !sent || !was {
                let why = format!(
                    "{} in {}: sent {sent}, was {was}",
                    names(&step.added),
                    step.region
                );
                findings.broken.push((Claim::HistoryFits, why));
            }
        }
    }
}

fn reverted(
    service: &Handle,
    log: &[Applied],
    asks: &[Ask],
    seen: &[Seen],
    findings: &mut Findings,
) {
    for ask in asks.iter().filter(|ask| ask.reverts) {
        let others = log[ask.applied..]
            .iter()
            .any(|one| one.key != OURS && at(one, &ask.cluster, &ask.region));
        let last = seen
            .iter()
            .rev()
            .find(|seen| seen.cluster == ask.cluster && seen.step.region == ask.region);
        // Postern may have crashed before it had the revert; then the last step is an earlier one.
        let is_it = |seen: &Seen| {
            let has = |views: &[PrincipalView], list: &[String]| {
                views.iter().all(|view| list.contains(&view.text))
            };
            matches!(seen.state, StepState::Confirmed { .. })
                && has(&seen.step.added, &ask.added)
                && has(&seen.step.removed, &ask.removed)
        };
        let confirmed = last.is_some_and(is_it);
        if others || !confirmed {
            continue;
        }
        let now = service
            .list_in(&ask.cluster, &ask.region)
            .unwrap_or_default();
        let restored = ask.added.iter().all(|text| now.contains(text))
            && !ask.removed.iter().any(|text| now.contains(text));
        if !restored {
            let why = format!("{} is not as before", ask.region);
            findings.broken.push((Claim::RevertRestores, why));
        }
    }
}
