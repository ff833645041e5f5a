//! Postern's desktop shell: the window, and the commands and events for its page.
//!
//! Commands have no logic of their own: each one calls [`postern::session::App`].

#[macro_use]
mod commands;

mod access;
mod accounts;
mod arguments;
mod bindings;
mod changes;
mod check;
mod clipboard;
mod clouds;
mod demo;
mod dialogs;
mod events;
mod files;
mod first_screen;
#[cfg(target_os = "linux")]
mod handover;
mod history;
mod input;
mod inventory;
mod key_window;
mod links;
mod logs;
#[cfg(unix)]
mod memory;
mod notify;
mod opening;
#[cfg(target_os = "linux")]
mod polkit;
mod principals;
mod recipes;
mod sealed;
mod settings;
mod start;
#[cfg(target_os = "linux")]
mod suspend;
#[cfg(debug_assertions)]
mod test_answer;
mod views;
mod vpcs;
mod window;

pub use arguments::{Arguments, EarlyExit};
pub use bindings::{bindings, write_typescript};
pub use commands::{COMMANDS, GUARDS, KEY_COMMAND, capability, key_capability};
pub use key_window::handler;
#[cfg(unix)]
pub use memory::keep_memory_private;
pub use start::{context, prepare, run};
#[cfg(target_os = "linux")]
pub use window::draw_without_graphics_driver;

use postern::session::App;
