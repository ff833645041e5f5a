//! Postern's shell: the window, what the page may call, and what it hears.
//!
//! Thin on purpose: each command is a line or two over [`postern::session::App`].

mod access;
mod accounts;
mod arguments;
mod bindings;
mod changes;
mod check;
mod clipboard;
mod demo;
mod dialogs;
mod events;
mod history;
mod inventory;
mod links;
mod logs;
#[cfg(unix)]
mod memory;
mod notify;
mod pictures;
mod principals;
mod recipes;
mod settings;
mod start;
#[cfg(target_os = "linux")]
mod suspend;
mod vpcs;
mod window;

pub use arguments::{Answer, StartWith};
pub use bindings::{bindings, write_typescript};
#[cfg(unix)]
pub use memory::keep_memory_private;
pub use start::{context, prepare, run};

use postern::session::App;
