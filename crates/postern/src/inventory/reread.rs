//! Reading one thing again.

use aeon::Error;
use aeon::ids::{ClusterId, RegionInfoId, VpcId};
use futures_util::future::join_all;
use jiff::Timestamp;

use super::Health;
use super::load::busy_with;
use super::picture::Target;
use super::shared::Shared;
use crate::problem::{Problem, ProblemCode};

/// Reads a cluster, its PSEs and, where it is busy, its tasks.
pub(super) async fn cluster(shared: &Shared, id: &ClusterId) -> Result<(), Error> {
    let stamp = shared.stamp();
    let way = shared.link.way();
    match way.project().cluster(id).await {
        Ok(cluster) => shared.change(|picture| picture.put_cluster(cluster, stamp)),
        Err(Error::NotFound { .. }) => {
            shared.change(|picture| picture.remove_cluster(id));
            return Ok(());
        }
        Err(error) => {
            way.note(&error);
            shared.change(|picture| picture.cluster_unreadable(id, Problem::from(&error)));
            return Err(error);
        }
    }
    let held = shared.look(|picture| picture.cluster(id));
    let busy = held.is_some_and(|held| held.busy.is_some() || held.health == Health::Changing);
    let task = async {
        if busy && let Some(busy) = busy_with(shared, id).await {
            shared.change(|picture| picture.set_cluster_busy(id, busy));
        }
    };
    let targets = shared.look(|picture| picture.targets(id));
    let reads = join_all(targets.iter().map(|target| pse(shared, target)));
    let ((), results) = tokio::join!(task, reads);
    shared.save_cluster(id).await;
    results.into_iter().find(Result::is_err).unwrap_or(Ok(()))
}

/// Reads a PSE's details.
pub(super) async fn pse(shared: &Shared, target: &Target) -> Result<(), Error> {
    let stamp = shared.stamp();
    let way = shared.link.way();
    let answer = way.project().pse(&target.cluster_id, &target.pse_id).await;
    let result = match &answer {
        Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
        Err(error) => {
            way.note(error);
            Err(error.clone())
        }
    };
    shared.change(|picture| picture.put_pse(target, answer, Timestamp::now(), stamp));
    result
}

/// Reads the details of a region's PSE. What went wrong stands in the snapshot.
pub(super) async fn region(shared: &Shared, region: &RegionInfoId) -> Result<(), Problem> {
    let target = shared
        .look(|picture| picture.target(region))
        .ok_or_else(|| {
            Problem::new(
                ProblemCode::NotFound,
                "There is no private service endpoint in this region.",
                "Refresh and look again.",
            )
        })?;
    // The snapshot says what went wrong, beside what is known from before.
    let _ = pse(shared, &target).await;
    shared.publish();
    shared.save_cluster(&target.cluster_id).await;
    Ok(())
}

/// Reads a VPC.
pub(super) async fn vpc(shared: &Shared, id: &VpcId) -> Result<(), Error> {
    let stamp = shared.stamp();
    let way = shared.link.way();
    match way.project().vpc(id).await {
        Ok(vpc) => {
            shared.change(|picture| picture.put_vpc(vpc, Timestamp::now(), stamp));
            Ok(())
        }
        Err(Error::NotFound { .. }) => {
            shared.change(|picture| picture.remove_vpc(id, stamp));
            Ok(())
        }
        Err(error) => {
            way.note(&error);
            Err(error)
        }
    }
}
