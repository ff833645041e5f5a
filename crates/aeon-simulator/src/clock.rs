//! The simulated time: real, or stepped by a test.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::options::Clock;

/// The simulated time. Both clocks start at the real time, so that keys expire when they say.
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
            base: aeon::clock::timestamp(),
            started: Instant::now(),
            skipped: Duration::ZERO,
        }
    }

    /// The current simulated time.
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

    /// Moves the simulated time forward to `at`, if that is in the future.
    pub(crate) fn skip_to(&mut self, at: Timestamp) {
        if let Ok(by) = Duration::try_from(at.duration_since(self.now())) {
            self.skip(by);
        }
    }
}
