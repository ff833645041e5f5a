//! Learns the path of PSEs by reading one that its cluster names.

use std::sync::Arc;

use super::super::Project;
use super::super::request::{Path, get};
use super::How;
use crate::ids::{ClusterId, PseId};
use crate::transport::Request;
use crate::wire::decode::{self, Unreadable};
use crate::{Error, Timed, wire};

/// Reads a PSE at the known path; while that isn't known, at each candidate until one returns it.
pub(in crate::client) async fn read_pse(
    project: &Project,
    cluster: &ClusterId,
    pse: &PseId,
) -> Result<Timed<wire::Pse>, Error> {
    let client = project.client();
    let contact = client.first_contact();
    let read = |template: &str| read(project.pses_path(template, cluster).id("pse", pse.as_str()));
    if let Some(path) = contact.path() {
        return client.timed(&read(&path)).await;
    }
    let turn = contact.turn().await;
    // Somebody else may have learned it meanwhile.
    if contact.path().is_some() || contact.is_hopeless() {
        drop(turn);
        return client.timed(&read(&contact.likely_path())).await;
    }
    let mut failed: Option<Error> = None;
    for path in contact.paths() {
        let request = Request {
            observed: Some(Arc::default()),
            ..read(&path)
        };
        let sent = client.transport.send(&request).await;
        contact.note(&request, &path);
        let error = match sent {
            Ok(response) => match decode::one::<wire::Pse>(&response.body) {
                Ok(value) if value.info.id == *pse => {
                    contact.learn(&path, None, How::Read);
                    let asked = response.asked;
                    return Ok(Timed { value, asked });
                }
                Ok(_) => {
                    let reason = Unreadable::Item("it is another endpoint".to_owned());
                    client.unreadable(&request, &response, &reason)
                }
                Err(reason) => client.unreadable(&request, &response, &reason),
            },
            Err(error @ Error::NotFound { .. }) => error,
            // Says nothing of the path.
            Err(error) => return Err(error),
        };
        // A response that isn't 404 says more.
        if !matches!(failed, Some(Error::BadAnswer { .. }))
            && (failed.is_none() || !is_missing(&error))
        {
            failed = Some(error);
        }
    }
    contact.missed();
    Err(failed.expect("there is more than one candidate"))
}

fn is_missing(error: &Error) -> bool {
    matches!(error, Error::NotFound { .. })
}

fn read(path: Path) -> Request {
    get("read the private service endpoint", path)
}
