//! Configuration files: settings, profiles, network details, names, views, CA certificates, where the clouds' CLIs may be
//! run, and what was learned of services. None has a key.

mod address_book;
pub(crate) mod certificates;
mod cloud_access;
mod kept;
mod networks;
mod profile;
mod profiles;
mod services;
mod settings;
mod settings_file;
mod views;

pub use address_book::AddressBook;
pub use certificates::CertificateSummary;
pub use cloud_access::{CloudAccess, CloudAccessFile};
pub use networks::NetworksFile;
pub use profile::{Environment, KeyStore, Profile, ProfileId};
pub(crate) use profiles::ProfileList;
pub use services::ServicesFile;
pub use settings::{Certificates, Confirmations, ProxySetting, Settings, SettingsChange, Theme};
pub use settings_file::SettingsFile;
pub use views::{NamedView, TableView, Views, ViewsFile};
