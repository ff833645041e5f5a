//! The wall clock. A simulation replaces it on its own thread.

use std::time::SystemTime;

use jiff::Timestamp;

/// The current time.
pub fn system_time() -> SystemTime {
    #[cfg(feature = "simulation")]
    if let Some(time) = simulated::now() {
        return time;
    }
    SystemTime::now()
}

/// The current time, for records.
pub fn timestamp() -> Timestamp {
    Timestamp::try_from(system_time()).unwrap_or_else(|_| Timestamp::now())
}

/// The wall clock of a simulation: it runs with Tokio's clock, and can be set.
#[cfg(feature = "simulation")]
pub mod simulated {
    use std::cell::RefCell;
    use std::time::{Duration, SystemTime};

    use tokio::time::Instant;

    struct Clock {
        start: SystemTime,
        began: Instant,
    }

    thread_local! {
        static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
    }

    /// Starts the clock of this thread at this time.
    pub fn start(start: SystemTime) {
        let began = Instant::now();
        CLOCK.with_borrow_mut(|clock| *clock = Some(Clock { start, began }));
    }

    /// Sets this thread's clock forward.
    pub fn forward(by: Duration) {
        CLOCK.with_borrow_mut(|clock| {
            if let Some(clock) = clock {
                clock.start += by;
            }
        });
    }

    /// Sets this thread's clock back.
    pub fn back(by: Duration) {
        CLOCK.with_borrow_mut(|clock| {
            if let Some(clock) = clock {
                clock.start -= by;
            }
        });
    }

    /// Gives the thread the real clock again.
    pub fn end() {
        CLOCK.with_borrow_mut(|clock| *clock = None);
    }

    /// Whether this thread is simulated.
    pub fn is_running() -> bool {
        CLOCK.with_borrow(Option::is_some)
    }

    pub(super) fn now() -> Option<SystemTime> {
        CLOCK.with_borrow(|clock| {
            let clock = clock.as_ref()?;
            Some(clock.start + clock.began.elapsed())
        })
    }
}
