//! Counts of the requests that came in.

use std::collections::BTreeMap;

use crate::faults::route_matches;

/// The requests since the start or the last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// All requests, also those that were refused or hit by a fault.
    pub total: u64,
    /// Requests for each `METHOD /route/{template}`; unknown routes stand under `METHOD (unknown)`.
    pub by_route: BTreeMap<String, u64>,
    /// Of those, the requests whose work was done, whatever became of the answer.
    pub done_by_route: BTreeMap<String, u64>,
    /// The most requests that were under way at once.
    pub max_concurrent: u64,
    /// The requests under way now.
    pub now: u64,
}

impl Counters {
    /// The requests to every route that `route` means, spelt as in
    /// [`Fault::route`](crate::Fault::route): `GET /clusters`.
    pub fn of(&self, route: &str) -> u64 {
        sum(&self.by_route, route)
    }

    /// Of those, the requests whose work was done.
    pub fn done(&self, route: &str) -> u64 {
        sum(&self.done_by_route, route)
    }

    pub(crate) fn work_done(&mut self, method: &str, template: &str) {
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
