//! Changes of private service endpoints, sent to a simulated service that lags, refuses, loses answers
//! and has other clients.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod creating;
mod deleting;
mod merging;
mod replaced;
mod steps;
mod unanswered;
mod unread;

use std::time::Duration;

use aeon_simulator::{Absence, Body, Fault, FaultKind, Seed};
use common::{
    Fixture, PSE_READS, Service, is_confirmed, present, region, seen, service_name, until, with,
};
use postern::apply::Engine;
use postern::change::{
    Action, BatchId, Change, ChangeId, Confirm, Conflict, Decision, Draft, RegionChange, Step,
    StepState, Touch, WarningKind,
};
use postern::inventory::{Endpoint, EndpointStatus, Pace, Present};
use postern::journal::Journal;
use postern::problem::ProblemCode;
use uuid::Uuid;

const EDITS: &str = "PUT /private-service-endpoints/{pse_id}";
const CREATES: &str = "POST /private-service-endpoints";
const DELETES: &str = "DELETE /private-service-endpoints/{pse_id}";

const CLUSTER_READS: &str = "GET /clusters/{cluster_id}";

const NEW: &str = "arn:aws:iam::999988887777:root";
const THEIRS: &str = "arn:aws:iam::111122223333:role/somebody-else";
const SUBSCRIPTION: &str = "2f6d1c3e-8a47-4b0c-9e15-d7a3b2c4f601";

fn is_accepted(state: &StepState) -> bool {
    matches!(state, StepState::Accepted { .. })
}

fn is_waiting(state: &StepState) -> bool {
    matches!(state, StepState::Waiting { .. })
}

fn failure(state: &StepState) -> Option<ProblemCode> {
    match state {
        StepState::Failed { problem } => Some(problem.code),
        _ => None,
    }
}

fn texts(step: &Step) -> Vec<&str> {
    step.after.iter().map(|view| view.text.as_str()).collect()
}

fn status(code: u16) -> FaultKind {
    FaultKind::Status {
        code,
        body: Body::Json("Simulated fault".to_owned()),
    }
}
