//! What the engine and the runners of its changes share: the changes as they are shown, and the journal.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aeon::clock::timestamp;
use aeon::ids::{ClusterId, RegionInfoId};
use aeon::{Error, Timed};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;

use super::tasks::{Accepted, KnownTasks, Listed, hint};
use super::update::{KnownUpdate, UPDATED};
use crate::change::{Change, ChangeId, RunningStep, Step, StepState};
use crate::inventory::{Cluster, ReadPort};
use crate::journal::{Ledger, List, Ours, SentNote, StepKey};
use crate::mutant::{Mutant, is_left_out};
use crate::plan::merge::Intent;
use crate::sync::lock;

/// Lists of a region, and when each was first read.
type KnownLists = Vec<(Vec<String>, Instant)>;

/// A read of all clusters.
type AllClusters = Timed<Arc<Vec<Cluster>>>;

/// How many lists of a region, or strangers on a cluster, are kept in mind.
const LISTS: usize = 32;

/// From how many edits on a lag that is shorter than the constant is trusted.
const ENOUGH: u32 = 20;

/// How long edits have taken to show in reads of this host.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MeasuredLag {
    pub edits: u32,
    pub longest: Duration,
}

impl MeasuredLag {
    /// A longer lag than the constant counts at once, with a margin; a shorter one once it has been seen often, and
    /// then twice that.
    fn lag(self, constant: Duration) -> Duration {
        if self.longest + self.longest / 4 > constant {
            self.longest + self.longest / 4
        } else if self.edits >= ENOUGH {
            (self.longest * 2).clamp(constant / 5, constant)
        } else {
            constant
        }
    }
}

/// Tasks or an update that isn't ours: it may be about the endpoint, or about something else.
#[derive(Clone, Debug)]
pub(super) struct Stranger {
    pub found: Instant,
    /// How many tasks there are.
    pub tasks: usize,
    /// What is known of it, for the user.
    pub says: String,
}

/// What the engine and the runners of its changes share.
pub(super) struct SharedChanges {
    pub port: ReadPort,
    pub ledger: Ledger,
    pub ours: Arc<Mutex<HashMap<RegionInfoId, Ours>>>,
    pub changes: watch::Sender<Arc<Vec<Change>>>,
    /// Which step has the right to change a region's endpoint, until it is over.
    pub claims: Mutex<BTreeMap<RegionInfoId, StepKey>>,
    /// Which change has drawn over a region.
    pub overlays: Mutex<BTreeMap<RegionInfoId, ChangeId>>,
    /// The lists that were read, and when: what shows up again later is not new.
    pub lists: Mutex<BTreeMap<RegionInfoId, KnownLists>>,
    /// What our edits have changed in each region.
    pub own: Mutex<BTreeMap<RegionInfoId, Intent>>,
    pub tasks: Mutex<BTreeMap<ClusterId, KnownTasks>>,
    /// When each cluster was last looked at for hints of somebody else.
    pub looks: Mutex<BTreeMap<ClusterId, Instant>>,
    /// When each cluster was last updated.
    pub updates: Mutex<BTreeMap<ClusterId, KnownUpdate>>,
    /// The last tasks on each cluster, and updates of it, that aren't ours.
    pub strangers: Mutex<BTreeMap<ClusterId, Vec<Stranger>>>,
    pub measured: Mutex<MeasuredLag>,
    /// The last read of all clusters, for edits that are watched together, and when it came.
    pub page: tokio::sync::Mutex<Option<(AllClusters, Instant)>>,
    pub turns: Mutex<BTreeMap<ClusterId, Arc<tokio::sync::Mutex<()>>>>,
}

impl SharedChanges {
    /// Records a step's new state: the one place through which every state of every step goes.
    pub fn record_state(&self, key: StepKey, state: StepState, sent: SentNote, finished: bool) {
        self.ledger.state(key, state.clone(), sent);
        self.record(key.change, |change| {
            if let Some(step) = change.steps.get_mut(key.position) {
                step.state = state;
            }
            change.finished = finished;
            change.ended = finished.then(|| change.ended.unwrap_or_else(timestamp));
            let did_not_happen = |step: &RunningStep| {
                matches!(
                    step.state,
                    StepState::Settled {
                        happened: false,
                        ..
                    }
                )
            };
            change.recovered &= !finished || change.steps.iter().any(did_not_happen);
        });
    }

    /// Records a step as it is sent, and its work.
    pub fn record_step(&self, key: StepKey, job: String, edit: impl FnOnce(&mut Step)) {
        self.record(key.change, |change| {
            if let Some(running) = change.steps.get_mut(key.position) {
                edit(&mut running.step);
                self.ledger.step(key, running.step.clone(), job);
            }
        });
    }

    /// Records what is so of a whole change.
    pub fn record(&self, id: ChangeId, record: impl FnOnce(&mut Change)) {
        self.changes.send_modify(|changes| {
            if let Some(change) = Arc::make_mut(changes)
                .iter_mut()
                .find(|change| change.id == id)
            {
                record(change);
                change.recount();
            }
        });
    }

    /// Looks at a change.
    pub fn look<R>(&self, id: ChangeId, look: impl FnOnce(&Change) -> R) -> Option<R> {
        let changes = self.changes.borrow();
        changes.iter().find(|change| change.id == id).map(look)
    }

    /// Says that a list is about to be sent, or was: what comes up there is not somebody else's. `old` is
    /// `None` where the list before was not read.
    pub fn sends(&self, region: &RegionInfoId, old: Option<List>, new: List) {
        let mut ours = lock(&self.ours);
        // One that no read has shown yet began from a list that may still be the last one that was seen.
        let earlier = ours.remove(region).filter(|earlier| !earlier.arrived);
        let sent = Ours {
            old: earlier.map_or(old, |earlier| earlier.old),
            new,
            until: None,
            arrived: false,
        };
        ours.insert(region.clone(), sent);
    }

    /// Says that nothing more is waited for in a region; `happened`: reads may still be behind what was
    /// sent, else it never arrived.
    pub fn sent(&self, region: &RegionInfoId, happened: bool) {
        let mut ours = lock(&self.ours);
        if happened {
            let until = Instant::now() + self.lag();
            if let Some(sent) = ours.get_mut(region) {
                sent.until = Some(until);
            }
        } else {
            ours.remove(region);
        }
    }

    /// Claims a region for a step; `false` if another step has it.
    pub fn claim(&self, region: &RegionInfoId, key: StepKey) -> bool {
        let mut claims = lock(&self.claims);
        let holder = claims.entry(region.clone()).or_insert(key);
        *holder == key || is_left_out(Mutant::Turn)
    }

    /// Ends a step's claim.
    pub fn release(&self, region: &RegionInfoId, key: StepKey) {
        let mut claims = lock(&self.claims);
        if claims.get(region) == Some(&key) {
            claims.remove(region);
        }
    }

    /// Lists a cluster's tasks, some of which may not be ours; `false` if they can't be read. `since` is from when on a
    /// task counts if none have been listed before.
    pub async fn list_tasks(&self, cluster: &ClusterId, since: Timestamp) -> bool {
        let asked = Instant::now();
        let Some(tasks) = self.port.tasks(cluster).await else {
            return false;
        };
        let came = Instant::now();
        let says = hint(&tasks);
        let listed = Listed { tasks, asked, came };
        let mut known = lock(&self.tasks);
        let known = known.entry(cluster.clone()).or_default();
        let strangers = known.strangers(&listed, since);
        if strangers > 0 {
            self.found_strangers(cluster, strangers, says);
        }
        true
    }

    /// Whether a cluster's tasks have been listed, and that was asked for after this moment.
    pub fn tasks_listed_since(&self, cluster: &ClusterId, since: Instant) -> bool {
        let tasks = lock(&self.tasks);
        tasks
            .get(cluster)
            .is_some_and(|known| known.listed_since(since))
    }

    /// Whether hints of somebody else have been looked for on a cluster within this time.
    pub fn has_looked(&self, cluster: &ClusterId, within: Duration) -> bool {
        let looks = lock(&self.looks);
        looks.get(cluster).is_some_and(|at| at.elapsed() < within)
    }

    /// Hints of somebody else have been looked for on a cluster, from this moment on.
    pub fn looked(&self, cluster: &ClusterId, from: Instant) {
        lock(&self.looks).insert(cluster.clone(), from);
    }

    fn found_strangers(&self, cluster: &ClusterId, tasks: usize, says: String) {
        let found = Instant::now();
        let mut strangers = lock(&self.strangers);
        let known = strangers.entry(cluster.clone()).or_default();
        known.push(Stranger { found, tasks, says });
        if known.len() > LISTS {
            known.remove(0);
        }
    }

    /// Looks at when a cluster was last updated: not long ago, and not by us, hints of somebody else.
    pub async fn look_at_update(&self, cluster: &ClusterId) {
        let began = Instant::now();
        let Some(updated) = self.port.updated_on(cluster).await else {
            return;
        };
        let (now, lag) = (self.service_time(), self.lag());
        let mut updates = lock(&self.updates);
        let known = updates.entry(cluster.clone()).or_default();
        // A task says more.
        let strange = known.is_strange(updated, now, lag);
        if strange && self.strangers_since(cluster, began) == 0 {
            self.found_strangers(cluster, 0, UPDATED.to_owned());
        }
    }

    /// From when on a task that was never listed before may be about what a read at this time lacks.
    pub fn tasks_since(&self, read: Timestamp) -> Timestamp {
        let back = self.lag() + Duration::from_mins(1);
        read.saturating_sub(back).unwrap_or(read)
    }

    /// The service's time: its tasks are dated by it, and this machine's clock may be wrong.
    pub fn service_time(&self) -> Timestamp {
        let ahead = self.port.link().client().clock_ahead().unwrap_or(0);
        let now = timestamp();
        now.checked_sub(SignedDuration::from_secs(ahead))
            .unwrap_or(now)
    }

    /// The last task on a cluster, or update of it, that isn't ours.
    pub fn stranger(&self, cluster: &ClusterId) -> Option<Stranger> {
        lock(&self.strangers).get(cluster)?.last().cloned()
    }

    /// How many tasks on a cluster that aren't ours were found since then.
    pub fn strangers_since(&self, cluster: &ClusterId, since: Instant) -> usize {
        let strangers = lock(&self.strangers);
        let known = strangers.get(cluster).into_iter().flatten();
        known
            .filter(|one| one.found >= since)
            .map(|one| one.tasks)
            .sum()
    }

    /// The service has accepted a request of ours for a cluster, which was sent at this time.
    pub fn accepted(&self, cluster: &ClusterId, sent: Instant) {
        let known = Instant::now();
        let request = Accepted { sent, known };
        let mut tasks = lock(&self.tasks);
        tasks.entry(cluster.clone()).or_default().accepted(request);
        let now = self.service_time();
        let mut updates = lock(&self.updates);
        let known = updates.entry(cluster.clone()).or_default();
        known.accepted(now.checked_sub(sent.elapsed()).unwrap_or(now), now);
    }

    /// What our edits have changed in a region.
    pub fn own(&self, region: &RegionInfoId) -> Intent {
        lock(&self.own).get(region).cloned().unwrap_or_default()
    }

    /// An edit of ours is about to go out: the last of them counts.
    pub fn note_own(&self, region: &RegionInfoId, change: &Intent) {
        let mut own = lock(&self.own);
        let known = own.entry(region.clone()).or_default();
        known.added.retain(|text| !change.removed.contains(text));
        known.removed.retain(|text| !change.added.contains(text));
        known.added.extend(change.added.iter().cloned());
        known.removed.extend(change.removed.iter().cloned());
    }

    /// All clusters, as they came no longer than two pauses of the watch ago, and were asked for after `since`.
    pub async fn all_clusters(&self, since: Option<Instant>) -> Result<AllClusters, Error> {
        let mut page = self.page.lock().await;
        if let Some((read, came)) = page.as_ref()
            && came.elapsed() < self.port.pace().watch * 2
            && since.is_none_or(|since| read.asked.age() < since.elapsed())
        {
            return Ok(read.clone());
        }
        let Timed { value, asked } = self.port.clusters().await?;
        let read = Timed {
            value: Arc::new(value),
            asked,
        };
        *page = Some((read.clone(), Instant::now()));
        Ok(read)
    }

    /// How far reads can be behind: as measured, once that is known.
    pub fn lag(&self) -> Duration {
        lock(&self.measured).lag(self.port.pace().lag)
    }

    /// An edit took this long to show.
    pub fn measure(&self, took: Duration) {
        let took_ms = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        let mut measured = lock(&self.measured);
        measured.edits += 1;
        measured.longest = measured.longest.max(took);
        self.ledger.measured(took_ms);
    }

    /// Takes note of a list that a read has shown.
    pub fn note_list(&self, region: &RegionInfoId, list: &[String]) {
        let now = Instant::now();
        let mut lists = lock(&self.lists);
        let known = lists.entry(region.clone()).or_default();
        if !known.iter().any(|(known, _)| known == list) {
            known.push((list.to_vec(), now));
        }
        if known.len() > LISTS {
            known.remove(0);
        }
    }

    /// Whether a list was read before `since`.
    pub fn was_there(
        &self,
        region: &RegionInfoId,
        since: Instant,
        same: impl Fn(&[String]) -> bool,
    ) -> bool {
        let lists = lock(&self.lists);
        let mut known = lists.get(region).into_iter().flatten();
        known.any(|(list, at)| *at <= since && same(list))
    }

    /// The lock for changing a cluster, first come, first served.
    pub fn turn(&self, cluster: &ClusterId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = lock(&self.turns);
        // Locks that are neither held nor waited for are dropped.
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(cluster.clone()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_lag_counts_at_once_and_a_shorter_one_after_twenty_edits() {
        let seconds = Duration::from_secs;
        let constant = seconds(25);
        let lag = |edits, longest| MeasuredLag { edits, longest }.lag(constant);
        assert_eq!(lag(0, Duration::ZERO), constant);
        assert_eq!(lag(1, seconds(40)), seconds(50));
        assert_eq!(lag(19, seconds(4)), constant);
        assert_eq!(lag(20, seconds(4)), seconds(8));
        assert_eq!(lag(20, seconds(1)), seconds(5));
        assert_eq!(lag(20, seconds(20)), constant);
    }
}
