//! Learns the path of PSEs by reading one that its cluster names.

use std::sync::Arc;

use super::super::Project;
use super::super::request::{Path, get};
use super::How;
use crate::ids::{ClusterId, PseId};
use crate::transport::Request;
use crate::wire::decode::{self, Unreadable};
use crate::wire::unverified::PSE_PATHS;
use crate::{Error, Timed, wire};

/// Reads a PSE at the known path. While that isn't known, at the likeliest one, and if it isn't there, at the other
/// candidates until one returns it.
pub(in crate::client) async fn read_pse(
    project: &Project,
    cluster: &ClusterId,
    pse: &PseId,
) -> Result<Timed<wire::Pse>, Error> {
    let client = project.client();
    let contact = client.first_contact();
    let read = |template: &str| read(project.pses_path(template, cluster).id("pse", pse.as_str()));
    if contact.path().is_some() || contact.is_hopeless() {
        return client.timed(&read(&contact.likely_path())).await;
    }
    let [likeliest, others @ ..] = PSE_PATHS;
    // Nobody waits for this one. Only one request at a time looks at the others.
    let mut failed = match look(project, read(likeliest), likeliest, pse).await? {
        Ok(found) => return Ok(found),
        Err(error) => error,
    };
    let turn = contact.turn().await;
    // Somebody else may have learned it meanwhile, or given up.
    match contact.path() {
        Some(path) if path != likeliest => {
            drop(turn);
            return client.timed(&read(&path)).await;
        }
        None if !contact.is_hopeless() => {}
        _ => return Err(failed),
    }
    for path in others {
        match look(project, read(path), path, pse).await? {
            Ok(found) => return Ok(found),
            // A response that isn't 404 says more.
            Err(error) if is_missing(&failed) && !is_missing(&error) => failed = error,
            Err(_) => {}
        }
    }
    contact.missed();
    Err(failed)
}

/// Looks for a PSE at a path. The outer error says nothing of the path; the inner one says that it isn't there.
async fn look(
    project: &Project,
    request: Request,
    path: &str,
    pse: &PseId,
) -> Result<Result<Timed<wire::Pse>, Error>, Error> {
    let client = project.client();
    let contact = client.first_contact();
    let request = Request {
        observed: Some(Arc::default()),
        ..request
    };
    let sent = client.transport.send(&request).await;
    if contact.path().is_none() {
        contact.note(&request, path);
    }
    let response = match sent {
        Ok(response) => response,
        Err(error @ Error::NotFound { .. }) => return Ok(Err(error)),
        Err(error) => return Err(error),
    };
    let reason = match decode::one::<wire::Pse>(&response.body) {
        Ok(value) if value.info.id == *pse => {
            contact.learn(path, None, How::Read);
            let asked = response.asked;
            return Ok(Ok(Timed { value, asked }));
        }
        Ok(_) => Unreadable::Item("it is another endpoint".to_owned()),
        Err(reason) => reason,
    };
    Ok(Err(client.unreadable(&request, &response, &reason)))
}

fn is_missing(error: &Error) -> bool {
    matches!(error, Error::NotFound { .. })
}

fn read(path: Path) -> Request {
    get("read the private service endpoint", path)
}
