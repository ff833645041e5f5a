//! What is there now?
//!
//! [`Inventory`] owns what is known of an account's project and keeps it up to date; readers take an
//! immutable [`Snapshot`] from a channel and never wait for the network. What was read is kept in the
//! API's own shapes (`picture`), and the model is made of it by a pure function (`convert`), so that the
//! [`Cache`] holds the same shapes and the last known picture is drawn like a fresh one.

mod cache;
mod cluster_list;
mod convert;
#[cfg(test)]
mod convert_tests;
mod facts;
#[expect(
    clippy::module_inception,
    reason = "it holds the type that the module is named after"
)]
mod inventory;
mod link;
mod load;
mod model;
mod order;
mod pace;
mod picture;
mod queries;
mod refresher;
mod reread;
mod rules;
mod shared;
mod states;
mod update;

pub use cache::{Cache, Slot};
pub use cluster_list::{ClusterList, Shared};
pub use inventory::Inventory;
pub use link::{Link, LinkState};
pub use model::*;
pub use pace::Pace;
pub use picture::About;
pub use rules::{Rules, rules};
pub use update::{Places, SnapshotUpdate};

pub(crate) use facts::{Overlay, OverlayKind};
pub(crate) use inventory::ReadPort;
pub(crate) use link::Way;
pub(crate) use picture::PseRef;
pub(crate) use rules::{endpoint_rules, exists, failed, failed_in_the_way, state_rule};
pub(crate) use states::pse_status;
