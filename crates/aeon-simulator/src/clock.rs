//! The simulator's time: real, or moved by hand.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::options::Clock;

/// Tells the simulated time. Both clocks start at the real time, so that keys expire as they say.
#[derive(Debug)]
pub(crate) struct Time {
    clock: Clock,
    base: Timestamp,
    started: Instant,
    skipped: Duration,
}

impl Time {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            base: Timestamp::now(),
            started: Instant::now(),
            skipped: Duration::ZERO,
        }
    }

    /// The simulated time now.
    pub(crate) fn now(&self) -> Timestamp {
        let elapsed = match self.clock {
            Clock::Auto => self.started.elapsed(),
            Clock::Explicit => Duration::ZERO,
        };
        self.base + elapsed + self.skipped
    }

    /// Moves the simulated time forward.
    pub(crate) fn skip(&mut self, by: Duration) {
        self.skipped += by;
    }

    /// Moves the simulated time to `at` if that is still to come.
    pub(crate) fn skip_to(&mut self, at: Timestamp) {
        if let Ok(by) = Duration::try_from(at.duration_since(self.now())) {
            self.skip(by);
        }
    }
}
