//! Sending a deletion: read again, compare with what was reviewed, send once.

use aeon::Error;
use aeon::clock::timestamp;
use tokio::time::Instant;

use super::runner::{Question, Runner};
use super::verdict::{Sent, Shown};
use crate::change::{Conflict, StepState};
use crate::plan::{JobKind, Reviewed};
use crate::principal::{spelt, without};

impl Runner {
    pub(super) async fn send_delete(&mut self, index: usize) {
        self.state(index, StepState::Sending);
        let Some(read) = self.read_again(index).await else {
            return;
        };
        let old = match read.map(|read| read.value) {
            Ok(Shown::Gone) => {
                return self.over(index, StepState::Confirmed { at: timestamp() });
            }
            Ok(Shown::There { list, .. }) => list,
            Err(error) => return self.unreadable(index, &error),
        };
        let Some(target) = self.target(index) else {
            return;
        };
        if let Some((now, conflict)) = self.new_since_review(index, old.as_deref()) {
            return self.ask(index, Question::NewSinceReview(now), conflict);
        }
        let sent = Sent::new(old, Vec::new());
        if !self.note(&[(index, &sent, Some(&target))]).await {
            return;
        }
        let way = self.port().link().way();
        let sending = Instant::now();
        let answer = way
            .project()
            .delete_pse(&target.cluster_id, &target.pse_id)
            .await;
        match &answer {
            Ok(()) => self.shared.accepted(&self.cluster_id, sending),
            Err(error) => way.note(error),
        }
        match answer {
            // Somebody else may have been quicker, or the answer is wrong: reads tell.
            Err(Error::NotFound { .. }) => self.uncertain(index, sent, Some(target)),
            answer => self.answered(index, answer, sent, Some(target)),
        }
    }

    /// The principals and connections of an endpoint that is to be deleted that were not there when that was
    /// reviewed.
    fn new_since_review(
        &self,
        index: usize,
        list: Option<&[String]>,
    ) -> Option<(Reviewed, Conflict)> {
        let live = &self.steps[index];
        let JobKind::Delete {
            reviewed: Some(reviewed),
            ..
        } = &live.job.kind
        else {
            return None;
        };
        let new = |now: Option<&[String]>, before: &Option<Vec<String>>| match (now, before) {
            (Some(now), Some(before)) => without(now, before),
            _ => Vec::new(),
        };
        let cloud = live.principal_cloud();
        let list = list.map(|list| spelt(cloud, list));
        let before = reviewed.principals.as_ref().map(|list| spelt(cloud, list));
        let principals = new(list.as_deref(), &before);
        let connections = new(live.noticed.connections.as_deref(), &reviewed.connections);
        if principals.is_empty() && connections.is_empty() {
            return None;
        }
        let now = Reviewed {
            principals: list.or(before),
            connections: live
                .noticed
                .connections
                .clone()
                .or(reviewed.connections.clone()),
        };
        let principals = self.views(index, &principals);
        Some((
            now,
            Conflict::NewSinceReview {
                principals,
                connections,
            },
        ))
    }
}
