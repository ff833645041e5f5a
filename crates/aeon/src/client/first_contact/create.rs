//! Creates PSEs, and learns the field of a create's body by refusals. A create that is refused with 400 or 422
//! has not happened, nor has one that is not found; any other failure may have, and ends the learning.

use std::sync::Arc;

use tokio::sync::OwnedMutexGuard;

use super::super::Project;
use super::super::request::post;
use super::How;
use crate::ids::ClusterId;
use crate::transport::Request;
use crate::wire::unverified::{self, PSE_FIELDS};
use crate::{Error, wire};

/// A create, which may take several attempts. At most one of them is accepted: each but the last was refused.
pub struct Creation {
    project: Project,
    cluster: ClusterId,
    regions: Vec<wire::PseRegionRequest>,
    /// What is left to try; the first of each is next.
    paths: Vec<String>,
    fields: Vec<String>,
    refusals: Vec<Error>,
    /// Held while the path or the field is not known.
    turn: Option<OwnedMutexGuard<()>>,
}

/// What became of an attempt.
#[derive(Debug)]
pub enum Attempted {
    /// The service's answer.
    Final(Result<Vec<wire::Pse>, Error>),
    /// Nothing happened, and another form of the request may be the right one. The next attempt uses that.
    Refused(Error),
}

impl Creation {
    pub(in crate::client) async fn new(
        project: Project,
        cluster: ClusterId,
        regions: Vec<wire::PseRegionRequest>,
    ) -> Self {
        let contact = project.client().first_contact().clone();
        let is_known = || contact.path().is_some() && contact.field().is_some();
        let turn = if is_known() {
            None
        } else {
            Some(contact.turn().await)
        };
        let turn = turn.filter(|_| !is_known());
        Self {
            paths: contact.paths(),
            fields: contact.fields(),
            project,
            cluster,
            regions,
            refusals: Vec::new(),
            turn,
        }
    }

    /// Sends the next form of the request.
    pub async fn attempt(&mut self) -> Attempted {
        let client = self.project.client().clone();
        let contact = client.first_contact();
        let (path, field) = (self.paths[0].clone(), self.fields[0].clone());
        let request = post(
            "create the private service endpoints",
            self.project.pses_path(&path, &self.cluster),
            &unverified::create_pse_body(&field, &self.regions),
        );
        let request = Request {
            observed: self.turn.is_some().then(Arc::default),
            ..request
        };
        let sent = client.transport.send(&request).await;
        if self.turn.is_some() {
            contact.note(&request, &path);
        }
        let response = match sent {
            Ok(response) => response,
            Err(error) => return self.failed(error),
        };
        let created = unverified::read_created_pses(&response.body)
            .map_err(|reason| client.unreadable(&request, &response, &reason));
        if self.turn.take().is_some() && created.as_ref().is_ok_and(|pses| !pses.is_empty()) {
            contact.learn(&path, Some(&field), How::Created);
        }
        Attempted::Final(created)
    }

    fn failed(&mut self, error: Error) -> Attempted {
        let left = match &error {
            Error::Invalid { detail, .. } if !self.names_a_value(detail) => {
                // Without this path nothing would have looked at the body.
                self.paths.truncate(1);
                prefer_named(&mut self.fields, detail);
                &mut self.fields
            }
            Error::NotFound { .. } => &mut self.paths,
            _ => {
                self.turn = None;
                return Attempted::Final(Err(error));
            }
        };
        if left.len() > 1 {
            left.remove(0);
            self.refusals.push(error.clone());
            return Attempted::Refused(error);
        }
        self.turn = None;
        self.refusals.push(error);
        Attempted::Final(Err(self.telling_refusal()))
    }

    /// Whether a refusal is about what was asked for, not about its form.
    fn names_a_value(&self, detail: &str) -> bool {
        let names = |value: &str| !value.is_empty() && detail.contains(value);
        self.regions.iter().any(|region| {
            let mut principals = region.security_principals.iter();
            names(region.cluster_region_info_id.as_str())
                || principals.any(|principal| names(principal))
        })
    }

    /// Of several refusals, one that isn't about the form of the request.
    fn telling_refusal(&self) -> Error {
        let about_form = |error: &&Error| match error {
            Error::Invalid { detail, .. } => PSE_FIELDS.iter().any(|field| names(detail, field)),
            _ => false,
        };
        let telling = self.refusals.iter().find(|error| !about_form(error));
        let error = telling.or(self.refusals.first());
        error.expect("called after a refusal").clone()
    }
}

/// Moves a candidate that the service itself names, other than the one that was refused, to the front of the rest.
fn prefer_named(fields: &mut [String], detail: &str) {
    if let Some(at) = fields.iter().skip(1).position(|field| names(detail, field)) {
        fields[1..=at + 1].rotate_right(1);
    }
}

fn names(detail: &str, field: &str) -> bool {
    detail
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .any(|word| word == field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_the_service_names_is_tried_next() {
        let mut fields: Vec<String> = ["a", "spec", "specs", "b"].map(str::to_owned).to_vec();
        prefer_named(&mut fields, "missing field `specs`; unknown field `a`");
        assert_eq!(fields, ["a", "specs", "spec", "b"]);
        prefer_named(&mut fields, "the specs_list is missing");
        assert_eq!(fields, ["a", "specs", "spec", "b"]);
    }
}
