//! Limits the requests in flight by TCP's algorithm for congestion control. Until the first 429 every quick
//! response raises the limit by one, so that it doubles in a round trip; a 429 halves it; from then on it grows
//! by one in a round trip.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

/// The limit at the start.
const START: usize = 16;
/// The highest limit.
const MAX: usize = 64;
/// A slower response doesn't raise the limit.
const QUICK: Duration = Duration::from_secs(1);

/// The limit on requests in flight, and their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InFlight {
    /// How many requests may be in flight; it adapts to the service's responses.
    pub limit: usize,
    /// How many are in flight.
    pub now: usize,
}

/// Slow start, then additive increase and multiplicative decrease (see the module).
#[derive(Debug)]
pub(super) struct Limiter(Mutex<State>);

#[derive(Debug)]
struct State {
    limit: usize,
    now: usize,
    /// Quick responses since the limit last changed.
    quick: usize,
    /// Counts how often the limit was halved, so that a 429 to a request sent before that doesn't halve it again.
    round: u64,
    /// Nothing is sent before this time.
    paused_until: Option<Instant>,
    /// The queue of what goes first: retries, edits, pages of lists.
    ahead: VecDeque<oneshot::Sender<Permit>>,
    /// The queue of first attempts.
    waiting: VecDeque<oneshot::Sender<Permit>>,
}

/// Permission to send one request. Dropping it lets the next one go.
#[derive(Debug)]
pub(super) struct Permit {
    limiter: Option<Arc<Limiter>>,
    round: u64,
}

impl Limiter {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(State {
            limit: START,
            now: 0,
            quick: 0,
            round: 0,
            paused_until: None,
            ahead: VecDeque::new(),
            waiting: VecDeque::new(),
        })))
    }

    /// Waits until a request may be sent. With `ahead` it goes before those that wait without.
    pub(super) async fn enter(self: &Arc<Self>, ahead: bool) -> Permit {
        let queued = {
            let mut state = self.state();
            if state.now < state.limit {
                state.now += 1;
                None
            } else {
                let (sender, receiver) = oneshot::channel();
                if ahead {
                    state.ahead.push_back(sender)
                } else {
                    state.waiting.push_back(sender)
                }
                Some(receiver)
            }
        };
        let mut permit = match queued {
            None => self.permit(),
            // The queue never drops a sender without sending.
            Some(receiver) => receiver.await.unwrap_or_else(|_| self.permit()),
        };
        while let Some(wait) = self.pause() {
            tokio::time::sleep(wait).await;
        }
        permit.round = self.state().round;
        permit
    }

    pub(super) fn in_flight(&self) -> InFlight {
        let state = self.state();
        InFlight {
            limit: state.limit,
            now: state.now,
        }
    }

    /// Records a response that wasn't a 429 and took this long.
    pub(super) fn on_response(&self, took: Duration) {
        let mut state = self.state();
        // With few requests in flight a quick response doesn't show that the service could take more.
        if took > QUICK || state.now * 2 < state.limit {
            return;
        }
        state.quick += 1;
        let never_refused = state.round == 0;
        if (never_refused || state.quick >= state.limit) && state.limit < MAX {
            state.limit += 1;
            state.quick = 0;
        }
    }

    /// Records a 429: halves the limit, once for all requests then in flight, and sends nothing for `pause`.
    pub(super) fn too_many(&self, permit: &Permit, pause: Duration) {
        let mut state = self.state();
        if permit.round == state.round {
            state.limit = (state.limit / 2).max(1);
            state.round += 1;
            state.quick = 0;
        }
        let until = Instant::now() + pause;
        state.paused_until = Some(
            state
                .paused_until
                .map_or(until, |earlier| earlier.max(until)),
        );
    }

    fn pause(&self) -> Option<Duration> {
        let mut state = self.state();
        let left = state
            .paused_until?
            .checked_duration_since(Instant::now())
            .filter(|d| !d.is_zero());
        if left.is_none() {
            state.paused_until = None;
        }
        left
    }

    fn permit(self: &Arc<Self>) -> Permit {
        Permit {
            limiter: Some(Arc::clone(self)),
            round: 0,
        }
    }

    /// Lets queued requests go while the limit has room.
    fn release_queued(self: &Arc<Self>) {
        loop {
            let next = {
                let mut state = self.state();
                if state.now >= state.limit {
                    return;
                }
                let Some(next) = state
                    .ahead
                    .pop_front()
                    .or_else(|| state.waiting.pop_front())
                else {
                    return;
                };
                state.now += 1;
                next
            };
            if let Err(mut unwanted) = next.send(self.permit()) {
                // The caller stopped waiting: the permit must not release what it doesn't hold.
                unwanted.limiter = None;
                self.state().now -= 1;
            }
        }
    }

    /// The state is consistent after each statement, so a poisoned lock can be used.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(limiter) = self.limiter.take() {
            limiter.state().now -= 1;
            limiter.release_queued();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;

    async fn fill(limiter: &Arc<Limiter>, count: usize) -> Vec<Permit> {
        let mut permits = Vec::new();
        for _ in 0..count {
            permits.push(limiter.enter(false).await);
        }
        permits
    }

    fn queued(limiter: &Limiter) -> usize {
        let state = limiter.state();
        state.ahead.len() + state.waiting.len()
    }

    #[tokio::test]
    async fn the_limit_doubles_in_a_round_trip_until_the_first_429() {
        let limiter = Limiter::new();
        let _busy = fill(&limiter, START).await;
        for _ in 0..START {
            limiter.on_response(Duration::from_millis(50));
        }
        assert_eq!(limiter.in_flight().limit, 2 * START);
    }

    #[tokio::test]
    async fn after_a_429_the_limit_grows_by_one_in_a_round_trip() {
        let limiter = Limiter::new();
        let busy = fill(&limiter, START).await;
        limiter.too_many(&busy[0], Duration::ZERO);
        let limit = START / 2;
        for _ in 0..limit - 1 {
            limiter.on_response(Duration::from_millis(50));
        }
        assert_eq!(limiter.in_flight().limit, limit);
        limiter.on_response(Duration::from_millis(50));
        assert_eq!(limiter.in_flight().limit, limit + 1);
    }

    #[tokio::test]
    async fn slow_responses_and_an_idle_client_do_not_raise_the_limit() {
        let limiter = Limiter::new();
        let one = fill(&limiter, 1).await;
        for _ in 0..100 {
            limiter.on_response(Duration::from_millis(50));
        }
        drop(one);
        let _busy = fill(&limiter, START).await;
        for _ in 0..100 {
            limiter.on_response(Duration::from_secs(2));
        }
        assert_eq!(limiter.in_flight().limit, START);
    }

    #[tokio::test]
    async fn one_round_of_429s_halves_the_limit_once_and_never_below_one() {
        let limiter = Limiter::new();
        let round = fill(&limiter, START).await;
        for permit in &round {
            limiter.too_many(permit, Duration::ZERO);
        }
        assert_eq!(limiter.in_flight().limit, START / 2);
        drop(round);
        for _ in 0..10 {
            let permit = limiter.enter(true).await;
            limiter.too_many(&permit, Duration::ZERO);
        }
        assert_eq!(limiter.in_flight(), InFlight { limit: 1, now: 0 });
    }

    #[tokio::test]
    async fn the_limit_has_a_maximum() {
        let limiter = Limiter::new();
        let mut busy = fill(&limiter, START).await;
        for _ in 0..10_000 {
            limiter.on_response(Duration::ZERO);
            if limiter.in_flight().now < limiter.in_flight().limit {
                busy.extend(fill(&limiter, 1).await);
            }
        }
        assert_eq!(limiter.in_flight().limit, MAX);
    }

    #[tokio::test]
    async fn what_goes_ahead_does_not_wait_for_those_that_came_before() {
        let limiter = Limiter::new();
        let mut busy = fill(&limiter, START).await;
        let (entered, mut order) = mpsc::unbounded_channel();
        let callers = [("first", false), ("second", false), ("page", true)];
        for (before, (name, ahead)) in callers.into_iter().enumerate() {
            let (caller, entered) = (Arc::clone(&limiter), entered.clone());
            tokio::spawn(async move {
                let _permit = caller.enter(ahead).await;
                entered.send(name)
            });
            while queued(&limiter) == before {
                tokio::task::yield_now().await;
            }
        }
        busy.pop();
        for expected in ["page", "first", "second"] {
            assert_eq!(order.recv().await, Some(expected));
        }
    }

    #[tokio::test]
    async fn a_permit_goes_to_the_next_even_if_a_caller_stopped_waiting() {
        let limiter = Limiter::new();
        let mut busy = fill(&limiter, START).await;
        let gone = tokio::spawn({
            let limiter = Arc::clone(&limiter);
            async move { limiter.enter(false).await }
        });
        while limiter.state().waiting.is_empty() {
            tokio::task::yield_now().await;
        }
        gone.abort();
        assert!(gone.await.is_err());
        busy.pop();
        let next = limiter.enter(false).await;
        assert_eq!(limiter.in_flight().now, START);
        drop((next, busy));
        assert_eq!(limiter.in_flight().now, 0);
    }
}
