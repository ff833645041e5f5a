//! Postern's shell: the window, what the page may call, and what it hears.
//!
//! Thin on purpose: each command is a line or two over [`postern::session::App`].

mod accounts;
mod arguments;
mod bindings;
mod changes;
mod clipboard;
mod events;
mod inventory;
mod links;
mod principals;
mod settings;
mod stub;
mod vpcs;

pub use arguments::{Answer, StartWith};
pub use bindings::{bindings, write_typescript};

use stub::App;

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the window can't be made.
pub fn run(_start: StartWith) -> Result<(), tauri::Error> {
    let bindings = bindings();
    tauri::Builder::default()
        .invoke_handler(bindings.invoke_handler())
        .run(tauri::generate_context!())
}
