//! The picture, the channel on which its snapshots go out, and what the readers of the service need.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aeon::clock::timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::cache::Slot;
use super::facts::Stamp;
use super::picture::Picture;
use super::{Link, Pace, Snapshot};

pub(crate) struct SharedPicture {
    pub link: Link,
    pub pace: Pace,
    pub cache: Option<Slot>,
    picture: Mutex<Picture>,
    snapshots: watch::Sender<Arc<Snapshot>>,
    stamps: AtomicU64,
    /// Something is to be published.
    dirty: Notify,
    /// Changes were published: what has to be followed may have changed, too.
    pub changed: Notify,
    /// A cluster was not found where it was asked for: the lists say whether it is gone.
    pub not_found: Notify,
}

impl SharedPicture {
    pub fn new(link: Link, pace: Pace, cache: Option<Slot>, mut picture: Picture) -> Arc<Self> {
        let first = Arc::new(picture.snapshot());
        Arc::new(Self {
            link,
            pace,
            cache,
            picture: Mutex::new(picture),
            snapshots: watch::Sender::new(first),
            stamps: AtomicU64::new(1),
            dirty: Notify::new(),
            changed: Notify::new(),
            not_found: Notify::new(),
        })
    }

    /// The mark of a request that is about to be sent.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            number: self.stamps.fetch_add(1, Ordering::Relaxed),
            at: Some(Instant::now()),
        }
    }

    /// Looks at the picture.
    pub fn look<R>(&self, look: impl FnOnce(&Picture) -> R) -> R {
        let mut picture = self.picture.lock().unwrap_or_else(PoisonError::into_inner);
        picture.draw();
        look(&picture)
    }

    /// Changes the picture; it is published soon.
    pub fn change<R>(&self, change: impl FnOnce(&mut Picture) -> R) -> R {
        let result = change(&mut self.picture.lock().unwrap_or_else(PoisonError::into_inner));
        self.dirty.notify_one();
        result
    }

    /// Publishes the picture as it is.
    pub fn publish(&self) {
        let mut picture = self.picture.lock().unwrap_or_else(PoisonError::into_inner);
        // Sent under the lock, so that an older snapshot never replaces a newer one.
        self.snapshots.send_replace(Arc::new(picture.snapshot()));
    }

    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }

    /// Publishes changes: the first at once, the rest bundled, so that 1,500 answers are not 1,500
    /// snapshots.
    pub async fn publish_forever(self: Arc<Self>, end: CancellationToken) {
        let publish = async {
            loop {
                self.dirty.notified().await;
                self.publish();
                self.changed.notify_one();
                tokio::time::sleep(self.pace.publish).await;
            }
        };
        tokio::select! {
            () = publish => {}
            () = end.cancelled() => {}
        }
    }

    /// Writes the whole picture to the cache.
    pub async fn save(&self) {
        let Some(slot) = &self.cache else { return };
        let (read_at, (vpcs, clusters)) = self.look(|picture| (picture.read_at, picture.kept()));
        slot.store(read_at.unwrap_or_else(timestamp), vpcs, clusters)
            .await;
    }

    /// Writes one cluster to the cache.
    pub async fn save_cluster(&self, id: &aeon::ids::ClusterId) {
        let Some(slot) = &self.cache else { return };
        if let Some((cluster, reads)) = self.look(|picture| picture.kept_cluster(id)) {
            slot.put_cluster(cluster, reads).await;
        }
    }
}
