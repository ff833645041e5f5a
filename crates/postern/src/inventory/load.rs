//! Reading everything: VPC and cluster pages side by side, then one read for each PSE whose details are
//! not known.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use aeon::clock::timestamp;
use aeon::ids::{ClusterId, VpcId};
use aeon::{Error, Page, Pages, Project, TaskFilter, wire};
use futures_util::StreamExt;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::convert::names_pse;
use super::facts::Stamp;
use super::link::Way;
use super::picture::PseRef;
use super::reread::unless_deleted;
use super::shared::SharedPicture;
use super::{Busy, Phase};
use crate::problem::Problem;

/// How much is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// The lists, and the PSEs that they show to be new, changed or not ready.
    Lists,
    /// Also the details that have grown old.
    Stale,
}

/// A load ends after this many details in a row that can't be read because there is no connection.
const HOPELESS: u32 = 3;

/// After this many PSEs that are not found although their clusters name them, no further cluster is asked: the
/// fault lies elsewhere.
const DOUBTFUL: u32 = 3;

/// Reads everything. What has been read when it fails stays.
pub(super) async fn load(shared: Arc<SharedPicture>, depth: Depth) -> Result<(), Error> {
    let older_than = match depth {
        Depth::Lists => None,
        Depth::Stale => timestamp().checked_sub(shared.pace.details).ok(),
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
        seen: BTreeSet::new(),
        began: shared.stamp(),
        vpcs: Some(BTreeSet::new()),
        unreadable: Vec::new(),
        waiting: VecDeque::new(),
        reads: JoinSet::new(),
        lists_complete: false,
        done: 0,
        total: 0,
        failures: 0,
        doubtful: 0,
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

/// What is read by itself.
enum Read {
    /// A PSE's details.
    Pse(PseRef),
    /// A cluster one of whose PSEs was not found, when it was asked for, and what the service said.
    Doubtful(PseRef, Stamp, Error),
    /// A cluster that was known and is not in the lists.
    Cluster(ClusterId),
    /// A VPC that was known and is not in the lists.
    Vpc(VpcId),
}

/// What a read gave.
enum Answer {
    Pse(Result<wire::Pse, Error>),
    Cluster(Result<Box<wire::Cluster>, Error>),
    Vpc(Result<wire::Vpc, Error>),
}

impl Read {
    async fn ask(&self, project: &Project) -> Answer {
        match self {
            Self::Pse(target) => {
                let read = project
                    .timed_pse(&target.cluster_id, &target.pse_id)
                    .await
                    .and_then(unless_deleted);
                Answer::Pse(read.map(|read| read.value))
            }
            Self::Doubtful(PseRef { cluster_id, .. }, ..) | Self::Cluster(cluster_id) => {
                Answer::Cluster(project.cluster(cluster_id).await.map(Box::new))
            }
            Self::Vpc(id) => Answer::Vpc(project.vpc(id).await),
        }
    }
}

impl Answer {
    fn error(&self) -> Option<&Error> {
        match self {
            Self::Pse(answer) => answer.as_ref().err(),
            Self::Cluster(answer) => answer.as_ref().err(),
            Self::Vpc(answer) => answer.as_ref().err(),
        }
    }
}

struct Load<'a> {
    shared: &'a Arc<SharedPicture>,
    way: Way,
    older_than: Option<Timestamp>,
    /// What was learnt after this doesn't have to be in the lists.
    began: Stamp,
    seen: BTreeSet<ClusterId>,
    /// `None` where the VPCs can't be listed: those that are known stay.
    vpcs: Option<BTreeSet<VpcId>>,
    unreadable: Vec<String>,
    waiting: VecDeque<Read>,
    reads: JoinSet<(Read, Stamp, Answer)>,
    lists_complete: bool,
    done: u32,
    total: u32,
    failures: u32,
    /// PSEs that were not found although their clusters name them.
    doubtful: u32,
}

impl Load<'_> {
    async fn run(&mut self) -> Result<(), Error> {
        let project = self.way.project();
        let mut lists = JoinSet::new();
        let mut clusters = read_ahead(&mut lists, self.shared, project.clusters());
        let mut vpcs = read_ahead(&mut lists, self.shared, project.vpcs());
        let (mut more_vpcs, mut more_clusters, mut more_tasks) = (true, true, true);
        let tasks = busy_clusters(self.shared);
        tokio::pin!(tasks);
        loop {
            if !more_vpcs && !more_clusters && !self.lists_complete {
                self.complete_lists();
            }
            self.fill(&project);
            tokio::select! {
                biased;
                page = clusters.recv(), if more_clusters => match page {
                    Some((page, stamp)) => self.take_clusters(page?, stamp),
                    None => more_clusters = false,
                },
                page = vpcs.recv(), if more_vpcs => match page {
                    Some((page, stamp)) => self.take_vpcs(page, stamp)?,
                    None => more_vpcs = false,
                },
                busy = &mut tasks, if more_tasks => {
                    more_tasks = false;
                    if let Some(busy) = busy {
                        self.shared.change(|picture| picture.set_busy(busy));
                    }
                }
                Some(answer) = self.reads.join_next(), if !self.reads.is_empty() => {
                    if let Ok((read, stamp, answer)) = answer {
                        self.take(read, stamp, answer)?;
                    }
                }
                else => return Ok(()),
            }
        }
    }

    /// Keeps more reads going than the client lets through. The next page doesn't wait behind them.
    fn fill(&mut self, project: &Project) {
        let room = self.way.client().in_flight().limit * 2;
        while self.reads.len() < room
            && let Some(read) = self.waiting.pop_front()
        {
            let (project, stamp) = (project.clone(), self.shared.stamp());
            self.reads.spawn(async move {
                let answer = read.ask(&project).await;
                (read, stamp, answer)
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
                let at = timestamp();
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
        self.put_clusters(page.items, stamp);
        self.seen.extend(ids);
        self.show_progress();
        // A page of rows is worth showing at once.
        self.shared.publish();
    }

    /// Takes clusters, and has the details of their PSEs read that are not known.
    fn put_clusters(&mut self, clusters: Vec<wire::Cluster>, stamp: Stamp) {
        let older_than = self.older_than;
        let unread: Vec<PseRef> = self.shared.change(|picture| {
            let put = |cluster: wire::Cluster| {
                let id = cluster.info.id.clone();
                picture.put_cluster(cluster, stamp);
                picture.unread(&id, older_than)
            };
            clusters.into_iter().flat_map(put).collect()
        });
        self.total += u32::try_from(unread.len()).unwrap_or(u32::MAX);
        self.waiting.extend(unread.into_iter().map(Read::Pse));
    }

    fn take(&mut self, read: Read, stamp: Stamp, answer: Answer) -> Result<(), Error> {
        match answer.error() {
            Some(error) if matches!(error, Error::Unauthorized { .. }) => return Err(error.clone()),
            Some(error) if stops(error) => {
                self.failures += 1;
                if self.failures >= HOPELESS {
                    return Err(error.clone());
                }
            }
            _ => self.failures = 0,
        }
        match (read, answer) {
            (Read::Pse(target), Answer::Pse(answer)) => self.take_details(target, stamp, answer),
            (Read::Doubtful(target, asked, missing), Answer::Cluster(answer)) => {
                self.take_doubtful(
                    &target,
                    asked,
                    missing,
                    stamp,
                    answer.map(|cluster| *cluster),
                );
            }
            (Read::Cluster(id), Answer::Cluster(answer)) => {
                self.take_unlisted(&id, stamp, answer.map(|cluster| *cluster));
            }
            (Read::Vpc(id), Answer::Vpc(answer)) => self.shared.change(|picture| match answer {
                Ok(vpc) => picture.put_vpc(vpc, timestamp(), stamp),
                Err(Error::NotFound { .. }) => picture.remove_vpc(&id, stamp),
                // Whether it is gone is not known: it stays.
                Err(error) => tracing::info!(%error, "a VPC that is not in the list can't be read"),
            }),
            _ => {}
        }
        self.show_progress();
        Ok(())
    }

    fn take_details(&mut self, target: PseRef, stamp: Stamp, answer: Result<wire::Pse, Error>) {
        if let Err(error @ Error::NotFound { .. }) = &answer
            && self.doubtful < DOUBTFUL
        {
            let read = Read::Doubtful(target, stamp, error.clone());
            return self.waiting.push_front(read);
        }
        self.done += 1;
        self.put_pse(&target, answer.map(Some), stamp);
    }

    /// A PSE that was not found is gone where its cluster agrees.
    fn take_doubtful(
        &mut self,
        target: &PseRef,
        asked: Stamp,
        missing: Error,
        stamp: Stamp,
        answer: Result<wire::Cluster, Error>,
    ) {
        self.done += 1;
        let gone = answer
            .as_ref()
            .is_ok_and(|cluster| names_pse(cluster, &target.pse_id) == Some(false));
        if let Ok(cluster) = answer {
            self.shared
                .change(|picture| picture.put_cluster(cluster, stamp));
        }
        if !gone {
            self.doubtful += 1;
        }
        let answer = if gone { Ok(None) } else { Err(missing) };
        self.put_pse(target, answer, asked);
    }

    fn put_pse(&self, target: &PseRef, answer: Result<Option<wire::Pse>, Error>, stamp: Stamp) {
        self.shared
            .change(|picture| picture.put_pse(target, answer, timestamp(), stamp));
    }

    /// A cluster that is not in the lists is gone where it isn't found by itself either.
    fn take_unlisted(
        &mut self,
        id: &ClusterId,
        stamp: Stamp,
        answer: Result<wire::Cluster, Error>,
    ) {
        match answer {
            Ok(cluster) => self.put_clusters(vec![cluster], stamp),
            Err(Error::NotFound { .. }) => self.shared.change(|picture| picture.remove_cluster(id)),
            Err(error) => {
                let problem = Problem::from(error);
                self.shared
                    .change(|picture| picture.cluster_unreadable(id, problem));
            }
        }
    }

    fn complete_lists(&mut self) {
        self.lists_complete = true;
        let unreadable = std::mem::take(&mut self.unreadable);
        let (vpcs, clusters) = self.shared.change(|picture| {
            picture.tidy(self.began);
            picture.read_at = Some(timestamp());
            picture.remembered = false;
            picture.unreadable = unreadable;
            picture.unlisted(self.vpcs.as_ref(), &self.seen, self.began)
        });
        self.waiting.extend(vpcs.into_iter().map(Read::Vpc));
        self.waiting.extend(clusters.into_iter().map(Read::Cluster));
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

/// A page of a list, and the mark of when it was asked for.
type Stamped<T> = (Result<Page<T>, Error>, Stamp);

/// Reads a list while we take its pages: the next one is asked for as soon as one has come.
fn read_ahead<T: Send + 'static>(
    lists: &mut JoinSet<()>,
    shared: &Arc<SharedPicture>,
    mut pages: Pages<T>,
) -> mpsc::Receiver<Stamped<T>> {
    let (sender, receiver) = mpsc::channel(1);
    let shared = Arc::clone(shared);
    lists.spawn(async move {
        loop {
            let stamp = shared.stamp();
            let Some(page) = pages.next().await else {
                return;
            };
            if sender.send((page, stamp)).await.is_err() {
                return;
            }
        }
    });
    receiver
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
            | Error::WebPage { .. }
            | Error::Timeout { .. }
    )
}

/// The clusters that a task holds, from the newest page of the account's tasks; `None` where they can't
/// be read, which is no reason to show nothing else.
async fn busy_clusters(shared: &SharedPicture) -> Option<BTreeMap<ClusterId, Busy>> {
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
pub(super) async fn busy_with(shared: &SharedPicture, id: &ClusterId) -> Option<Option<Busy>> {
    let tasks = tasks_of(shared, id).await?;
    Some(busy_from(&tasks).remove(id))
}

/// The newest tasks on a cluster.
pub(super) async fn tasks_of(shared: &SharedPicture, id: &ClusterId) -> Option<Vec<wire::Task>> {
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
    Some(page.items)
}

fn busy_from(tasks: &[wire::Task]) -> BTreeMap<ClusterId, Busy> {
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
