//! Clusters as the page gets them. Pure.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use serde::Serialize;
use specta::Type;

use super::Cluster;
use crate::permission::Allowed;
use crate::principal::PrincipalView;

/// Clusters, with what many regions have in common listed only once: that is a third of their JSON.
#[derive(Clone, Debug, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ClusterList {
    /// The clusters. Their regions are without what `shared` stands for.
    pub items: Vec<Arc<Cluster>>,
    /// What each region shares with others, in the order of the clusters and their regions.
    pub shared: Vec<Shared>,
    /// Every principal that a region's list has.
    pub principals: Vec<PrincipalView>,
    /// Every answer to the question whether something may be done.
    pub answers: Vec<Allowed>,
}

/// What a region shares with others, as positions in a [`ClusterList`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Shared {
    /// Its principals, in `principals`; `None` if it has no PSE, or if no answer had the list.
    pub principals: Option<Vec<u32>>,
    /// Whether a PSE may be created, in `answers`.
    pub may_create: u32,
    /// Whether its list may be edited, in `answers`.
    pub may_edit: u32,
    /// Whether it may be deleted, in `answers`.
    pub may_delete: u32,
}

impl ClusterList {
    pub fn new(items: Vec<Arc<Cluster>>) -> Self {
        let mut principals = Distinct::default();
        let mut answers = Distinct::default();
        let regions = items.iter().flat_map(|cluster| &cluster.regions);
        let shared = regions.map(|region| Shared {
            principals: region
                .endpoint
                .principals()
                .map(|list| list.iter().map(|one| principals.place(one)).collect()),
            may_create: answers.place(&region.may_create),
            may_edit: answers.place(&region.may_edit),
            may_delete: answers.place(&region.may_delete),
        });
        let shared = shared.collect();
        let (principals, answers) = (principals.list(), answers.list());
        Self {
            items,
            shared,
            principals,
            answers,
        }
    }
}

/// Values that are listed once each, with their positions.
struct Distinct<'a, T>(HashMap<&'a T, u32>);

impl<T> Default for Distinct<'_, T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<'a, T: Eq + Hash + Clone> Distinct<'a, T> {
    fn place(&mut self, item: &'a T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(item).or_insert(next)
    }

    fn list(self) -> Vec<T> {
        let mut items: Vec<(&T, u32)> = self.0.into_iter().collect();
        items.sort_unstable_by_key(|(_, place)| *place);
        items.into_iter().map(|(item, _)| item.clone()).collect()
    }
}
