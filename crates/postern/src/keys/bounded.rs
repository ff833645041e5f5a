//! Calls that block, each on a thread of its own and bounded in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::KeyringError;

/// So many calls may hang before further ones are refused at once: a service that doesn't answer must not
/// be given an ever larger number of threads.
const MOST_HANGING: usize = 4;

const UNDER_WAY: u8 = 0;
const GIVEN_UP: u8 = 1;
const ENDED: u8 = 2;

/// Runs blocking calls. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounded {
    /// Calls that nobody waits for any more and that have not ended.
    hanging: Arc<AtomicUsize>,
}

/// One call, as it sees itself.
#[derive(Debug)]
pub(super) struct Call {
    state: AtomicU8,
    hanging: Arc<AtomicUsize>,
}

impl Call {
    /// Whether nobody waits for its answer any more.
    pub fn is_given_up(&self) -> bool {
        self.state.load(Ordering::Acquire) == GIVEN_UP
    }

    /// Settles how the call ends: `true`, and whoever waits gets its answer; `false`: nobody waits any
    /// more. After this it can't be given up.
    pub fn settle(&self) -> bool {
        self.state
            .compare_exchange(UNDER_WAY, ENDED, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    fn end(&self) {
        if self.state.swap(ENDED, Ordering::AcqRel) == GIVEN_UP {
            self.hanging.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// `false`: it has ended by now.
    fn give_up(&self) -> bool {
        self.hanging.fetch_add(1, Ordering::Relaxed);
        let had_ended = self
            .state
            .compare_exchange(UNDER_WAY, GIVEN_UP, Ordering::AcqRel, Ordering::Acquire)
            .is_err();
        if had_ended {
            self.hanging.fetch_sub(1, Ordering::Relaxed);
        }
        !had_ended
    }
}

/// The one that waits for a call: it gives the call up when it goes.
struct Waiting(Arc<Call>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.give_up();
    }
}

/// The call on its thread: it ends, in whatever way.
struct Running(Arc<Call>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Bounded {
    /// Runs a call on a thread of its own. One that takes longer is given up: it holds nothing of ours,
    /// and can see that nobody waits for it any more.
    ///
    /// # Errors
    /// What the call says; [`KeyringError::Silent`] where it takes too long, or where too many hang.
    pub async fn run<T: Send + 'static>(
        &self,
        bound: Duration,
        call: impl FnOnce(&Call) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let lost = || KeyringError::Other("a call ended without an answer".to_owned());
        if self.hanging.load(Ordering::Relaxed) >= MOST_HANGING {
            return Err(KeyringError::Silent);
        }
        let state = Arc::new(Call {
            state: AtomicU8::new(UNDER_WAY),
            hanging: Arc::clone(&self.hanging),
        });
        let running = Running(Arc::clone(&state));
        let (sender, mut answer) = oneshot::channel();
        let thread = std::thread::Builder::new().name("keyring".to_owned());
        let started = thread.spawn(move || {
            let result = call(&running.0);
            drop(running);
            // Nobody waits any more where it took too long.
            let _ = sender.send(result);
        });
        if let Err(error) = started {
            return Err(KeyringError::Other(error.to_string()));
        }
        let waiting = Waiting(state);
        match timeout(bound, &mut answer).await {
            Ok(answer) => answer.map_err(|_| lost())?,
            Err(_) if waiting.0.give_up() => Err(KeyringError::Silent),
            // It ended at that moment: the answer is on its way, and what it did stands.
            Err(_) => answer.await.map_err(|_| lost())?,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(30);

    #[tokio::test]
    async fn many_calls_at_once_are_fine_while_they_answer() {
        let calls = Bounded::default();
        let (open, gate) = mpsc::channel::<()>();
        let gate = Arc::new(std::sync::Mutex::new(gate));
        let all: Vec<_> = (0..3 * MOST_HANGING)
            .map(|n| {
                let (calls, gate) = (calls.clone(), Arc::clone(&gate));
                tokio::spawn(async move {
                    let wait = move |_: &Call| {
                        let _ = gate.lock().expect("no panic").recv();
                        Ok(n)
                    };
                    calls.run(LONG, wait).await
                })
            })
            .collect();
        drop(open);
        for (n, one) in all.into_iter().enumerate() {
            assert_eq!(one.await.expect("no panic"), Ok(n));
        }
    }

    #[tokio::test]
    async fn an_answer_that_was_settled_in_time_counts_however_late_it_comes() {
        let calls = Bounded::default();
        let settled = |call: &Call| {
            assert!(call.settle());
            std::thread::sleep(3 * SHORT);
            Ok(call.is_given_up())
        };
        assert_eq!(calls.run(SHORT, settled).await, Ok(false));
        assert_eq!(calls.hanging.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn calls_that_hang_are_given_up_and_too_many_of_them_refused_until_they_end() {
        let calls = Bounded::default();
        let mut gates = Vec::new();
        for _ in 0..MOST_HANGING {
            let (open, gate) = mpsc::channel::<()>();
            let (saw, seen) = mpsc::channel();
            let hang = move |call: &Call| {
                let _ = gate.recv();
                let _ = saw.send(call.is_given_up());
                Ok(())
            };
            assert_eq!(calls.run(SHORT, hang).await, Err(KeyringError::Silent));
            gates.push((open, seen));
        }
        let refused = calls.run::<()>(LONG, |_| panic!("it must not run")).await;
        assert_eq!(refused, Err(KeyringError::Silent));
        for (open, seen) in gates {
            drop(open);
            assert_eq!(seen.recv_timeout(LONG), Ok(true), "it knows");
        }
        // The last one counts itself out just after it was seen.
        while calls.hanging.load(Ordering::Relaxed) > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(calls.run(LONG, |_| Ok(1)).await, Ok(1));
    }
}
