//! Clusters that are being read again for a review: how far that is, and how to stop it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use serde::Serialize;
use specta::Type;
use tokio_util::sync::CancellationToken;

use crate::problem::Problem;
use crate::sync::lock;

/// How many clusters have been read again for a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// Names it when it is stopped.
    pub id: u32,
    /// How many have been read.
    pub read: u32,
    /// How many could not be.
    pub failed: u32,
    /// Of how many.
    pub total: u32,
}

/// The readings that go on.
#[derive(Default)]
pub(super) struct Readings(Mutex<State>);

#[derive(Default)]
struct State {
    last_id: u32,
    going_on: Vec<Arc<GoingOn>>,
    /// The account is locked: nothing more is read for it.
    closed: bool,
}

struct GoingOn {
    id: u32,
    read: AtomicU32,
    failed: AtomicU32,
    total: u32,
    stop: CancellationToken,
}

impl Readings {
    /// Begins one; it ends when what is returned is dropped.
    ///
    /// # Errors
    /// The account has been locked.
    pub fn begin(&self, total: usize) -> Result<ReadingGuard<'_>, Problem> {
        let mut state = lock(&self.0);
        if state.closed {
            return Err(Problem::locked());
        }
        state.last_id = state.last_id.wrapping_add(1);
        let reading = Arc::new(GoingOn {
            id: state.last_id,
            read: AtomicU32::new(0),
            failed: AtomicU32::new(0),
            total: u32::try_from(total).unwrap_or(u32::MAX),
            stop: CancellationToken::new(),
        });
        state.going_on.push(Arc::clone(&reading));
        Ok(ReadingGuard {
            readings: self,
            reading,
        })
    }

    /// The one that was begun last.
    pub fn newest(&self) -> Option<Reading> {
        let state = lock(&self.0);
        let newest = state.going_on.last()?;
        Some(Reading {
            id: newest.id,
            read: newest.read.load(Ordering::Relaxed),
            failed: newest.failed.load(Ordering::Relaxed),
            total: newest.total,
        })
    }

    /// Stops one. What was read by then is kept; one that has ended is none.
    pub fn stop(&self, id: u32) {
        let state = lock(&self.0);
        if let Some(reading) = state.going_on.iter().find(|reading| reading.id == id) {
            reading.stop.cancel();
        }
    }

    /// Stops all of them for good.
    pub fn close(&self) {
        let mut state = lock(&self.0);
        state.closed = true;
        for reading in &state.going_on {
            reading.stop.cancel();
        }
    }
}

/// A reading that goes on.
pub(super) struct ReadingGuard<'a> {
    readings: &'a Readings,
    reading: Arc<GoingOn>,
}

impl ReadingGuard<'_> {
    /// One more cluster has been read, or could not be.
    pub fn one_more(&self, is_read: bool) {
        let count = match is_read {
            true => &self.reading.read,
            false => &self.reading.failed,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Waits until it is stopped.
    pub async fn stopped(&self) {
        self.reading.stop.cancelled().await;
    }

    /// Ends it.
    ///
    /// # Errors
    /// The account has been locked meanwhile.
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
            .going_on
            .retain(|other| !Arc::ptr_eq(other, &self.reading));
    }
}
