//! What a read after sending means. Pure.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::inventory::EndpointStatus;
use crate::mutant::{Mutant, is_left_out};
use crate::principal::{PrincipalCloud, same};

/// What was sent, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sent {
    /// The list before.
    pub old: Vec<String>,
    /// Whether `old` is empty because no answer had the list.
    #[serde(default)]
    pub old_unread: bool,
    /// The list that was sent.
    pub new: Vec<String>,
    /// Whether the service is known to have taken it; not so where the answer was lost.
    pub certain: bool,
    /// The lists that reads have shown since, in order, beside `old` and those with our change.
    #[serde(default)]
    pub seen: Vec<Vec<String>>,
    /// How many of these reads had shown before they showed our change. The others may have been written after it, by
    /// somebody who took it back.
    #[serde(default)]
    pub seen_before: usize,
    /// Whether a read has shown our change.
    #[serde(default)]
    pub shown: bool,
    /// How many tasks on the cluster aren't ours and came between our read and the list of tasks after our request: any
    /// of them may have been an edit that ours has replaced.
    #[serde(default)]
    pub strangers: usize,
    /// Whether the tasks have been listed since the service took it, so that `strangers` is known.
    #[serde(default)]
    pub tasks_listed: bool,
    /// When the list before was read, by the service's clock.
    #[serde(default)]
    pub read_at: Option<Timestamp>,
    /// When it was sent, if that was in this run.
    #[serde(skip)]
    pub sent_at: Option<Instant>,
}

impl Sent {
    pub fn new(old: Option<Vec<String>>, new: Vec<String>) -> Self {
        Self {
            old_unread: old.is_none(),
            old: old.unwrap_or_default(),
            new,
            certain: true,
            seen: Vec::new(),
            seen_before: 0,
            shown: false,
            strangers: 0,
            tasks_listed: false,
            read_at: None,
            sent_at: None,
        }
    }
}

/// What a read shows of the endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// It isn't there.
    Gone,
    /// It is there, in this state, with this list (where the answer holds one).
    There {
        status: EndpointStatus,
        list: Option<Vec<String>>,
    },
}

/// How long ago it was sent, and what is waited for. All of it is counted in this run: what the wall clock
/// says of the time before, when Postern was not running, is nothing to build on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// From when it was sent to when the read was asked for: a slow answer doesn't make a read any later.
    pub since: Duration,
    /// How long it has been waited for.
    pub waited: Duration,
    /// How far reads can be behind.
    pub lag: Duration,
    /// After how long a read that shows no trace of a deletion says that there is none.
    pub settled: Duration,
    /// How much longer than that an edit is watched.
    pub margin: Duration,
    /// When it is given up.
    pub limit: Duration,
}

/// What a read means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is under way, and this read shows that it is.
    UnderWay,
    /// Nothing can be said yet.
    Open,
    /// A read has it; somebody else's change may still show up.
    InForce,
    Confirmed,
    /// It was sent, but never arrived: the old state is still there after the time in which a read can
    /// be behind.
    NotArrived,
    /// Somebody else's list is there.
    Superseded(Vec<String>),
    /// The service says that it failed.
    Failed,
    /// The endpoint was deleted by somebody else.
    Vanished,
    /// The time limit is reached; what the last read said.
    TimeOver(String),
}

pub(super) fn edit(cloud: PrincipalCloud, sent: &Sent, shown: &Shown, times: Times) -> Verdict {
    let (status, list) = match shown {
        Shown::Gone => return Verdict::Vanished,
        Shown::There {
            status: EndpointStatus::Failed,
            ..
        } => return Verdict::Failed,
        Shown::There { status, list } => (*status, list),
    };
    let late = times.since >= times.lag + times.margin;
    let reason = match list {
        None => "The last read gave no list.",
        Some(list) if same(cloud, list, &sent.new) || sent.is_part_of(cloud, list) => {
            if status.is_changing() {
                "The list is there, but the endpoint is still changing."
            } else if late || is_left_out(Mutant::Watch) {
                return Verdict::Confirmed;
            } else {
                return Verdict::InForce;
            }
        }
        // Within the lag it may be an earlier edit of somebody else that ours has replaced, or the old list again.
        Some(list) if late && (sent.shown || !same(cloud, list, &sent.old)) => {
            return Verdict::Superseded(list.clone());
        }
        Some(list) if !same(cloud, list, &sent.old) => "The last read showed another list.",
        Some(_) if !sent.certain && late && !status.is_changing() => return Verdict::NotArrived,
        Some(_) => "Reads still show the list from before.",
    };
    over(times, reason)
}

pub(super) fn create(cloud: PrincipalCloud, sent: &Sent, shown: &Shown, times: Times) -> Verdict {
    let late = times.since >= times.lag;
    match shown {
        Shown::Gone if !sent.certain && late => Verdict::NotArrived,
        Shown::Gone => over(times, "Reads don't show the endpoint."),
        Shown::There {
            status: EndpointStatus::Failed,
            ..
        } => Verdict::Failed,
        Shown::There {
            status: EndpointStatus::Ready,
            list: Some(list),
        } => {
            if same(cloud, list, &sent.new) {
                Verdict::Confirmed
            } else if late {
                Verdict::Superseded(list.clone())
            } else {
                Verdict::UnderWay
            }
        }
        Shown::There { .. } => match over(times, "The endpoint is still being created.") {
            Verdict::Open => Verdict::UnderWay,
            verdict => verdict,
        },
    }
}

/// What the service does with connections is not known; AWS deletes no endpoint service that has some.
const STILL_DELETING: &str = "The endpoint is still being deleted. Endpoints on the cloud's side that are \
    connected to it can hold that up: delete them there.";
const NOT_DELETED: &str = "The service accepted the deletion, but the endpoint is still in service, or is again. \
    Delete the endpoints on the cloud's side that are connected to it, then try again.";

pub(super) fn delete(sent: &Sent, shown: &Shown, times: Times) -> Verdict {
    match shown {
        Shown::Gone => Verdict::Confirmed,
        Shown::There {
            status: EndpointStatus::Failed,
            ..
        } if sent.certain => over(times, "The endpoint still exists, and has failed."),
        Shown::There {
            status: EndpointStatus::Deleting,
            ..
        } => match over(times, STILL_DELETING) {
            Verdict::Open => Verdict::UnderWay,
            verdict => verdict,
        },
        Shown::There { .. } if !sent.certain && times.since >= times.lag => Verdict::NotArrived,
        // The deletion was accepted, and no read is this far behind: it was given up, or never begun.
        Shown::There { .. } if times.since >= times.settled => {
            Verdict::TimeOver(NOT_DELETED.to_owned())
        }
        Shown::There { .. } => Verdict::Open,
    }
}

fn over(times: Times, reason: &str) -> Verdict {
    if times.waited >= times.limit {
        Verdict::TimeOver(reason.to_owned())
    } else {
        Verdict::Open
    }
}
