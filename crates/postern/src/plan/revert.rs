//! Back to the old lists, merged with what happened since. Pure.

use std::collections::HashMap;
use std::time::Duration;

use aeon::ids::{ClusterId, RegionInfoId};
use jiff::Timestamp;

use super::endpoint::{self, At, Effect, cannot_add_again, over, unusable};
use super::expand::Expanded;
use super::index::Index;
use crate::change::{Action, RegionChange};
use crate::inventory::Snapshot;
use crate::principal::without;

/// A step that was carried out, as far as undoing it needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevertStep {
    /// The region.
    pub region_id: RegionInfoId,
    /// The cluster.
    pub cluster_id: ClusterId,
    /// What was done.
    pub action: Action,
    /// Who could connect before.
    pub before: Vec<String>,
    /// Who could connect afterwards.
    pub after: Vec<String>,
    /// When Postern did it; `None`: somebody else did.
    pub done_here: Option<Timestamp>,
}

/// A grant of one's own that is younger than this is taken back without typing anything.
const JUST_NOW: Duration = Duration::from_mins(10);

impl RevertStep {
    fn is_recent(&self, at: Timestamp) -> bool {
        let age = self.done_here.map(|done| at.duration_since(done));
        age.and_then(|age| Duration::try_from(age).ok())
            .is_some_and(|age| age < JUST_NOW)
    }
}

/// An endpoint's list before and after a batch; `None`: there was no endpoint.
struct Span<'a> {
    before: Option<&'a [String]>,
    after: Option<&'a [String]>,
}

/// What undoes these steps (given in the order in which they were carried out): endpoints that were made
/// are deleted, those that were deleted are made again with their old list, and of edits what they did is
/// taken back from the list that is there now, so that what others did since stays. What was granted here a few minutes
/// before `at` is taken back without typing.
pub fn revert(steps: &[RevertStep], now: &Snapshot, at: Timestamp) -> Expanded {
    let mut spans: HashMap<&RegionInfoId, Span<'_>> = HashMap::new();
    for step in steps {
        let before = (step.action != Action::Create).then_some(step.before.as_slice());
        let after = (step.action != Action::Delete).then_some(step.after.as_slice());
        spans
            .entry(&step.region_id)
            .and_modify(|span| span.after = after)
            .or_insert(Span { before, after });
    }
    let regions: Vec<RegionInfoId> = spans.keys().map(|id| (*id).clone()).collect();
    let mut expanded = over(&Index::new(now), Some(&regions), |at, notes| {
        let Some(span) = spans.get(&at.region.id) else {
            return Effect::Nothing;
        };
        match (span.before, span.after) {
            (None, None) => Effect::Nothing,
            (None, Some(after)) => {
                notes.saw(at.region.id.clone(), after.to_vec());
                endpoint::delete(at)
            }
            (Some(before), None) => again(at, before),
            (Some(before), Some(after)) => back(at, before, after),
        }
    });
    for step in steps.iter().filter(|step| step.is_recent(at)) {
        let granted = without(&step.after, &step.before);
        expanded.notes.granted(step.region_id.clone(), granted);
    }
    expanded
}

/// Makes a deleted endpoint again.
fn again(at: &At<'_>, list: &[String]) -> Effect {
    if let Some(text) = unusable(at, list, &[]) {
        return Effect::Skip(cannot_add_again(text));
    }
    endpoint::create(at, list)
}

/// Takes an edit back.
fn back(at: &At<'_>, before: &[String], after: &[String]) -> Effect {
    if let Some(reason) = endpoint::uneditable(at) {
        return Effect::Skip(reason);
    }
    if let Some(text) = unusable(at, before, after) {
        return Effect::Skip(cannot_add_again(text));
    }
    Effect::Change(RegionChange::Edit {
        region_id: at.region.id.clone(),
        base: after.to_vec(),
        mine: before.to_vec(),
    })
}
