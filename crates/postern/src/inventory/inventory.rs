//! The inventory of an unlocked account.

use std::sync::{Arc, Mutex, PoisonError};

use aeon::clock::timestamp;
use aeon::ids::{ClusterId, RegionInfoId, VpcId};
use aeon::{Error, Moment, Timed, wire};
use futures_util::StreamExt;
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::cache::{Remembered, Slot};
use super::facts::{Overlay, Stamp};
use super::load::{Depth, tasks_of};
use super::picture::{About, Picture, PseRef};
use super::refresher::{RefreshRequest, Refresher};
use super::shared::SharedPicture;
use super::{Cluster, Link, Pace, Phase, Snapshot, reread};
use crate::permission::Permissions;
use crate::problem::Problem;

/// The owner of everything that is known of an account's project, and of the tasks that keep it up to
/// date. Dropping it ends them.
///
/// A load reads the lists; a PSE's own details (service name, zones, connections) are read with it only
/// where they are not known, where the PSE is not ready, or where the list shows another set of
/// principals than the details. So a warm refresh costs the lists alone. [`Inventory::refresh`], the
/// refresh by hand, also reads details again that are older than [`Pace::details`]; those of one endpoint
/// come with [`Inventory::read_details`].
pub struct Inventory {
    shared: Arc<SharedPicture>,
    requests: mpsc::UnboundedSender<RefreshRequest>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    end: CancellationToken,
}

impl Drop for Inventory {
    fn drop(&mut self) {
        let tasks = self.tasks.get_mut().unwrap_or_else(PoisonError::into_inner);
        tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Inventory {
    /// Begins with what the cache remembers, and with the first load. `permissions` is what the key may do, as
    /// far as known.
    pub async fn start(
        link: Link,
        about: About,
        cache: Option<Slot>,
        permissions: Permissions,
        pace: Pace,
    ) -> Self {
        let mut picture = Picture::new(about);
        picture.set_permissions(permissions);
        if let Some(slot) = &cache {
            recall(&mut picture, slot.load().await);
        }
        let shared = SharedPicture::new(link, pace, cache, picture);
        let (requests, inbox) = mpsc::unbounded_channel();
        let end = CancellationToken::new();
        let refresher = Refresher::new(Arc::clone(&shared), inbox, end.clone());
        let tasks = Mutex::new(vec![
            tokio::spawn(Arc::clone(&shared).publish_forever(end.clone())),
            tokio::spawn(refresher.run()),
        ]);
        Self {
            shared,
            requests,
            tasks,
            end,
        }
    }

    /// Ends all reading. Changes that are under way can still report what they read.
    pub fn stop(&self) {
        self.end.cancel();
    }

    /// Ends all reading; when this returns, nothing more is asked.
    pub async fn close(&self) {
        self.stop();
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            // It ends by itself; a panic in it ended it, too.
            let _ = task.await;
        }
    }

    /// What is known now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shared.snapshots().borrow().clone()
    }

    /// What is known, now and from now on.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.shared.snapshots()
    }

    /// Reads everything again; returns at once.
    pub fn refresh(&self) {
        let _ = self.requests.send(RefreshRequest::Load(Depth::Stale));
    }

    /// Says that the user is looking: what is old is read again.
    pub fn window_focused(&self) {
        let _ = self.requests.send(RefreshRequest::Focus);
    }

    /// Reads the details of one region's PSE again.
    ///
    /// # Errors
    /// There is no PSE in that region. A read that fails is shown in the snapshot.
    pub async fn read_details(&self, region: &RegionInfoId) -> Result<(), Problem> {
        reread::region(&self.shared, region).await
    }

    /// Reads a cluster and its PSEs again; the snapshot holds them when this returns.
    ///
    /// # Errors
    /// What went wrong, for the cluster or for one of its PSEs.
    pub async fn read_cluster(&self, id: &ClusterId) -> Result<(), Error> {
        let result = reread::cluster(&self.shared, id).await;
        self.shared.publish();
        result
    }

    /// Reads a VPC again; the snapshot holds it, or no longer does, when this returns.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn read_vpc(&self, id: &VpcId) -> Result<(), Error> {
        let result = reread::vpc(&self.shared, id).await;
        self.shared.publish();
        result
    }

    /// Takes the answer to a VPC's creation. It is followed until it is ready.
    pub fn vpc_created(&self, vpc: wire::Vpc) {
        let stamp = self.shared.stamp();
        self.shared
            .change(|picture| picture.put_vpc(vpc, timestamp(), stamp));
        self.shared.publish();
    }

    /// Takes it that the service has begun to delete a VPC. It is followed until it is gone.
    pub fn vpc_deleted(&self, id: &VpcId) {
        let (stamp, now) = (self.shared.stamp(), timestamp());
        let until = now.checked_add(self.shared.pace.lag).unwrap_or(now);
        self.shared
            .change(|picture| picture.vpc_deleted(id, now, until, stamp));
        self.shared.publish();
    }

    /// Takes what the key may do; the snapshot follows.
    pub fn set_permissions(&self, permissions: Permissions) {
        self.port().set_permissions(permissions);
    }

    /// Where changes report what they read and what they are waiting for.
    pub(crate) fn port(&self) -> ReadPort {
        ReadPort(Arc::clone(&self.shared))
    }
}

/// Where changes report what they read and what they are waiting for.
#[derive(Clone)]
pub(crate) struct ReadPort(Arc<SharedPicture>);

impl ReadPort {
    pub fn link(&self) -> &Link {
        &self.0.link
    }

    pub fn pace(&self) -> &Pace {
        &self.0.pace
    }

    /// Takes what the key may do; the snapshot follows.
    pub fn set_permissions(&self, permissions: Permissions) {
        self.0
            .change(|picture| picture.set_permissions(permissions));
        self.0.publish();
    }

    /// Reads a cluster; gives what the answer says, without what is drawn over it.
    pub async fn cluster(&self, id: &ClusterId) -> Result<Timed<Cluster>, Error> {
        let stamp = self.0.stamp();
        let way = self.link().way();
        let answer = way.project().timed_cluster(id).await;
        if let Err(error) = &answer {
            way.note(error);
        }
        let Timed { mut value, asked } = answer?;
        let value = self.0.change(|picture| {
            picture.fill_in_endpoints(&mut value);
            let read = picture.as_read(&value, stamp);
            picture.put_cluster(value, stamp);
            read
        });
        Ok(Timed { value, asked })
    }

    /// Reads a PSE; `None`: it is gone, and its cluster agrees.
    pub async fn pse(&self, target: &PseRef) -> Result<Option<Timed<wire::Pse>>, Error> {
        let stamp = self.0.stamp();
        let answer = reread::ask_pse(&self.0, target).await;
        if let Ok(read) = &answer {
            let read = read.as_ref().map(|read| read.value.clone());
            self.0
                .change(|picture| picture.put_pse(target, Ok(read), timestamp(), stamp));
        }
        answer
    }

    /// When a cluster was last updated, as it says when it is read; `None` where it doesn't, or can't be read.
    pub async fn updated_on(&self, id: &ClusterId) -> Option<Timestamp> {
        let stamp = self.0.stamp();
        let way = self.link().way();
        match way.project().cluster(id).await {
            Ok(cluster) => {
                let updated = cluster.info.metadata.updated_on;
                self.0.change(|picture| picture.put_cluster(cluster, stamp));
                updated
            }
            Err(error) => {
                way.note(&error);
                None
            }
        }
    }

    /// The cluster's newest tasks; `None` where they can't be read.
    pub async fn tasks(&self, id: &ClusterId) -> Option<Vec<wire::Task>> {
        tasks_of(&self.0, id).await
    }

    /// Reads all clusters; gives what the answers say, without what is drawn over it.
    pub async fn clusters(&self) -> Result<Timed<Vec<Cluster>>, Error> {
        let way = self.link().way();
        let asked = Moment::now();
        let mut pages = way.project().clusters();
        let mut read = Vec::new();
        let mut stamp = self.0.stamp();
        while let Some(page) = pages.next().await {
            if let Err(error) = &page {
                way.note(error);
            }
            let clusters = page?.items;
            self.0.change(|picture| {
                for mut cluster in clusters {
                    picture.fill_in_endpoints(&mut cluster);
                    read.push(picture.as_read(&cluster, stamp));
                    picture.put_cluster(cluster, stamp);
                }
            });
            stamp = self.0.stamp();
        }
        Ok(Timed { value: read, asked })
    }

    /// Draws a change over the cluster's region, or takes it off.
    pub fn overlay(&self, cluster: &ClusterId, region: &RegionInfoId, overlay: Option<Overlay>) {
        self.0
            .change(|picture| picture.set_overlay(cluster, region, overlay));
        self.0.publish();
    }

    /// Writes the cluster to the cache.
    pub async fn save(&self, cluster: &ClusterId) {
        self.0.save_cluster(cluster).await;
    }
}

/// Makes a picture of what the cache remembers; it is marked as remembered until the lists are read.
fn recall(picture: &mut Picture, remembered: Remembered) {
    let Some(read_at) = remembered.read_at else {
        return;
    };
    for vpc in remembered.vpcs {
        picture.put_vpc(vpc, read_at, Stamp::default());
    }
    for (cluster_id, read) in remembered.pses {
        let pse_id = read.pse.info.id.clone();
        let target = PseRef { cluster_id, pse_id };
        picture.put_pse(&target, Ok(Some(read.pse)), read.at, read.stamp);
    }
    for cluster in remembered.clusters {
        picture.put_cluster(cluster, Stamp::default());
    }
    picture.read_at = Some(read_at);
    picture.remembered = true;
    picture.phase = Phase::Loading {
        lists_complete: false,
        details_done: 0,
        details_total: 0,
    };
}
