//! What Postern knows and does. No Tauri, no window.

pub mod access;
pub mod change;
pub mod check;
pub mod inventory;
pub mod journal;
pub mod principal;
pub mod problem;
pub mod recipe;
pub mod session;
mod sqlite;
mod table;
mod text;
pub mod vault;
pub mod vpc;
