//! Which list a read returns while reads lag behind.

use std::time::Duration;

use jiff::Timestamp;

use super::World;
use super::cluster::ClusterRow;
use super::pse::PseRow;
use crate::options::Lag;

/// How many replicas [`Lag::Replicas`] has.
const REPLICAS: usize = 3;

/// A list that was in effect, until when reads may return it.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    list: Vec<String>,
    /// When it came into effect.
    at: Timestamp,
    /// When each replica has it.
    shown: [Timestamp; REPLICAS],
}

impl PseRow {
    /// Takes a new list into effect, which reads show later.
    pub(crate) fn write(
        &mut self,
        list: &[String],
        now: Timestamp,
        lag: Duration,
        random: &mut fastrand::Rng,
    ) {
        if self.versions.is_empty() {
            self.versions.push(Version {
                list: self.visible_principals.clone(),
                at: Timestamp::UNIX_EPOCH,
                shown: [Timestamp::UNIX_EPOCH; REPLICAS],
            });
        }
        let shown = std::array::from_fn(|_| now + lag.mul_f64(random.f64()));
        self.versions.push(Version {
            list: list.to_vec(),
            at: now,
            shown,
        });
        self.principals = list.to_vec();
    }

    /// Chooses the list that the next read returns.
    fn choose(&mut self, now: Timestamp, model: Lag, lag: Duration, random: &mut fastrand::Rng) {
        let replica = match model {
            Lag::Replicas => random.usize(..REPLICAS),
            _ => 0,
        };
        let newest = self.versions.len() - 1;
        let index = match model {
            Lag::GoesBack => {
                // A version can be read as long as the one after it is no older than the lag.
                let first = (0..newest).find(|index| {
                    let next = self.versions[index + 1].at;
                    Duration::try_from(now.duration_since(next)).unwrap_or_default() < lag
                });
                random.usize(first.unwrap_or(newest)..=newest)
            }
            _ => (0..=newest)
                .rev()
                .find(|index| self.versions[*index].shown[replica] <= now)
                .unwrap_or(0),
        };
        self.visible_principals = self.versions[index].list.clone();
        let settled = |version: &Version| {
            Duration::try_from(now.duration_since(version.at)).unwrap_or_default() >= lag
        };
        if settled(&self.versions[newest]) {
            self.versions.clear();
        }
    }
}

impl ClusterRow {
    fn choose_lists(
        &mut self,
        now: Timestamp,
        model: Lag,
        lag: Duration,
        random: &mut fastrand::Rng,
    ) {
        let mut chosen = false;
        for pse in &mut self.pses {
            if !pse.versions.is_empty() {
                pse.choose(now, model, lag, random);
                chosen = true;
            }
        }
        if chosen {
            self.changed();
        }
    }
}

impl World {
    /// Chooses the lists that the next read of a project's clusters returns.
    pub(crate) fn choose_lists(&mut self, project: usize) {
        if self.lag == Lag::Fixed {
            return;
        }
        let (now, lag) = (self.now(), self.durations.read_lag);
        let Self {
            projects, random, ..
        } = self;
        for row in &mut projects[project].clusters {
            row.choose_lists(now, self.lag, lag, random);
        }
    }
}
