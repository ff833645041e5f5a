//! What the user confirms of a plan outside the page, and a digest of exactly that. Pure.

use std::collections::HashSet;

use aeon::ids::{ClusterId, RegionInfoId};
use sha2::{Digest as _, Sha256};

use super::batch::PreparedBulk;
use super::job::JobKind;
use crate::change::{Action, Change, Conflict, RunningStep, StepState, Touch, endpoint_name};
use crate::inventory::Snapshot;
use crate::principal::{Principal, PrincipalCloud, texts};
use crate::text::isolated;

/// Identifies the exact steps of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepsDigest([u8; 32]);

/// What would be sent, as a confirmation shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepsSummary {
    /// Endpoints with the same change are one group.
    groups: Vec<Group>,
    pub creates: usize,
    pub edits: usize,
    pub deletes: usize,
    /// Whether `*` is granted.
    pub grants_everyone: bool,
    /// Whether a principal is granted whose owner is on none of the lists that the service gave for this account.
    pub grants_unknown: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    endpoints: Vec<String>,
    change: EndpointChange,
}

/// What is done to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
struct EndpointChange {
    action: Action,
    added: Vec<String>,
    removed: Vec<String>,
}

/// What the service said about an account. Names in the address book don't count, because the page can write them.
#[derive(Debug, Default)]
pub struct AccountFacts {
    /// The owners on its lists.
    owners: HashSet<String>,
    /// Clusters that are marked as production.
    production: HashSet<ClusterId>,
}

impl AccountFacts {
    pub fn of(snapshot: &Snapshot) -> Self {
        let regions = snapshot.clusters.iter().flat_map(|one| &one.regions);
        let lists = regions.filter_map(|region| region.endpoint.principals());
        let owners = lists.flatten().filter_map(|one| owner(&one.text));
        let production = snapshot.clusters.iter();
        let production = production.filter(|one| one.is_production == Some(true));
        Self {
            owners: owners.collect(),
            production: production.map(|one| one.id.clone()).collect(),
        }
    }

    /// An endpoint's name, with whether it is in production.
    fn name(&self, id: &ClusterId, cluster: &str, region: &str) -> String {
        let name = isolated(&endpoint_name(cluster, region));
        if self.production.contains(id) {
            format!("{name} (production)")
        } else {
            name
        }
    }

    fn has(&self, principal: &str) -> bool {
        owner(principal).is_some_and(|owner| self.owners.contains(&owner))
    }
}

/// No text is a principal of both clouds.
fn owner(principal: &str) -> Option<String> {
    let parsed = Principal::parse(PrincipalCloud::Aws, principal)
        .or_else(|_| Principal::parse(PrincipalCloud::Azure, principal));
    parsed.ok()?.owner().map(str::to_owned)
}

fn is_everyone(principal: &str) -> bool {
    principal.trim() == "*"
}

impl PreparedBulk {
    /// What applying it without the regions in `exclude` would send, and its digest. Made from the jobs that are
    /// carried out, not from the steps that the page was given.
    pub fn approval(
        &self,
        exclude: &[RegionInfoId],
        known: &AccountFacts,
    ) -> (StepsSummary, StepsDigest) {
        let mut summary = StepsSummary::default();
        let mut digest = Sha256::new();
        digest.update(self.plan.id.0);
        for (plan, job) in self.jobs_to_send(exclude) {
            // These types have text keys only, so they always have a JSON form.
            let sent = serde_json::to_vec(&(&plan.cluster_id, job)).unwrap_or_default();
            digest.update(sent.len().to_le_bytes());
            digest.update(sent);
            let change = match &job.kind {
                JobKind::Create { list } => EndpointChange {
                    action: Action::Create,
                    added: list.clone(),
                    removed: Vec::new(),
                },
                JobKind::Edit { intent, .. } => EndpointChange {
                    action: Action::Edit,
                    added: intent.added.clone(),
                    removed: intent.removed.clone(),
                },
                JobKind::Delete { .. } => EndpointChange {
                    action: Action::Delete,
                    added: Vec::new(),
                    removed: Vec::new(),
                },
            };
            summary.add(
                known.name(&plan.cluster_id, &plan.cluster_name, &job.region),
                change,
                known,
            );
        }
        (summary, StepsDigest(digest.finalize().into()))
    }
}

impl EndpointChange {
    /// 0 for what grants access to new owners, 1 for what deletes.
    fn urgency(&self, known: &AccountFacts) -> u8 {
        match self.action {
            _ if self.added.iter().any(|text| !known.has(text)) => 0,
            Action::Delete => 1,
            Action::Create | Action::Edit => 2,
        }
    }
}

impl StepsSummary {
    /// What continuing changes that have already started would send.
    pub fn of_changes(
        changes: &[Change],
        known: &AccountFacts,
        is_meant: impl Fn(&Change, &RunningStep) -> bool,
    ) -> Self {
        let mut summary = Self::default();
        for change in changes {
            for running in &change.steps {
                if is_meant(change, running) {
                    let name = known.name(
                        &change.cluster_id,
                        &change.cluster_name,
                        &running.step.region,
                    );
                    summary.add(name, continued(running), known);
                }
            }
        }
        summary
    }

    fn add(&mut self, endpoint: String, change: EndpointChange, known: &AccountFacts) {
        match change.action {
            Action::Create => self.creates += 1,
            Action::Edit => self.edits += 1,
            Action::Delete => self.deletes += 1,
        }
        for principal in &change.added {
            self.grants_everyone |= is_everyone(principal);
            self.grants_unknown |= !is_everyone(principal) && !known.has(principal);
        }
        match self.groups.iter_mut().find(|group| group.change == change) {
            Some(group) => group.endpoints.push(endpoint),
            None => self.groups.push(Group {
                endpoints: vec![endpoint],
                change,
            }),
        }
    }

    /// The number of endpoints.
    pub fn endpoints(&self) -> usize {
        self.creates + self.edits + self.deletes
    }

    /// Whether it grants `*` or access to a new owner, or deletes an endpoint.
    pub fn is_risky(&self) -> bool {
        self.grants_everyone || self.grants_unknown || self.deletes > 0
    }

    /// "Delete 2 endpoints and edit 1".
    pub fn title(&self) -> String {
        let parts = [
            ("delete", self.deletes),
            ("create", self.creates),
            ("edit", self.edits),
        ];
        let mut parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let mut title = String::new();
        if let Some((verb, count)) = parts.next() {
            let s = if count == 1 { "" } else { "s" };
            title = format!("{verb} {count} endpoint{s}");
        }
        for (verb, count) in parts {
            title.push_str(&format!(", {verb} {count}"));
        }
        let first = title.chars().next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(title.chars().skip(1)).collect()
    }

    /// Each group of endpoints with what is added and removed. A line says in words what it adds, so that its meaning
    /// doesn't depend on a sign.
    pub fn lines(&self, known: &AccountFacts) -> Vec<String> {
        let mut lines = Vec::new();
        let mut groups: Vec<&Group> = self.groups.iter().collect();
        // Not every system's dialog scrolls, so what matters most comes first.
        groups.sort_by_key(|group| group.change.urgency(known));
        for Group { endpoints, change } in groups {
            let verb = match change.action {
                Action::Create => "Create",
                Action::Edit => "Edit",
                Action::Delete => "Delete",
            };
            lines.push(format!("{verb} {}", endpoints.join(", ")));
            for principal in &change.added {
                let note = if is_everyone(principal) {
                    " (anyone)"
                } else if known.has(principal) {
                    ""
                } else {
                    " (its owner is on no list of this account)"
                };
                lines.push(format!("    + {}{note}", isolated(principal)));
            }
            for principal in &change.removed {
                lines.push(format!("    − {}", isolated(principal)));
            }
        }
        lines
    }
}

/// What sending a step again would do. A conflict that is decided in the user's favor does what somebody else undid.
fn continued(running: &RunningStep) -> EndpointChange {
    let RunningStep { step, state, .. } = running;
    let mut change = EndpointChange {
        action: step.action,
        added: texts(&step.added),
        removed: texts(&step.removed),
    };
    if let StepState::Conflict { conflicts, .. } = state {
        for conflict in conflicts {
            match conflict {
                Conflict::Vanished => {
                    change.action = Action::Create;
                    change.added = texts(&step.after);
                    change.removed.clear();
                }
                Conflict::Principal {
                    principal, mine, ..
                } => match mine {
                    Touch::Added => change.added.push(principal.text.clone()),
                    Touch::Removed => change.removed.push(principal.text.clone()),
                },
                // Their change is put back.
                Conflict::Replaced { theirs } => {
                    change.added.extend(texts(&theirs.added));
                    change.removed.extend(texts(&theirs.removed));
                }
                // The deletion goes on as it is.
                Conflict::NewSinceReview { .. } | Conflict::DeleteAgain => {}
            }
        }
    }
    if let StepState::Superseded { now } = state {
        // It starts from the list that is there now, on which any of its principals may be missing.
        let now = texts(now);
        let missing = texts(&step.after).into_iter();
        let missing = missing.filter(|text| !now.contains(text) && !change.added.contains(text));
        change.added.extend(missing.collect::<Vec<_>>());
    }
    change
}
