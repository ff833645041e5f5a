//! The accounts and their API keys.
//!
//! [`Vault`] has the profiles (a file without keys) and reads the keys from the operating system's
//! [`Keyring`]. A key is never serialized, logged or returned to the page. A key that can't be read isn't
//! treated as missing, and nothing is deleted because of it.

mod bounded;
mod error;
mod keyring;
#[cfg(target_os = "linux")]
mod platform_linux;
#[cfg(any(target_os = "macos", windows))]
mod platform_other;
mod trusted_network;
mod vault;
mod view;

pub use error::VaultError;
pub use keyring::{Keyring, KeyringError, KeyringTimes, StoredKey};
pub use trusted_network::TrustedNetwork;
pub use vault::Vault;
pub use view::KeyringView;

#[cfg(target_os = "linux")]
use platform_linux as platform;
#[cfg(any(target_os = "macos", windows))]
use platform_other as platform;
