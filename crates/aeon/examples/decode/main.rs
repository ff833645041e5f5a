//! Decodes a saved response of the API and reports what this version understands, or why it can't decode it.
//!
//! `cargo run -p aeon --example decode -- clusters response.json`

mod distinguish;
mod report;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

/// Decodes a saved response of the Aeon API and reports what it contains.
#[derive(Parser)]
struct Arguments {
    /// What the response contains.
    kind: report::Kind,
    /// The file with the response's body, or `-` for standard input.
    file: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let read = read(&arguments.file)
        .map_err(|error| format!("Can't read {}: {error}.", arguments.file.display()));
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
