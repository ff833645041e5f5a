//! The task that decides when something is read: at the start, on request, after a failure, from time to
//! time, and again and again while it is changing.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use aeon::Error;
use aeon::ids::{ClusterId, VpcId};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::load::{Depth, load};
use super::shared::SharedPicture;
use super::{LinkState, Phase, reread};
use crate::problem::Problem;

/// What the refresher is asked for.
#[derive(Debug)]
pub(super) enum RefreshRequest {
    /// Load now.
    Load(Depth),
    /// Load if what is shown is old.
    Focus,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Followed {
    Cluster(ClusterId),
    Vpc(VpcId),
}

struct Follow {
    reads: usize,
    due: Instant,
    under_way: bool,
}

enum Done {
    Loaded(Result<(), Error>),
    Reread(Followed),
}

pub(super) struct Refresher {
    shared: Arc<SharedPicture>,
    requests: mpsc::UnboundedReceiver<RefreshRequest>,
    link: watch::Receiver<LinkState>,
    work: JoinSet<Done>,
    loading: bool,
    /// A load that was asked for while another was under way.
    again: Option<Depth>,
    failures: usize,
    next_load: Instant,
    last_load: Option<Instant>,
    followed: BTreeMap<Followed, Follow>,
    end: CancellationToken,
}

impl Refresher {
    pub fn new(
        shared: Arc<SharedPicture>,
        requests: mpsc::UnboundedReceiver<RefreshRequest>,
        end: CancellationToken,
    ) -> Self {
        Self {
            link: shared.link.state(),
            shared,
            requests,
            work: JoinSet::new(),
            loading: false,
            again: None,
            failures: 0,
            next_load: Instant::now(),
            last_load: None,
            followed: BTreeMap::new(),
            end,
        }
    }

    /// Runs until the inventory is closed or dropped.
    pub async fn run(mut self) {
        let head_start = self.shared.pace.head_start;
        if head_start.is_zero() || !self.shared.look(|picture| picture.remembered) {
            self.start_load(Depth::Lists);
        } else {
            let now = Instant::now();
            self.next_load = now + head_start;
            // That the window gains the focus meanwhile is no reason to load earlier.
            self.last_load = Some(now);
        }
        loop {
            if !self.loading {
                self.watch_what_changes();
            }
            let due = self.next_due();
            tokio::select! {
                () = self.end.cancelled() => return self.work.shutdown().await,
                request = self.requests.recv() => match request {
                    Some(RefreshRequest::Load(depth)) => self.start_load(depth),
                    Some(RefreshRequest::Focus) => self.focus(),
                    None => return,
                },
                changed = self.link.changed() => match changed {
                    Ok(()) => self.link_changed(),
                    Err(_) => return,
                },
                Some(done) = self.work.join_next(), if !self.work.is_empty() => match done {
                    Ok(Done::Loaded(result)) => self.loaded(&result),
                    Ok(Done::Reread(followed)) => self.reread(&followed),
                    Err(_) => {}
                },
                () = self.shared.changed.notified() => {}
                () = self.shared.not_found.notified() => self.start_load(Depth::Lists),
                () = at(due) => self.timer(),
            }
        }
    }

    fn refused(&self) -> bool {
        self.link.borrow().refused.is_some()
    }

    fn start_load(&mut self, depth: Depth) {
        if self.refused() {
            return;
        }
        if self.loading {
            self.again = self.again.max(Some(depth));
            return;
        }
        self.loading = true;
        self.last_load = Some(Instant::now());
        let shared = Arc::clone(&self.shared);
        self.work
            .spawn(async move { Done::Loaded(load(shared, depth).await) });
    }

    fn loaded(&mut self, result: &Result<(), Error>) {
        self.loading = false;
        let wait = match result {
            Ok(()) => {
                self.failures = 0;
                self.shared.pace.refresh
            }
            Err(error) => {
                self.failures += 1;
                let problem = Problem::from(error);
                self.shared
                    .change(|picture| picture.phase = Phase::Failed { problem });
                self.shared.pace.retry_after(self.failures)
            }
        };
        self.next_load = Instant::now() + wait;
        if let Some(depth) = self.again.take() {
            self.start_load(depth);
        }
    }

    fn focus(&mut self) {
        let fresh = |last: Instant| last.elapsed() < self.shared.pace.focus;
        if self.failures > 0 || !self.last_load.is_some_and(fresh) {
            self.start_load(Depth::Lists);
        }
    }

    /// A refused key stops everything; a new client starts over.
    fn link_changed(&mut self) {
        let refused = self.link.borrow_and_update().refused.clone();
        self.work.abort_all();
        self.work = JoinSet::new();
        self.loading = false;
        self.again = None;
        self.failures = 0;
        self.followed.clear();
        match refused {
            Some(problem) => self
                .shared
                .change(|picture| picture.phase = Phase::Failed { problem }),
            None => self.start_load(Depth::Lists),
        }
    }

    /// Begins to follow what has begun to change, and ends with what has settled.
    fn watch_what_changes(&mut self) {
        let (clusters, vpcs) = self.shared.look(|picture| picture.changing());
        let clusters = clusters.into_iter().map(Followed::Cluster);
        let mut before = std::mem::take(&mut self.followed);
        for followed in clusters.chain(vpcs.into_iter().map(Followed::Vpc)) {
            let follow = before.remove(&followed).unwrap_or_else(|| Follow {
                reads: 0,
                due: Instant::now() + self.shared.pace.follow_after(0),
                under_way: false,
            });
            self.followed.insert(followed, follow);
        }
    }

    fn reread(&mut self, followed: &Followed) {
        if let Some(follow) = self.followed.get_mut(followed) {
            follow.reads += 1;
            follow.under_way = false;
            follow.due = Instant::now() + self.shared.pace.follow_after(follow.reads);
        }
    }

    fn next_due(&self) -> Option<Instant> {
        if self.refused() {
            return None;
        }
        let load = (!self.loading).then_some(self.next_load);
        // While the service can't be reached, only the load finds out when it is back.
        let quiet = self.loading || self.failures > 0;
        let follows = self
            .followed
            .values()
            .filter(|follow| !follow.under_way && !quiet);
        follows.map(|follow| follow.due).chain(load).min()
    }

    fn timer(&mut self) {
        let now = Instant::now();
        if !self.loading && self.next_load <= now {
            self.start_load(Depth::Lists);
            return;
        }
        for (followed, follow) in &mut self.followed {
            if follow.under_way || follow.due > now {
                continue;
            }
            follow.under_way = true;
            let (shared, followed) = (Arc::clone(&self.shared), followed.clone());
            self.work.spawn(async move {
                let result = match &followed {
                    Followed::Cluster(id) => reread::cluster(&shared, id).await,
                    Followed::Vpc(id) => reread::vpc(&shared, id).await,
                };
                if let Err(error) = result {
                    tracing::debug!(%error, "what is changing can't be read");
                }
                Done::Reread(followed)
            });
        }
    }
}

/// Waits until then; for ever where there is no then.
async fn at(due: Option<Instant>) {
    match due {
        // Never quite at once, so that a pace of nothing can't keep the loop busy.
        Some(due) => sleep_until(due.max(Instant::now() + Duration::from_millis(1))).await,
        None => pending().await,
    }
}
