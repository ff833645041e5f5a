//! What the engine and the runners of its changes share: the changes as they are shown, and the journal.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;
use tokio::sync::watch;

use crate::change::{Change, ChangeId, RunningStep, Step, StepState};
use crate::inventory::ReadPort;
use crate::journal::{Ledger, List, Ours, SentNote, StepKey};
use crate::sync::lock;

/// What the engine and the runners of its changes share.
pub(super) struct SharedChanges {
    pub port: ReadPort,
    pub ledger: Ledger,
    pub ours: Arc<Mutex<HashMap<RegionInfoId, Ours>>>,
    pub changes: watch::Sender<Arc<Vec<Change>>>,
    pub turns: Mutex<HashMap<ClusterId, Arc<tokio::sync::Mutex<()>>>>,
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
            change.ended = finished.then(|| change.ended.unwrap_or_else(Timestamp::now));
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
            let until = std::time::Instant::now() + self.port.pace().lag;
            if let Some(sent) = ours.get_mut(region) {
                sent.until = Some(until);
            }
        } else {
            ours.remove(region);
        }
    }

    /// The lock for changing a cluster, first come, first served.
    pub fn turn(&self, cluster: &ClusterId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = lock(&self.turns);
        // Locks that are neither held nor waited for are dropped.
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(cluster.clone()).or_default())
    }
}
