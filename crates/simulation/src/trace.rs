//! What happened in a run, a line each, in virtual time.

use std::sync::{Arc, Mutex, PoisonError};

use postern::change::{Conflict, StepState};
use postern::principal::PrincipalView;
use tokio::time::Instant;

use crate::play::Seen;

/// The lines of a run. Clones share them.
#[derive(Clone)]
pub(crate) struct Trace {
    began: Instant,
    lines: Arc<Mutex<Vec<String>>>,
    unjournaled: Arc<Mutex<Vec<String>>>,
}

impl Trace {
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            lines: Arc::default(),
            unjournaled: Arc::default(),
        }
    }

    pub fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    pub fn line(&self, text: impl AsRef<str>) {
        let line = format!("{:9.3} {}", self.seconds(), text.as_ref());
        lock(&self.lines).push(line);
    }

    /// Notes a request that went out while the journal didn't have it.
    pub fn unjournaled(&self, request: String) {
        self.line(format!("not in the journal: {request}"));
        lock(&self.unjournaled).push(request);
    }

    pub fn all_unjournaled(&self) -> Vec<String> {
        lock(&self.unjournaled).clone()
    }

    pub fn lines(&self) -> Vec<String> {
        lock(&self.lines).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A principal's short name: what is behind the last slash.
pub(crate) fn short(principal: &str) -> &str {
    principal.rsplit('/').next().unwrap_or(principal)
}

/// A list of principals in short names.
pub(crate) fn shorts(list: &[String]) -> String {
    let names: Vec<&str> = list.iter().map(|text| short(text)).collect();
    format!("[{}]", names.join(" "))
}

/// A step's state in words.
pub(crate) fn describe(seen: &Seen) -> String {
    let state = match &seen.state {
        StepState::Waiting { reason } => format!("waiting: {reason}"),
        StepState::NotConfirmed { reason } => format!("not confirmed: {reason}"),
        StepState::Failed { problem } => format!("failed: {}", problem.message),
        StepState::Settled { happened, .. } => format!("settled, happened: {happened}"),
        StepState::Conflict { conflicts, .. } => {
            format!(
                "asks: {}",
                conflicts.iter().map(kind).collect::<Vec<_>>().join(", ")
            )
        }
        StepState::Planned => "planned".to_owned(),
        StepState::Sending => "sending".to_owned(),
        StepState::Accepted { .. } => "accepted".to_owned(),
        StepState::InForce { .. } => "in force".to_owned(),
        StepState::Confirmed { .. } => "confirmed".to_owned(),
        StepState::Superseded { .. } => "superseded".to_owned(),
        StepState::NotSent => "not sent".to_owned(),
    };
    let step = &seen.step;
    let name = names(&step.added);
    let kind = if step.puts_back { " (puts back)" } else { "" };
    format!(
        "step {:?}{kind} {} {name}: {state}",
        step.action, step.region
    )
}

fn kind(conflict: &Conflict) -> &str {
    match conflict {
        Conflict::Principal { principal, .. } => short(&principal.text),
        Conflict::Vanished => "vanished",
        Conflict::Replaced { .. } => "replaced",
        Conflict::NewSinceReview { .. } => "new since the review",
        Conflict::DeleteAgain => "delete again",
    }
}

/// Principals in short names.
pub(crate) fn names(views: &[PrincipalView]) -> String {
    let names: Vec<&str> = views.iter().map(|view| short(&view.text)).collect();
    names.join(" ")
}
