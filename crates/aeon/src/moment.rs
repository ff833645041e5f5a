//! A point in time whose age is right even if the machine has slept since.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::clock::system_time;

/// NTP corrects the wall clock by less than this; a larger step back means that someone set it.
const JITTER: Duration = Duration::from_secs(1);

/// A difference between the clocks that isn't a correction by NTP. Shorter sleeps kill no connections.
const SLEEP: Duration = Duration::from_secs(5);

/// A point in time, such as when a request was sent.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Stops while the machine sleeps.
    monotonic: Instant,
    /// Runs while the machine sleeps, but can be set.
    wall: SystemTime,
}

/// What the service returned, and when the request was sent. Only that time is certain: the service may have
/// read the value at any moment between then and the response.
#[derive(Clone, Debug, PartialEq)]
pub struct Timed<T> {
    /// What the service returned.
    pub value: T,
    /// When the request was sent.
    pub asked: Moment,
}

impl Moment {
    /// The current time.
    pub fn now() -> Self {
        Self {
            monotonic: Instant::now(),
            wall: system_time(),
        }
    }

    /// How long ago it was, including time asleep. If the clock was set back the age is unknown, and counts as
    /// [`Duration::MAX`].
    pub fn age(&self) -> Duration {
        let awake = self.monotonic.elapsed();
        match system_time().duration_since(self.wall) {
            Ok(elapsed) => awake.max(elapsed),
            Err(back) if back.duration() < JITTER => awake,
            Err(_) => Duration::MAX,
        }
    }

    /// Whether the machine has slept since, or its clock was set by more than a little.
    pub(crate) fn has_slept_since(&self) -> bool {
        self.age().saturating_sub(self.monotonic.elapsed()) > SLEEP
    }

    /// How long after `earlier` it was, not including time asleep; zero if it was before.
    pub fn since(&self, earlier: Instant) -> Duration {
        self.monotonic.saturating_duration_since(earlier)
    }
}

#[cfg(test)]
impl Moment {
    /// The time just before a sleep of this length that has just ended.
    pub(crate) fn before_sleep(length: Duration) -> Self {
        let now = Self::now();
        Self {
            wall: now.wall - length,
            ..now
        }
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.monotonic == other.monotonic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_includes_time_asleep_and_is_unbounded_after_the_clock_was_set_back() {
        let now = Moment::now();
        assert!(now.age() < Duration::from_secs(60));
        let minute = Duration::from_secs(60);
        let asleep = Moment {
            wall: now.wall - minute,
            ..now
        };
        assert!(asleep.age() >= minute);
        assert!(asleep.has_slept_since() && !now.has_slept_since());
        let set_back = Moment {
            wall: now.wall + minute,
            ..now
        };
        assert_eq!(set_back.age(), Duration::MAX);
    }
}
