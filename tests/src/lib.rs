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
mod desktop;
mod files;
mod memory;
mod painted;
mod paths;
mod process;
mod sign_in;
mod wait;

pub use app::TestApp;
pub use by::*;
pub use desktop::Desktop;
pub use files::files_containing;
pub use paths::{built, program};
pub use sign_in::{loaded, name_service, signed_in, try_key};
pub use wait::{PATIENCE, until, within};
