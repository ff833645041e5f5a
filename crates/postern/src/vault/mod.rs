//! Which accounts, and where is the key?
//!
//! [`Vault`] holds the profiles (a file without keys) and reaches the keys in the operating system's
//! [`Keyring`]. A key is never serialised, logged or given back to the page; one that can't be read is not
//! a missing one: nothing is deleted for it.

mod bounded;
pub(crate) mod certificates;
mod error;
mod file;
mod keyring;
mod list;
mod model;
mod networks;
#[cfg(target_os = "linux")]
mod platform_linux;
#[cfg(any(target_os = "macos", windows))]
mod platform_other;
mod profiles;
mod settings;

pub use error::VaultError;
pub(crate) use file::{JsonFile, blocking, damaged_name, lock};
pub use keyring::{Keyring, KeyringError, KeyringTimes};
pub use model::*;
pub use networks::NetworksFile;
pub use profiles::Vault;
pub use settings::SettingsFile;

#[cfg(target_os = "linux")]
use platform_linux as platform;
#[cfg(any(target_os = "macos", windows))]
use platform_other as platform;
