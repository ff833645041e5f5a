//! What an account's inventory is after a restart: what was kept of it in a file.

#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use aeon_simulator::Seed;
use common::{PSE_READS, Service, ready, until};
use postern::inventory::{Cache, Inventory, Phase, Slot, Snapshot};
use postern::problem::ProblemCode;
use tempfile::TempDir;

/// An account whose inventory is kept in a file, and which loses its service.
struct Kept {
    service: Service,
    folder: TempDir,
}

impl Kept {
    async fn start(clusters: u32) -> Self {
        let seed = Seed::Large {
            clusters,
            regions: 2,
        };
        Self {
            service: Service {
                deadline: Duration::from_secs(2),
                ..Service::start(seed).await
            },
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("cache.db")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.folder.path().join(format!("cache.db{ending}"))
    }

    fn cache(&self) -> Cache {
        Cache::open(&self.file())
    }

    fn slot(&self, cache: &Cache) -> Slot {
        let about = &self.service.about;
        let host = self.service.simulator.base_url();
        cache.slot(&host, &about.account_id, &about.project_id)
    }

    /// The inventory as it is when Postern starts.
    async fn inventory(&self, cache: &Cache) -> Inventory {
        self.service.inventory(Some(self.slot(cache))).await
    }

    /// Reads everything, and once more: the second load begins when the first one has been written.
    async fn loaded(&self, cache: &Cache) -> std::sync::Arc<Snapshot> {
        let inventory = self.inventory(cache).await;
        let first = until(&inventory, "the first load is done", ready).await;
        inventory.refresh();
        until(&inventory, "the second load has begun", |now| {
            now.read_at > first.read_at
        })
        .await
    }
}

fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |metadata| metadata.len())
}

#[tokio::test]
async fn a_restart_shows_what_is_remembered_while_the_service_is_away() {
    let kept = Kept::start(12).await;
    let simulator = &kept.service.simulator;
    let now = kept.loaded(&kept.cache()).await;

    simulator.go_away().await;
    let inventory = kept.inventory(&kept.cache()).await;
    let remembered = inventory.snapshot();
    assert!(remembered.remembered, "known before anything is read");
    let remembered = until(&inventory, "the load has failed", |now| {
        matches!(&now.phase, Phase::Failed { problem } if problem.code == ProblemCode::Offline)
    })
    .await;
    assert!(remembered.remembered);
    assert!(remembered.read_at.is_some() && remembered.read_at <= now.read_at);
    assert_eq!(remembered.clusters, now.clusters);
    assert_eq!(remembered.vpcs, now.vpcs);

    simulator.reset_requests();
    simulator.come_back().await;
    let back = until(&inventory, "the service is back", ready).await;
    assert!(!back.remembered);
    assert_eq!(
        kept.service.count(PSE_READS),
        0,
        "the details are remembered"
    );
}

#[tokio::test]
async fn a_file_with_damaged_pages_is_set_aside_and_a_new_one_begun() {
    let kept = Kept::start(40).await;
    let cache = kept.cache();
    kept.loaded(&cache).await;
    cache.close().await;

    // The first page, with the schema, stays: opening the file shows nothing.
    let pages = size(&kept.file()) / 4096;
    assert!(pages > 20, "{pages} pages");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(kept.file())
        .unwrap();
    file.seek(SeekFrom::Start(4096)).unwrap();
    for _ in 1..pages {
        file.write_all(&[0x5a; 4096]).unwrap();
    }
    drop(file);

    let cache = kept.cache();
    let now = kept.loaded(&cache).await;
    assert!(!now.remembered);
    assert!(size(&kept.beside(".damaged")) > 4096 * 20);
    cache.close().await;
    let cache = kept.cache();
    let again = kept.inventory(&cache).await.snapshot();
    assert!(again.remembered, "the new file is used");
    assert_eq!(again.clusters.len(), 40);

    kept.slot(&cache).forget().await;
    assert!(
        !kept.beside(".damaged").exists(),
        "it held the account, too"
    );
}

#[tokio::test]
async fn a_log_that_a_killed_program_would_leave_is_empty() {
    let kept = Kept::start(40).await;
    let cache = kept.cache();
    kept.loaded(&cache).await;
    // The second load is written soon.
    let written = async {
        while size(&kept.file()) < 4096 * 20 || size(&kept.beside("-wal")) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(common::BOUND, written).await.unwrap();
}
