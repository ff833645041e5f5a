//! The harness of the window tests: a private desktop, and Postern on it.
//!
//! ```ignore
//! let desktop = Desktop::start().await;
//! let app = TestApp::open(&desktop).await;
//! app.click(button("Explore the demo")).await;
//! app.see(row("orders").containing("us-west-2")).await;
//! ```
//!
//! Functions panic when something fails, with what was expected, what the page shows, and a screenshot in
//! `target/window-tests/`.
#![allow(clippy::expect_used, clippy::panic)]

mod app;
mod by;
mod clouds;
mod desktop;
mod files;
mod keepassxc;
mod kwallet;
mod memory;
mod painted;
mod paths;
mod port;
mod process;
pub mod ratio;
mod screen_reader;
mod secure_service;
mod sign_in;
mod undriven;
mod wait;

pub use app::TestApp;
pub use by::*;
pub use clouds::{StandIn, programs as cli_programs};
pub use desktop::Desktop;
pub use files::files_containing;
pub use keepassxc::{KEEPASSXC_ASKS, KeePassXc};
pub use kwallet::{KWALLET, KWallet};
pub use paths::{built, program};
pub use screen_reader::ScreenReader;
pub use secure_service::SecureService;
pub use sign_in::{KEY_WINDOW, loaded, name_service, signed_in, try_key};
pub use undriven::{Undriven, without_rights};
pub use wait::{PATIENCE, until, within};
