//! What a read after sending means. Pure.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::inventory::EndpointStatus;
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
    let late = times.since >= times.lag;
    let reason = match list {
        None => "The last read gave no list.",
        Some(list) if same(cloud, list, &sent.new) => {
            if !status.is_changing() {
                return Verdict::Confirmed;
            }
            "The list is there, but the endpoint is still changing."
        }
        Some(list) if !same(cloud, list, &sent.old) => {
            // Within the lag it may be an earlier edit of somebody else that ours has replaced.
            if late {
                return Verdict::Superseded(list.clone());
            }
            "The last read showed another list."
        }
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
        } => match over(times, "The endpoint is still being deleted.") {
            Verdict::Open => Verdict::UnderWay,
            verdict => verdict,
        },
        Shown::There { .. } if !sent.certain && times.since >= times.lag => Verdict::NotArrived,
        Shown::There { .. } => over(times, "The endpoint still exists."),
    }
}

fn over(times: Times, reason: &str) -> Verdict {
    if times.waited >= times.limit {
        Verdict::TimeOver(reason.to_owned())
    } else {
        Verdict::Open
    }
}
