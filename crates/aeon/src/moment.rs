//! A moment that can be compared with now, also when the machine has slept in between.

use std::time::{Duration, Instant, SystemTime};

/// Clocks that are set drift apart by less than this without anybody having turned them back.
const JITTER: Duration = Duration::from_secs(1);

/// A moment, such as when an answer was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Stands still while the machine sleeps.
    monotonic: Instant,
    /// Goes on while the machine sleeps, but can be set.
    wall: SystemTime,
}

/// What an answer holds, and when it was asked for: what the service says was true then, not when the answer
/// arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Timed<T> {
    /// What the answer holds.
    pub value: T,
    /// When the request went out that it answers.
    pub asked: Moment,
}

impl Moment {
    /// Now.
    pub fn now() -> Self {
        Self {
            monotonic: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    /// How long ago it was, time asleep included. Where the clock was turned back nobody knows, and it counts
    /// as long ago.
    pub fn age(&self) -> Duration {
        let awake = self.monotonic.elapsed();
        match SystemTime::now().duration_since(self.wall) {
            Ok(elapsed) => awake.max(elapsed),
            Err(back) if back.duration() < JITTER => awake,
            Err(_) => Duration::MAX,
        }
    }

    /// How long after `earlier` it was, time asleep not included; nothing where it was before it.
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
    fn time_asleep_counts_and_a_clock_that_was_turned_back_makes_it_long_ago() {
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
