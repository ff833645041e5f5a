//! What is an unlocked account?
//!
//! [`App`] owns everything. At most one account is in use: its client, inventory and changes have one
//! owner (`open::Open`), and locking drops it. The key is in the client and in that owner, nowhere else.

mod access;
mod accounts;
mod active_account;
mod app;
mod changes;
mod checks;
mod client;
mod connect;
mod consent;
mod history;
mod inventory;
mod model;
mod open;
mod options;
mod reading;
mod review;
mod settings;
mod tried_keys;
mod vpcs;

pub use accounts::ClipboardKey;
pub use app::App;
pub use checks::{CheckRun, CheckState};
pub use connect::{Recipes, TerraformScope};
pub use consent::{Confirm, Question};
pub use model::*;
pub use options::{AppOptions, Paths};
pub use reading::Reading;
pub use tried_keys::ClearClipboard;

/// What is new. None of it says more than that: who is told asks for what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppEvent {
    /// The accounts, the keyring, the settings or the lock.
    StateChanged,
    /// There is a new snapshot.
    SnapshotChanged {
        /// Its version.
        version: u32,
    },
    /// A change was started, went on or ended.
    ChangesChanged,
    /// A network check was started, did a step or ended.
    ChecksChanged,
}
