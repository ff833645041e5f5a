//! The state that all requests share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::counters::Counters;
use crate::faults::ActiveFaults;
use crate::options::{Dialect, Options};
use crate::state::World;
use crate::unknown::UnknownRequest;

/// The world, the faults and the counters, each behind a lock that is never held across an await.
pub(crate) struct Service {
    world: Mutex<World>,
    pub(crate) faults: Mutex<ActiveFaults>,
    pub(crate) counters: Mutex<Counters>,
    /// Notified when the faults are cleared, to release the responses that were held back.
    pub(crate) cleared: Notify,
    pub(crate) dialect: Dialect,
    pub(crate) unknown: Mutex<Vec<UnknownRequest>>,
    latency: Duration,
    pub(crate) date_behind: Duration,
    jitter: Duration,
}

impl Service {
    pub(crate) fn new(world: World, options: Options) -> Self {
        Self {
            world: Mutex::new(world),
            faults: Mutex::new(ActiveFaults::new(options.faults)),
            counters: Mutex::default(),
            cleared: Notify::new(),
            dialect: options.dialect,
            unknown: Mutex::default(),
            latency: options.latency,
            date_behind: options.date_behind,
            jitter: options.jitter,
        }
    }

    /// The world, with all events that are due applied.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = lock(&self.world);
        world.catch_up();
        world
    }

    /// The latency of the next response.
    pub(crate) fn latency(&self) -> Duration {
        self.latency + self.jitter.mul_f64(fastrand::f64())
    }
}

/// Locks the mutex even if it is poisoned: after a panic the simulator goes on.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
