//! Counts the requests.

use std::collections::BTreeMap;

use crate::faults::route_matches;

/// The requests since the start or the last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// All requests, including those that were refused or hit by a fault.
    pub total: u64,
    /// Requests by `METHOD /route/{template}`; those to unknown routes are under `METHOD (unknown)`.
    pub by_route: BTreeMap<String, u64>,
    /// Of those, the ones that succeeded, even if a fault then withheld the response.
    pub done_by_route: BTreeMap<String, u64>,
    /// The highest number of requests in flight at once.
    pub max_concurrent: u64,
    /// The number of requests in flight.
    pub now: u64,
}

impl Counters {
    /// The number of requests to the routes that `route` matches, in the form of
    /// [`Fault::route`](crate::Fault::route): `GET /clusters`.
    pub fn of(&self, route: &str) -> u64 {
        sum(&self.by_route, route)
    }

    /// Of those, how many succeeded.
    pub fn done(&self, route: &str) -> u64 {
        sum(&self.done_by_route, route)
    }

    pub(crate) fn succeeded(&mut self, method: &str, template: &str) {
        *self
            .done_by_route
            .entry(format!("{method} {template}"))
            .or_default() += 1;
    }

    pub(crate) fn enter(&mut self, method: &str, template: &str) {
        self.total += 1;
        self.now += 1;
        self.max_concurrent = self.max_concurrent.max(self.now);
        *self
            .by_route
            .entry(format!("{method} {template}"))
            .or_default() += 1;
    }

    pub(crate) fn leave(&mut self) {
        self.now = self.now.saturating_sub(1);
    }

    pub(crate) fn reset(&mut self) {
        *self = Self {
            now: self.now,
            max_concurrent: self.now,
            ..Self::default()
        };
    }
}

fn sum(counts: &BTreeMap<String, u64>, route: &str) -> u64 {
    counts
        .iter()
        .filter(|(name, _)| {
            name.split_once(' ')
                .is_some_and(|(method, template)| route_matches(route, method, template))
        })
        .map(|(_, count)| count)
        .sum()
}
