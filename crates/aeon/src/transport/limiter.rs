//! How many requests are under way at once: more while answers are quick, half as many when the service
//! asks for less. As TCP does it: until the service objects for the first time every quick answer makes
//! room for one more, so that it doubles in a round; from then on a whole round does.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// Where it starts.
const START: usize = 16;
/// It never grows beyond this.
const MOST: usize = 64;
/// An answer that takes longer doesn't count as quick.
const QUICK: Duration = Duration::from_secs(1);

/// The number of requests that may be under way at once, and how many are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InFlight {
    /// How many may be; it follows how the service answers.
    pub limit: usize,
    /// How many are now.
    pub now: usize,
}

/// Slow start, then additive increase and multiplicative decrease.
#[derive(Debug)]
pub(super) struct Limiter(Mutex<State>);

#[derive(Debug)]
struct State {
    limit: usize,
    now: usize,
    /// Quick answers since the limit last changed.
    quick: usize,
    /// Counts the halvings: requests that were sent before one don't halve again.
    round: u64,
    /// Nothing is sent before this.
    paused_until: Option<Instant>,
    /// Those who have been let through before go first.
    again: VecDeque<oneshot::Sender<Permit>>,
    waiting: VecDeque<oneshot::Sender<Permit>>,
}

/// Leave to send one request. Dropping it gives the place to the next.
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
            again: VecDeque::new(),
            waiting: VecDeque::new(),
        })))
    }

    /// Waits for its turn. `again`: it had its turn before and goes ahead of those who had none.
    pub(super) async fn enter(self: &Arc<Self>, again: bool) -> Permit {
        let turn = {
            let mut state = self.state();
            if state.now < state.limit {
                state.now += 1;
                None
            } else {
                let (sender, turn) = oneshot::channel();
                if again {
                    state.again.push_back(sender)
                } else {
                    state.waiting.push_back(sender)
                }
                Some(turn)
            }
        };
        let mut permit = match turn {
            None => self.permit(),
            // The sender lives in our own queue: it goes only by sending.
            Some(turn) => turn.await.unwrap_or_else(|_| self.permit()),
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

    /// An answer came after `took`.
    pub(super) fn answered(&self, took: Duration) {
        let mut state = self.state();
        // An idle client learns nothing about how much the service can take.
        if took > QUICK || state.now * 2 < state.limit {
            return;
        }
        state.quick += 1;
        let never_refused = state.round == 0;
        if (never_refused || state.quick >= state.limit) && state.limit < MOST {
            state.limit += 1;
            state.quick = 0;
        }
    }

    /// The service said "too many": half as many from now on (once for all that were under way), and
    /// nobody sends anything for `pause`.
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

    /// Hands free places to those who wait.
    fn hand_on(self: &Arc<Self>) {
        loop {
            let next = {
                let mut state = self.state();
                if state.now >= state.limit {
                    return;
                }
                let Some(next) = state
                    .again
                    .pop_front()
                    .or_else(|| state.waiting.pop_front())
                else {
                    return;
                };
                state.now += 1;
                next
            };
            if let Err(mut unwanted) = next.send(self.permit()) {
                // Whoever waited has gone: the place is free again.
                unwanted.limiter = None;
                self.state().now -= 1;
            }
        }
    }

    /// A panic elsewhere leaves nothing half done in here.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(limiter) = self.limiter.take() {
            limiter.state().now -= 1;
            limiter.hand_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fill(limiter: &Arc<Limiter>, count: usize) -> Vec<Permit> {
        let mut permits = Vec::new();
        for _ in 0..count {
            permits.push(limiter.enter(false).await);
        }
        permits
    }

    #[tokio::test]
    async fn it_doubles_in_a_round_until_the_service_objects() {
        let limiter = Limiter::new();
        let _busy = fill(&limiter, START).await;
        for _ in 0..START {
            limiter.answered(Duration::from_millis(50));
        }
        assert_eq!(limiter.in_flight().limit, 2 * START);
    }

    #[tokio::test]
    async fn after_a_refusal_it_grows_by_one_a_round() {
        let limiter = Limiter::new();
        let busy = fill(&limiter, START).await;
        limiter.too_many(&busy[0], Duration::ZERO);
        let limit = START / 2;
        for _ in 0..limit - 1 {
            limiter.answered(Duration::from_millis(50));
        }
        assert_eq!(limiter.in_flight().limit, limit);
        limiter.answered(Duration::from_millis(50));
        assert_eq!(limiter.in_flight().limit, limit + 1);
    }

    #[tokio::test]
    async fn slow_answers_and_an_idle_client_do_not_make_it_grow() {
        let limiter = Limiter::new();
        let one = fill(&limiter, 1).await;
        for _ in 0..100 {
            limiter.answered(Duration::from_millis(50));
        }
        drop(one);
        let _busy = fill(&limiter, START).await;
        for _ in 0..100 {
            limiter.answered(Duration::from_secs(2));
        }
        assert_eq!(limiter.in_flight().limit, START);
    }

    #[tokio::test]
    async fn one_round_of_refusals_halves_it_once_and_it_never_goes_below_one() {
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
    async fn it_never_grows_beyond_its_most() {
        let limiter = Limiter::new();
        let mut busy = fill(&limiter, START).await;
        for _ in 0..10_000 {
            limiter.answered(Duration::ZERO);
            if limiter.in_flight().now < limiter.in_flight().limit {
                busy.extend(fill(&limiter, 1).await);
            }
        }
        assert_eq!(limiter.in_flight().limit, MOST);
    }

    #[tokio::test]
    async fn a_place_goes_to_the_next_even_if_someone_stopped_waiting() {
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
