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
mod cloud_access;
mod cloud_side;
mod connect;
mod connection_search;
mod consent;
mod consent_request;
mod data_lock;
mod demo;
mod diagnostics;
mod first_screen;
mod history;
mod inventory;
mod key_attempts;
mod link;
mod lookups;
mod made_text;
mod model;
mod network;
mod network_question;
mod open;
mod options;
mod others;
mod preflight;
mod reading;
mod review;
mod settings;
mod tried_keys;
mod unlocking;
mod updates;
mod user_verification;
mod views;
mod vpcs;

pub use access::Reminder;
pub use app::App;
pub use checks::{CheckRun, CheckState};
pub use cloud_access::{AwsProfileView, CliView, CloudAccessView};
pub use cloud_side::ConnectionsView;
pub use connect::{Recipes, TerraformScope};
pub use consent::ConsentPrompt;
pub use consent_request::{ConsentPlace, ConsentRequest};
pub use data_lock::DataLock;
pub use diagnostics::{AttemptView, Diagnostics, FactView, HowLearned, ServiceView};
pub use first_screen::FirstScreen;
pub use key_attempts::ClipboardKey;
pub use lookups::{LookupCommand, LookupCommandState};
pub use made_text::{Made, MadeText};
pub use model::*;
pub use options::{AppOptions, Paths};
pub use preflight::PreflightView;
pub use reading::Reading;
pub use tried_keys::ClearClipboard;
pub use user_verification::{UserVerifier, VerifiedPurpose};

/// What has changed. Events carry no data; a listener requests what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppEvent {
    /// The accounts, the keyring, the settings, or whether an account is locked.
    StateChanged,
    /// Postern was locked: what the page and its process have in memory must go.
    Locked,
    /// There is a new snapshot of the inventory.
    SnapshotChanged {
        /// The snapshot's version.
        version: u32,
    },
    /// A change was started, made progress or ended.
    ChangesChanged,
    /// Others have changed something: the history has a new entry.
    OthersNoticed,
    /// A connection check or a lookup of connections was started, completed a step or ended.
    ChecksChanged,
}
