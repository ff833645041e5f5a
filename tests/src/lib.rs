//! A desktop of one's own, and Postern on it: what the window tests are told with.
//!
//! ```ignore
//! let desktop = Desktop::start().await;
//! let app = TestApp::open(&desktop).await;
//! app.click(button("Explore the demo")).await;
//! app.see(row("orders").containing("us-west-2")).await;
//! ```
//!
//! Everything that can fail here fails by panicking with what was wanted, what was there instead, and
//! a picture of the window in `target/window-tests/`: only tests call it.
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
pub use files::files_holding;
pub use paths::{beside, program};
pub use sign_in::{loaded, name_service, signed_in, try_key};
pub use wait::{PATIENCE, until, within};
