//! The principals that an editor suggests.

use std::collections::BTreeMap;

use serde::Serialize;
use specta::Type;

use super::site::sites;
use crate::cloud::Cloud;
use crate::inventory::Snapshot;
use crate::principal::{Names, PrincipalKind, PrincipalView, principal_cloud};

/// A principal that may be meant: it is on a list of this account, or its owner has a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct KnownPrincipal {
    pub principal: PrincipalView,
    /// The name of its owner, from the address book.
    pub name: Option<String>,
    /// The group of its owner.
    pub group: Option<String>,
    /// The number of endpoints that list it.
    pub endpoints: u32,
}

/// The principals of one cloud that are on a list, and the whole accounts or subscriptions that have a name. The most
/// used first.
pub fn known(now: &Snapshot, names: &Names, cloud: &Cloud) -> Vec<KnownPrincipal> {
    let mut counts: BTreeMap<String, (PrincipalView, u32)> = BTreeMap::new();
    for site in sites(now).iter().filter(|site| site.region.cloud == *cloud) {
        for &view in &site.principals {
            let is_one = !matches!(
                view.kind,
                PrincipalKind::Everyone | PrincipalKind::Unrecognized
            );
            if is_one {
                let entry = counts.entry(view.text.clone());
                entry.or_insert_with(|| (view.clone(), 0)).1 += 1;
            }
        }
    }
    for (principal, _) in names.whole_owners(principal_cloud(cloud)) {
        let view = principal.view();
        counts.entry(view.text.clone()).or_insert((view, 0));
    }
    let known = counts
        .into_values()
        .map(|(principal, endpoints)| KnownPrincipal {
            name: names.of_principal(&principal).map(str::to_owned),
            group: principal
                .owner
                .as_ref()
                .and_then(|owner| names.group_of(owner))
                .map(str::to_owned),
            principal,
            endpoints,
        });
    let mut known: Vec<_> = known.collect();
    // Stable: those used equally often stay in the order of their texts.
    known.sort_by_key(|one| std::cmp::Reverse(one.endpoints));
    known
}
