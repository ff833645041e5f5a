//! Configuration files: settings, profiles, network details, names and CA certificates. None has a key.

mod address_book;
pub(crate) mod certificates;
mod networks;
mod profile;
mod profiles;
mod settings;
mod settings_file;

pub use address_book::AddressBook;
pub use networks::NetworksFile;
pub use profile::{KeyStore, Profile, ProfileId};
pub(crate) use profiles::ProfileList;
pub use settings::{Certificates, ProxySetting, Settings, SettingsChange, Theme};
pub use settings_file::SettingsFile;
