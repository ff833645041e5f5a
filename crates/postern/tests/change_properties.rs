//! Merging lists of principals: what holds for all lists.

#![allow(missing_docs, reason = "tests")]

use std::collections::BTreeSet;

use postern::change::Touch;
use postern::plan::merge::{Intent, apply, merge};
use postern::principal::PrincipalCloud::{self, Aws, Azure};
use proptest::prelude::*;

fn aws(number: u8) -> String {
    format!("arn:aws:iam::11223344550{number}:root")
}

/// Lists over ten principals, so that they meet.
fn list() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec((0_u8..10).prop_map(aws), 0..12)
}

/// Subscriptions in any case.
fn subscriptions() -> impl Strategy<Value = Vec<String>> {
    let id = (0_u8..6, any::<bool>()).prop_map(|(number, upper)| {
        let id = format!("0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b{number}");
        if upper { id.to_uppercase() } else { id }
    });
    prop::collection::vec(id, 0..8)
}

fn set(cloud: PrincipalCloud, list: &[String]) -> BTreeSet<String> {
    postern::principal::normalize(cloud, list)
        .into_iter()
        .collect()
}

proptest! {
    #[test]
    fn without_anybody_else_the_result_is_mine(base in list(), mine in list()) {
        let merged = merge(Aws, &base, &base, &mine);
        prop_assert_eq!(set(Aws, &merged.list), set(Aws, &mine));
        prop_assert!(merged.added_by_them.is_empty() && merged.removed_by_them.is_empty());
    }

    #[test]
    fn without_a_change_of_mine_the_result_is_theirs(base in list(), theirs in list()) {
        prop_assert_eq!(set(Aws, &merge(Aws, &base, &theirs, &base).list), set(Aws, &theirs));
    }

    #[test]
    fn nobody_s_addition_and_nobody_s_removal_is_lost(base in list(), theirs in list(), mine in list()) {
        let merged = set(Aws, &merge(Aws, &base, &theirs, &mine).list);
        let (base, theirs, mine) = (set(Aws, &base), set(Aws, &theirs), set(Aws, &mine));
        for side in [&theirs, &mine] {
            prop_assert!(side.difference(&base).all(|added| merged.contains(added)));
            prop_assert!(base.difference(side).all(|removed| !merged.contains(removed)));
        }
        // And nothing comes from nowhere.
        prop_assert!(merged.iter().all(|text| theirs.contains(text) || mine.contains(text)));
    }

    /// What the user confirmed is `intent`, however often the list changes until it is sent.
    #[test]
    fn only_what_was_confirmed_or_is_there_already_is_on_the_list(
        base in list(), mine in list(), seen in list(), now in list(),
    ) {
        let intent = Intent::between(Aws, &base, &mine);
        let sent = set(Aws, &apply(Aws, &intent, &seen, &now).list);
        let (now, added) = (set(Aws, &now), set(Aws, &intent.added));
        prop_assert!(sent.iter().all(|text| now.contains(text) || added.contains(text)));
    }

    #[test]
    fn from_one_base_it_does_not_matter_who_was_first(base in list(), theirs in list(), mine in list()) {
        let (one, other) = (merge(Aws, &base, &theirs, &mine), merge(Aws, &base, &mine, &theirs));
        prop_assert!(one.conflicts.is_empty() && other.conflicts.is_empty());
        prop_assert_eq!(set(Aws, &one.list), set(Aws, &other.list));
    }

    #[test]
    fn merging_again_changes_nothing(base in list(), theirs in list(), mine in list()) {
        let once = merge(Aws, &base, &theirs, &mine).list;
        let intent = Intent::between(Aws, &base, &mine);
        let twice = apply(Aws, &intent, &once, &once);
        prop_assert!(twice.conflicts.is_empty());
        prop_assert_eq!(twice.list, once);
    }

    #[test]
    fn subscriptions_are_compared_in_one_case(base in subscriptions(), theirs in subscriptions(), mine in subscriptions()) {
        let lower = |list: &[String]| list.iter().map(|text| text.to_lowercase()).collect::<Vec<_>>();
        let merged = merge(Azure, &base, &theirs, &mine);
        prop_assert_eq!(&merged, &merge(Azure, &lower(&base), &lower(&theirs), &lower(&mine)));
        prop_assert_eq!(set(Azure, &merged.list).len(), merged.list.len());
    }

    #[test]
    fn a_conflict_is_what_was_undone_since_it_was_seen(base in list(), mine in list(), seen in list(), now in list()) {
        let intent = Intent::between(Aws, &base, &mine);
        let merged = apply(Aws, &intent, &seen, &now);
        let (seen, now) = (set(Aws, &seen), set(Aws, &now));
        for clash in &merged.conflicts {
            let (was, is) = (seen.contains(&clash.principal), now.contains(&clash.principal));
            match clash.mine {
                Touch::Added => prop_assert!(intent.added.contains(&clash.principal) && was && !is),
                Touch::Removed => prop_assert!(intent.removed.contains(&clash.principal) && !was && is),
            }
            // Until it is decided, it stays as it is.
            prop_assert_eq!(merged.list.contains(&clash.principal), is);
        }
        // Deciding for them leaves nothing to ask, deciding for mine neither.
        let list = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>();
        prop_assert!(apply(Aws, &intent, &list(&now), &list(&now)).conflicts.is_empty());
        let mut yielded = intent;
        yielded.yield_to(Aws, &merged.conflicts);
        prop_assert!(apply(Aws, &yielded, &list(&seen), &list(&now)).conflicts.is_empty());
    }
}

#[test]
fn the_list_keeps_their_order_and_mine_comes_after_it() {
    let names = |numbers: &[u8]| numbers.iter().copied().map(aws).collect::<Vec<_>>();
    let merged = merge(
        Aws,
        &names(&[1, 2, 3]),
        &names(&[3, 9, 1, 2]),
        &names(&[7, 1, 2, 5]),
    );
    assert_eq!(merged.list, names(&[9, 1, 2, 7, 5]));
    assert_eq!(merged.added_by_them, names(&[9]));
}
