//! A point in time whose age is right even if the machine has slept since.

use std::time::{Duration, Instant, SystemTime};

/// NTP corrects the wall clock by less than this; a larger step back means that someone set it.
const JITTER: Duration = Duration::from_secs(1);

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
            wall: SystemTime::now(),
        }
    }

    /// How long ago it was, including time asleep. If the clock was set back the age is unknown, and counts as
    /// [`Duration::MAX`].
    pub fn age(&self) -> Duration {
        let awake = self.monotonic.elapsed();
        match SystemTime::now().duration_since(self.wall) {
            Ok(elapsed) => awake.max(elapsed),
            Err(back) if back.duration() < JITTER => awake,
            Err(_) => Duration::MAX,
        }
    }

    /// How long after `earlier` it was, not including time asleep; zero if it was before.
    pub fn since(&self, earlier: Instant) -> Duration {
        self.monotonic.saturating_duration_since(earlier)
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
        assert!(now.age() < Duration::from_secs(1));
        let minute = Duration::from_secs(60);
        let asleep = Moment {
            wall: now.wall - minute,
            ..now
        };
        assert!(asleep.age() >= minute);
        let set_back = Moment {
            wall: now.wall + minute,
            ..now
        };
        assert_eq!(set_back.age(), Duration::MAX);
    }
}
