//! Reading everything: VPC and cluster pages side by side, then one read for each PSE whose details are
//! not known.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use aeon::ids::ClusterId;
use aeon::{Error, Page, TaskFilter, wire};
use futures_util::StreamExt;
use jiff::Timestamp;
use tokio::task::JoinSet;

use super::facts::Stamp;
use super::link::Way;
use super::picture::Target;
use super::shared::Shared;
use super::{Busy, Phase};

/// How much is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// The lists, and the PSEs that they show to be new, changed or not ready.
    Lists,
    /// Also the details that have grown old.
    Stale,
}

/// So many details in a row that can't be read for want of a connection end a load.
const HOPELESS: u32 = 3;

/// Reads everything. What has been read when it fails stays.
pub(super) async fn load(shared: Arc<Shared>, depth: Depth) -> Result<(), Error> {
    let older_than = match depth {
        Depth::Lists => None,
        Depth::Stale => Timestamp::now().checked_sub(shared.pace.details).ok(),
    };
    shared.change(|picture| {
        picture.phase = Phase::Loading {
            lists_complete: false,
            details_done: 0,
            details_total: 0,
        };
    });
    let mut load = Load {
        shared: &shared,
        way: shared.link.way(),
        older_than,
        seen: HashSet::new(),
        began: shared.stamp(),
        vpcs: Some(HashSet::new()),
        unreadable: Vec::new(),
        waiting: VecDeque::new(),
        reads: JoinSet::new(),
        lists_complete: false,
        done: 0,
        total: 0,
        failures: 0,
    };
    let result = load.run().await;
    if let Err(error) = &result {
        load.way.note(error);
        tracing::info!(%error, "the load failed");
    }
    // Without the last of the reads: what is under way is not waited for.
    drop(load);
    if result.is_ok() {
        shared.change(|picture| picture.phase = Phase::Ready);
        shared.publish();
        shared.save().await;
    }
    result
}

type Answer = (Target, Stamp, Result<wire::Pse, Error>);

struct Load<'a> {
    shared: &'a Arc<Shared>,
    way: Way,
    older_than: Option<Timestamp>,
    /// What was learnt after this doesn't have to be in the lists.
    began: Stamp,
    seen: HashSet<ClusterId>,
    /// `None` where the VPCs can't be listed: those that are known stay.
    vpcs: Option<HashSet<aeon::ids::VpcId>>,
    unreadable: Vec<String>,
    waiting: VecDeque<Target>,
    reads: JoinSet<Answer>,
    lists_complete: bool,
    done: u32,
    total: u32,
    failures: u32,
}

impl Load<'_> {
    async fn run(&mut self) -> Result<(), Error> {
        let project = self.way.project();
        let (mut vpcs, mut clusters) = (project.vpcs(), project.clusters());
        let (mut more_vpcs, mut more_clusters, mut more_tasks) = (true, true, true);
        // A page carries the mark of when it was asked for, which is when the one before it came.
        let mut clusters_stamp = self.shared.stamp();
        let mut vpcs_stamp = self.shared.stamp();
        let tasks = busy_clusters(self.shared);
        tokio::pin!(tasks);
        loop {
            if !more_vpcs && !more_clusters && !self.lists_complete {
                self.complete_lists();
            }
            self.fill(&project);
            tokio::select! {
                biased;
                page = clusters.next(), if more_clusters => match page {
                    Some(page) => {
                        self.take_clusters(page?, clusters_stamp);
                        clusters_stamp = self.shared.stamp();
                    }
                    None => more_clusters = false,
                },
                page = vpcs.next(), if more_vpcs => match page {
                    Some(page) => {
                        self.take_vpcs(page, vpcs_stamp)?;
                        vpcs_stamp = self.shared.stamp();
                    }
                    None => more_vpcs = false,
                },
                busy = &mut tasks, if more_tasks => {
                    more_tasks = false;
                    if let Some(busy) = busy {
                        self.shared.change(|picture| picture.set_busy(busy));
                    }
                }
                Some(answer) = self.reads.join_next(), if !self.reads.is_empty() => {
                    if let Ok(answer) = answer {
                        self.take_details(answer)?;
                    }
                }
                else => return Ok(()),
            }
        }
    }

    /// Keeps as many detail reads going as the client lets through. While the lists are still coming it
    /// is fewer, so that the next page never waits behind hundreds of them.
    fn fill(&mut self, project: &aeon::Project) {
        let limit = self.way.client().in_flight().limit;
        let room = if self.lists_complete {
            limit * 2
        } else {
            limit.saturating_sub(2).max(1)
        };
        while self.reads.len() < room
            && let Some(target) = self.waiting.pop_front()
        {
            let (project, stamp) = (project.clone(), self.shared.stamp());
            self.reads.spawn(async move {
                let answer = project.pse(&target.cluster_id, &target.pse_id).await;
                (target, stamp, answer)
            });
        }
    }

    fn take_vpcs(
        &mut self,
        page: Result<Page<wire::Vpc>, Error>,
        stamp: Stamp,
    ) -> Result<(), Error> {
        match page {
            Ok(page) => {
                self.unreadable.extend(page.skipped);
                if let Some(seen) = &mut self.vpcs {
                    seen.extend(page.items.iter().map(|vpc| vpc.info.id.clone()));
                }
                let at = Timestamp::now();
                self.shared.change(|picture| {
                    let items = page.items.into_iter();
                    items.for_each(|vpc| picture.put_vpc(vpc, at, stamp));
                });
                Ok(())
            }
            Err(error) if stops(&error) => Err(error),
            // A role that may not list VPCs, or a service that fails at it, still has clusters to show.
            Err(error) => {
                self.vpcs = None;
                self.unreadable.push(error.to_string());
                Ok(())
            }
        }
    }

    fn take_clusters(&mut self, page: Page<wire::Cluster>, stamp: Stamp) {
        self.unreadable.extend(page.skipped);
        let ids: Vec<ClusterId> = page
            .items
            .iter()
            .map(|cluster| cluster.info.id.clone())
            .collect();
        let older_than = self.older_than;
        let unread: Vec<Target> = self.shared.change(|picture| {
            page.items
                .into_iter()
                .for_each(|cluster| picture.put_cluster(cluster, stamp));
            ids.iter()
                .flat_map(|id| picture.unread(id, older_than))
                .collect()
        });
        self.seen.extend(ids);
        self.total += u32::try_from(unread.len()).unwrap_or(u32::MAX);
        self.waiting.extend(unread);
        self.show_progress();
        // A page of rows is worth showing at once.
        self.shared.publish();
    }

    fn take_details(&mut self, (target, stamp, answer): Answer) -> Result<(), Error> {
        self.done += 1;
        match &answer {
            Ok(_) => self.failures = 0,
            Err(error) if matches!(error, Error::Unauthorized { .. }) => return Err(error.clone()),
            Err(error) if stops(error) => {
                self.failures += 1;
                if self.failures >= HOPELESS {
                    return Err(error.clone());
                }
            }
            Err(_) => self.failures = 0,
        }
        self.shared
            .change(|picture| picture.put_pse(&target, answer, Timestamp::now(), stamp));
        self.show_progress();
        Ok(())
    }

    fn complete_lists(&mut self) {
        self.lists_complete = true;
        let unreadable = std::mem::take(&mut self.unreadable);
        self.shared.change(|picture| {
            picture.keep_only(self.vpcs.as_ref(), &self.seen, self.began);
            picture.read_at = Some(Timestamp::now());
            picture.remembered = false;
            picture.unreadable = unreadable;
        });
        self.show_progress();
    }

    fn show_progress(&self) {
        let phase = Phase::Loading {
            lists_complete: self.lists_complete,
            details_done: self.done,
            details_total: self.total,
        };
        self.shared.change(|picture| picture.phase = phase);
    }
}

/// Whether nothing else will work either: the key is refused, or there is no connection.
pub(super) fn stops(error: &Error) -> bool {
    matches!(
        error,
        Error::Unauthorized { .. }
            | Error::Unreachable { .. }
            | Error::Dns { .. }
            | Error::Tls { .. }
            | Error::Proxy { .. }
            | Error::Timeout { .. }
    )
}

/// The clusters that a task holds, from the newest page of the account's tasks; `None` where they can't
/// be read, which is no reason to show nothing else.
async fn busy_clusters(shared: &Shared) -> Option<HashMap<ClusterId, Busy>> {
    let link = &shared.link;
    let filter = TaskFilter {
        entity_type: Some("CLUSTER".to_owned()),
        project_id: Some(link.project_id().clone()),
        ..TaskFilter::default()
    };
    let page = link.client().tasks(link.account(), &filter).next().await?;
    match page {
        Ok(page) => Some(busy_from(&page.items)),
        Err(error) => {
            tracing::info!(%error, "the tasks can't be read");
            None
        }
    }
}

/// Whether a task holds this cluster.
pub(super) async fn busy_with(shared: &Shared, id: &ClusterId) -> Option<Option<Busy>> {
    let link = &shared.link;
    let filter = TaskFilter {
        entity_id: Some(id.to_string()),
        project_id: Some(link.project_id().clone()),
        ..TaskFilter::default()
    };
    let page = link
        .client()
        .tasks(link.account(), &filter)
        .next()
        .await?
        .ok()?;
    Some(busy_from(&page.items).remove(id))
}

fn busy_from(tasks: &[wire::Task]) -> HashMap<ClusterId, Busy> {
    let under_way = |task: &&wire::Task| {
        let state = &task.info.state;
        task.info.locking != Some(false)
            && matches!(state, wire::TaskState::Queued | wire::TaskState::InProgress)
    };
    let busy = |task: &wire::Task| {
        let id = ClusterId::from(task.info.entity_id.as_deref()?);
        let percent = task.info.task_progress_info.as_ref().and_then(percent);
        let task = task.info.task_type.clone();
        Some((id, Busy { task, percent }))
    };
    tasks.iter().filter(under_way).filter_map(busy).collect()
}

/// How far a task is, taking its actions to be equally long.
#[expect(
    clippy::cast_precision_loss,
    reason = "a task has a handful of actions"
)]
fn percent(progress: &wire::TaskProgress) -> Option<f64> {
    let done: f64 = progress
        .actions
        .iter()
        .map(|action| action.percent_complete)
        .sum();
    let count = progress.actions.len();
    (count > 0).then(|| (done / count as f64).clamp(0.0, 100.0))
}
