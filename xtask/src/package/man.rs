//! The man page, generated from the program's command line.

use clap::CommandFactory;

use crate::tools::TaskError;

use super::Stamp;

#[path = "../../../src-tauri/src/arguments.rs"]
#[allow(dead_code, reason = "the program uses all of it")]
mod arguments;

pub fn page(stamp: &Stamp) -> Result<Vec<u8>, TaskError> {
    let command = arguments::Arguments::command();
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(command)
        .date(stamp.format("%Y-%m-%d"))
        .manual("User Commands")
        .render(&mut page);
    written
        .map_err(|error| TaskError::Missing(format!("The man page can't be written: {error}")))?;
    Ok(page)
}
