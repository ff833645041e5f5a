//! The running application and the account in use.
//!
//! [`App`] owns everything. At most one account is in use. `open::Open` owns its client, inventory and
//! changes, and locking drops it. Only the client and `Open` hold the key.

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
pub use consent::{ConsentPrompt, ConsentRequest};
pub use model::*;
pub use options::{AppOptions, Paths};
pub use reading::Reading;
pub use tried_keys::ClearClipboard;

/// What has changed. Events carry no data; a listener requests what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppEvent {
    /// The accounts, the keyring, the settings, or whether an account is locked.
    StateChanged,
    /// There is a new snapshot of the inventory.
    SnapshotChanged {
        /// The snapshot's version.
        version: u32,
    },
    /// A change was started, made progress or ended.
    ChangesChanged,
    /// A connection check was started, completed a step or ended.
    ChecksChanged,
}
