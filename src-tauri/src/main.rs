//! Postern's program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use postern_app::StartWith;

fn main() -> ExitCode {
    let start = match StartWith::from_arguments(std::env::args().skip(1)) {
        Ok(start) => start,
        Err(answer) => return answer.print(),
    };
    match postern_app::run(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Postern could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
