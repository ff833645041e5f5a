//! Whether somebody else has updated a cluster. Pure.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// What a recent update says. Nothing says that it was about an endpoint.
pub(super) const UPDATED: &str =
    "Waiting: the cluster has just been updated, and reads may be behind that.";

/// How much the service's times may differ from each other.
const CLOCKS: SignedDuration = SignedDuration::from_secs(2);

/// When a cluster was last updated, by the service's clock. Whether an edit of an endpoint counts as an update is not
/// known, so this is a hint and no update proves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KnownUpdate {
    last: Option<Timestamp>,
    /// Our last request that was accepted, and its response.
    ours: Option<(Timestamp, Timestamp)>,
}

impl KnownUpdate {
    /// A request of ours was accepted between these times.
    pub fn accepted(&mut self, sent: Timestamp, known: Timestamp) {
        self.ours = Some((sent, known));
    }

    /// Takes when the cluster was last updated; whether that is news, less than about `lag` ago, and not our doing.
    pub fn is_strange(&mut self, updated: Timestamp, now: Timestamp, lag: Duration) -> bool {
        let news = self.last.replace(updated) != Some(updated);
        let ours = self.ours.is_some_and(|(sent, known)| {
            updated.duration_since(sent) >= -CLOCKS && updated.duration_since(known) <= CLOCKS
        });
        news && !ours && now.duration_since(updated).unsigned_abs() < lag + CLOCKS.unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAG: Duration = Duration::from_secs(25);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).expect("a time")
    }

    #[test]
    fn a_recent_update_that_is_not_ours_is_a_hint_once() {
        let mut known = KnownUpdate::default();
        assert!(!known.is_strange(at(0), at(100), LAG), "it is long ago");
        assert!(known.is_strange(at(190), at(200), LAG));
        assert!(!known.is_strange(at(190), at(201), LAG), "it is known");
        known.accepted(at(210), at(212));
        assert!(!known.is_strange(at(211), at(213), LAG), "it is ours");
        assert!(known.is_strange(at(220), at(221), LAG));
    }
}
