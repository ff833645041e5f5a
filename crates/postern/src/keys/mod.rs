//! Which accounts, and where is the key?
//!
//! [`Vault`] holds the profiles (a file without keys) and reaches the keys in the operating system's
//! [`Keyring`]. A key is never serialised, logged or given back to the page; one that can't be read is not
//! a missing one: nothing is deleted for it.

mod bounded;
mod error;
mod keyring;
#[cfg(target_os = "linux")]
mod platform_linux;
#[cfg(any(target_os = "macos", windows))]
mod platform_other;
mod vault;
mod view;

pub use error::VaultError;
pub use keyring::{Keyring, KeyringError, KeyringTimes};
pub use vault::Vault;
pub use view::KeyringView;

#[cfg(target_os = "linux")]
use platform_linux as platform;
#[cfg(any(target_os = "macos", windows))]
use platform_other as platform;
