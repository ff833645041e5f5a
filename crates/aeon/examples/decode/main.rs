//! Says what this version understands of a saved answer of the service, or why it can't.
//!
//! `cargo run -p aeon --example decode -- clusters answer.json`

mod report;
mod telling;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

/// Says what is understood of a saved answer of the Aeon API, or why not.
#[derive(Parser)]
struct Arguments {
    /// What the answer is of.
    kind: report::Kind,
    /// The file that holds the answer; `-` for standard input.
    file: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let read = read(&arguments.file)
        .map_err(|error| format!("{} can't be read: {error}", arguments.file.display()));
    match read.and_then(|body| report::report(arguments.kind, &body)) {
        Ok(lines) => {
            print!("{lines}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut body = Vec::new();
        std::io::stdin().read_to_end(&mut body)?;
        return Ok(body);
    }
    std::fs::read(file)
}
