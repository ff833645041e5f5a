//! What the handlers share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::counters::Counters;
use crate::faults::Armed;
use crate::options::Options;
use crate::state::World;

/// The world, the faults and the counters, each behind a lock that is never held while waiting.
pub(crate) struct Shared {
    world: Mutex<World>,
    pub(crate) faults: Mutex<Armed>,
    pub(crate) counters: Mutex<Counters>,
    /// The faults were cleared: answers that were held back go out.
    pub(crate) cleared: Notify,
    latency: Duration,
    jitter: Duration,
}

impl Shared {
    pub(crate) fn new(world: World, options: Options) -> Self {
        Self {
            world: Mutex::new(world),
            faults: Mutex::new(Armed::new(options.faults)),
            counters: Mutex::default(),
            cleared: Notify::new(),
            latency: options.latency,
            jitter: options.jitter,
        }
    }

    /// The world as it is now: what has become due has happened.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        let mut world = lock(&self.world);
        world.catch_up();
        world
    }

    /// How long the next answer takes.
    pub(crate) fn latency(&self) -> Duration {
        self.latency + self.jitter.mul_f64(fastrand::f64())
    }
}

/// Locks, also after a panic in another holder: the simulator goes on.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
