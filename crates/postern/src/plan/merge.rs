//! Three-way merge of principal lists: what the user saw, what is there now, what the user wants. Pure.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::change::Touch;
use crate::principal::{PrincipalCloud, canonical, spelt, without};

/// The result of merging three lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The list that keeps both sides' additions and removals: theirs in its order, then what was added.
    pub list: Vec<String>,
    /// In theirs and not in what the user saw.
    pub added_by_them: Vec<String>,
    /// In what the user saw and not in theirs.
    pub removed_by_them: Vec<String>,
    /// Principals that both sides touched in opposite ways. `list` has them as they are now, in theirs.
    pub conflicts: Vec<Clash>,
}

/// A principal that both sides touched in opposite ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The principal.
    pub principal: String,
    /// What the user did with it.
    pub mine: Touch,
    /// What somebody else did with it.
    pub theirs: Touch,
}

/// What the user did to a list: the difference between the one that was seen and the one that is wanted.
/// It stays the same however often the list on the service changes before it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// To be on the list.
    pub added: Vec<String>,
    /// Not to be on the list.
    pub removed: Vec<String>,
}

impl Intent {
    /// What was done to get from `base` to `mine`.
    pub fn between(cloud: PrincipalCloud, base: &[String], mine: &[String]) -> Self {
        let (base, mine) = (spelt(cloud, base), spelt(cloud, mine));
        Self {
            added: without(&mine, &base),
            removed: without(&base, &mine),
        }
    }

    /// Takes back what was done to these principals.
    pub fn yield_to(&mut self, cloud: PrincipalCloud, clashes: &[Clash]) {
        let given: HashSet<String> = clashes
            .iter()
            .map(|clash| canonical(cloud, &clash.principal))
            .collect();
        self.added.retain(|text| !given.contains(text));
        self.removed.retain(|text| !given.contains(text));
    }
}

/// Merges what the user wants (`mine`, starting from `base`) with what is there now (`theirs`).
///
/// Lists are compared as sets, in one spelling of each principal. From one base no conflict can come: a
/// principal was on it or it wasn't, so both sides can only have done the same to it. Conflicts need a
/// second look in between, see [`apply`].
pub fn merge(cloud: PrincipalCloud, base: &[String], theirs: &[String], mine: &[String]) -> Merged {
    apply(cloud, &Intent::between(cloud, base, mine), base, theirs)
}

/// Does to `now` what the user intends, where the user has last seen `seen`.
///
/// Between `seen` and `now` somebody else may have undone exactly what the user wants: removed a
/// principal that the user added and saw on the list, or added one that the user removed and saw gone.
/// Those are conflicts.
pub fn apply(cloud: PrincipalCloud, intent: &Intent, seen: &[String], now: &[String]) -> Merged {
    let (seen, now) = (spelt(cloud, seen), spelt(cloud, now));
    let added_by_them = without(&now, &seen);
    let removed_by_them = without(&seen, &now);
    let clash = |mine, theirs| {
        move |principal: &String| Clash {
            principal: principal.clone(),
            mine,
            theirs,
        }
    };
    let both = |mine: &[String], theirs: &[String]| {
        let theirs: HashSet<&String> = theirs.iter().collect();
        let both = mine.iter().filter(|text| theirs.contains(text));
        both.cloned().collect::<Vec<String>>()
    };
    let taken_away = both(&intent.added, &removed_by_them);
    let put_back = both(&intent.removed, &added_by_them);
    let conflicts: Vec<Clash> = taken_away
        .iter()
        .map(clash(Touch::Added, Touch::Removed))
        .chain(put_back.iter().map(clash(Touch::Removed, Touch::Added)))
        .collect();
    let clashing: HashSet<&String> = conflicts.iter().map(|clash| &clash.principal).collect();
    let open = |text: &&String| !clashing.contains(*text);
    let removed: HashSet<&String> = intent.removed.iter().filter(open).collect();
    let kept = now.iter().filter(|text| !removed.contains(text));
    let mut met: HashSet<&String> = kept.clone().collect();
    let added = intent.added.iter().filter(open);
    let new = added.filter(|text| met.insert(text));
    let list = kept.chain(new).cloned().collect();
    Merged {
        list,
        added_by_them,
        removed_by_them,
        conflicts,
    }
}
