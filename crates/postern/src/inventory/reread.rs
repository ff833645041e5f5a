//! Reading one thing again.

use aeon::clock::timestamp;
use aeon::ids::{ClusterId, RegionInfoId, VpcId};
use aeon::{Error, Timed, wire};
use futures_util::future::join_all;

use super::Health;
use super::convert::names_pse;
use super::load::busy_with;
use super::picture::PseRef;
use super::shared::SharedPicture;
use crate::mutant::{Mutant, is_left_out};
use crate::problem::{Problem, ProblemCode};

/// Reads a cluster, its PSEs and, where it is busy, its tasks.
pub(super) async fn cluster(shared: &SharedPicture, id: &ClusterId) -> Result<(), Error> {
    let stamp = shared.stamp();
    let way = shared.link.way();
    match way.project().cluster(id).await {
        Ok(cluster) => shared.change(|picture| picture.put_cluster(cluster, stamp)),
        Err(error) => {
            way.note(&error);
            cluster_failed(shared, id, &error);
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

/// Notes that a cluster could not be read. Where the service doesn't find it, the lists are read again: they
/// say whether it is gone.
fn cluster_failed(shared: &SharedPicture, id: &ClusterId, error: &Error) {
    shared.change(|picture| picture.cluster_unreadable(id, Problem::from(error)));
    if matches!(error, Error::NotFound { .. }) {
        shared.not_found.notify_one();
    }
}

/// Reads a PSE's details.
pub(super) async fn pse(shared: &SharedPicture, target: &PseRef) -> Result<(), Error> {
    let stamp = shared.stamp();
    let answer = ask_pse(shared, target).await;
    let result = answer.as_ref().map(drop).map_err(Clone::clone);
    let answer = answer.map(|read| read.map(|read| read.value));
    shared.change(|picture| picture.put_pse(target, answer, timestamp(), stamp));
    result
}

/// Asks for a PSE; `None`: it is gone. One answer that doesn't find it is not enough for that, for it can be
/// wrong; the cluster's own answer has to agree.
pub(super) async fn ask_pse(
    shared: &SharedPicture,
    target: &PseRef,
) -> Result<Option<Timed<wire::Pse>>, Error> {
    let way = shared.link.way();
    let project = way.project();
    let answer = project
        .timed_pse(&target.cluster_id, &target.pse_id)
        .await
        .and_then(unless_deleted);
    let missing = match answer {
        Ok(read) => return Ok(Some(read)),
        Err(error @ Error::NotFound { .. }) => error,
        Err(error) => {
            way.note(&error);
            return Err(error);
        }
    };
    let stamp = shared.stamp();
    match project.cluster(&target.cluster_id).await {
        Ok(cluster) => {
            let gone =
                names_pse(&cluster, &target.pse_id) == Some(false) || is_left_out(Mutant::NotFound);
            shared.change(|picture| picture.put_cluster(cluster, stamp));
            if gone { Ok(None) } else { Err(missing) }
        }
        Err(error @ Error::NotFound { .. }) => {
            let id = &target.cluster_id;
            if shared.look(|picture| picture.has_dropped(id)) {
                return Ok(None);
            }
            cluster_failed(shared, id, &error);
            Err(error)
        }
        Err(error) => {
            way.note(&error);
            Err(error)
        }
    }
}

/// A PSE that says of itself that it is deleted is as good as one that isn't found.
pub(super) fn unless_deleted(read: Timed<wire::Pse>) -> Result<Timed<wire::Pse>, Error> {
    if read.value.info.state != wire::PseState::Deleted {
        return Ok(read);
    }
    Err(Error::NotFound {
        request: "read the private service endpoint".to_owned(),
        detail: "its state is DELETED".into(),
    })
}

/// Reads the details of a region's PSE. What went wrong stands in the snapshot.
pub(super) async fn region(shared: &SharedPicture, region: &RegionInfoId) -> Result<(), Problem> {
    let target = shared
        .look(|picture| picture.target(region))
        .ok_or_else(|| {
            Problem::new(
                ProblemCode::NotFound,
                "There is no private service endpoint in this region.",
                "Refresh, then try again.",
            )
        })?;
    // The snapshot says what went wrong, beside what is known from before.
    let _ = pse(shared, &target).await;
    shared.publish();
    shared.save_cluster(&target.cluster_id).await;
    Ok(())
}

/// Reads a VPC.
pub(super) async fn vpc(shared: &SharedPicture, id: &VpcId) -> Result<(), Error> {
    let stamp = shared.stamp();
    let way = shared.link.way();
    match way.project().vpc(id).await {
        Ok(vpc) => {
            shared.change(|picture| picture.put_vpc(vpc, timestamp(), stamp));
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
