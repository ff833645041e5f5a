//! Blocking calls with a time limit, each on its own thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use super::KeyringError;

/// With this many calls hanging, further ones fail at once, so that an unresponsive service doesn't tie up
/// ever more threads.
const MAX_HANGING: usize = 4;

const RUNNING: u8 = 0;
const GIVEN_UP: u8 = 1;
const ENDED: u8 = 2;

/// Runs blocking calls. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounded {
    /// Number of calls that were given up but haven't ended.
    hanging: Arc<AtomicUsize>,
}

/// The state of one call.
#[derive(Debug)]
pub(super) struct Call {
    state: AtomicU8,
    hanging: Arc<AtomicUsize>,
}

impl Call {
    /// Whether the caller no longer waits for its answer.
    pub fn is_given_up(&self) -> bool {
        self.state.load(Ordering::Acquire) == GIVEN_UP
    }

    /// Commits to a result: `true` if the caller gets it, `false` if the call was given up. After this the
    /// call can't be given up.
    pub fn settle(&self) -> bool {
        self.state
            .compare_exchange(RUNNING, ENDED, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    fn end(&self) {
        if self.state.swap(ENDED, Ordering::AcqRel) == GIVEN_UP {
            self.hanging.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// `false` if the call has ended by now.
    fn give_up(&self) -> bool {
        self.hanging.fetch_add(1, Ordering::Relaxed);
        let had_ended = self
            .state
            .compare_exchange(RUNNING, GIVEN_UP, Ordering::AcqRel, Ordering::Acquire)
            .is_err();
        if had_ended {
            self.hanging.fetch_sub(1, Ordering::Relaxed);
        }
        !had_ended
    }
}

/// The caller's side: gives the call up when dropped.
struct Waiting(Arc<Call>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.give_up();
    }
}

/// The thread's side: marks the call as ended when dropped, also after a panic.
struct Running(Arc<Call>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Bounded {
    /// Runs a call on its own thread and gives it up after `bound`. The call can check whether it was given up.
    ///
    /// # Errors
    /// The call's error; [`KeyringError::Silent`] if it takes too long or too many calls hang.
    pub async fn run<T: Send + 'static>(
        &self,
        bound: Duration,
        call: impl FnOnce(&Call) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, KeyringError> {
        let lost = || KeyringError::Other("a call ended without an answer".to_owned());
        if self.hanging.load(Ordering::Relaxed) >= MAX_HANGING {
            return Err(KeyringError::Silent);
        }
        let state = Arc::new(Call {
            state: AtomicU8::new(RUNNING),
            hanging: Arc::clone(&self.hanging),
        });
        let running = Running(Arc::clone(&state));
        let (sender, mut answer) = oneshot::channel();
        let thread = std::thread::Builder::new().name("keyring".to_owned());
        let started = thread.spawn(move || {
            let result = call(&running.0);
            drop(running);
            // Fails if the caller gave up.
            let _ = sender.send(result);
        });
        if let Err(error) = started {
            return Err(KeyringError::Other(error.to_string()));
        }
        let waiting = Waiting(state);
        match timeout(bound, &mut answer).await {
            Ok(answer) => answer.map_err(|_| lost())?,
            Err(_) if waiting.0.give_up() => Err(KeyringError::Silent),
            // It ended at that moment, so its answer is on its way and its effect stands.
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
        let all: Vec<_> = (0..3 * MAX_HANGING)
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
    async fn an_answer_settled_in_time_counts_even_if_it_arrives_late() {
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
        for _ in 0..MAX_HANGING {
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
            assert_eq!(
                seen.recv_timeout(LONG),
                Ok(true),
                "the call sees that it was given up"
            );
        }
        // The last call decrements the counter just after it was seen.
        while calls.hanging.load(Ordering::Relaxed) > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(calls.run(LONG, |_| Ok(1)).await, Ok(1));
    }
}
