//! Progress of reading clusters for a review, and stopping it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use serde::Serialize;
use specta::Type;
use tokio_util::sync::CancellationToken;

use crate::problem::Problem;
use crate::sync::lock;

/// Progress of reading clusters for a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// Identifies it for stopping.
    pub id: u32,
    /// Clusters read so far.
    pub read: u32,
    /// Clusters that couldn't be read.
    pub failed: u32,
    pub total: u32,
}

/// The readings in progress.
#[derive(Default)]
pub(super) struct Readings(Mutex<State>);

#[derive(Default)]
struct State {
    last_id: u32,
    running: Vec<Arc<RunningReading>>,
    /// Whether the account is locked, so that nothing more is read.
    closed: bool,
}

struct RunningReading {
    id: u32,
    read: AtomicU32,
    failed: AtomicU32,
    total: u32,
    stop: CancellationToken,
}

impl Readings {
    /// Starts a reading, which ends when the guard is dropped.
    ///
    /// # Errors
    /// The account is locked.
    pub fn begin(&self, total: usize) -> Result<ReadingGuard<'_>, Problem> {
        let mut state = lock(&self.0);
        if state.closed {
            return Err(Problem::locked());
        }
        state.last_id = state.last_id.wrapping_add(1);
        let reading = Arc::new(RunningReading {
            id: state.last_id,
            read: AtomicU32::new(0),
            failed: AtomicU32::new(0),
            total: u32::try_from(total).unwrap_or(u32::MAX),
            stop: CancellationToken::new(),
        });
        state.running.push(Arc::clone(&reading));
        Ok(ReadingGuard {
            readings: self,
            reading,
        })
    }

    /// The reading started last.
    pub fn newest(&self) -> Option<Reading> {
        let state = lock(&self.0);
        let newest = state.running.last()?;
        Some(Reading {
            id: newest.id,
            read: newest.read.load(Ordering::Relaxed),
            failed: newest.failed.load(Ordering::Relaxed),
            total: newest.total,
        })
    }

    /// Stops a reading and keeps what has been read. Does nothing if it has ended.
    pub fn stop(&self, id: u32) {
        let state = lock(&self.0);
        if let Some(reading) = state.running.iter().find(|reading| reading.id == id) {
            reading.stop.cancel();
        }
    }

    /// Stops all readings and allows no new ones.
    pub fn close(&self) {
        let mut state = lock(&self.0);
        state.closed = true;
        for reading in &state.running {
            reading.stop.cancel();
        }
    }
}

/// Ends its reading when dropped.
pub(super) struct ReadingGuard<'a> {
    readings: &'a Readings,
    reading: Arc<RunningReading>,
}

impl ReadingGuard<'_> {
    /// Counts one more cluster as read or failed.
    pub fn one_more(&self, is_read: bool) {
        let count = match is_read {
            true => &self.reading.read,
            false => &self.reading.failed,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits until the reading is stopped.
    pub async fn stopped(&self) {
        self.reading.stop.cancelled().await;
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// The account has been locked in the meantime.
    pub fn end(self) -> Result<(), Problem> {
        match lock(&self.readings.0).closed {
            true => Err(Problem::locked()),
            false => Ok(()),
        }
    }
}

impl Drop for ReadingGuard<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.readings.0);
        state
            .running
            .retain(|other| !Arc::ptr_eq(other, &self.reading));
    }
}
