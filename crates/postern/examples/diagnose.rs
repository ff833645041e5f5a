//! Explains an error of a cloud or a shell: `cargo run -p postern --example diagnose -- PARAMS.json < ERROR`.
//!
//! PARAMS.json describes the endpoint, as for the example `recipes`. Each likely cause is answered with one line of
//! JSON, the likeliest first: `{"cause","fix","confidence"}`. Exit status 1: nothing is known about this error.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use postern::recipe::Params;
use postern::trouble::diagnose;
use serde_json::json;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [path] = arguments.as_slice() else {
        eprintln!("usage: diagnose PARAMS.json < ERROR");
        return ExitCode::from(2);
    };
    let params = std::fs::read_to_string(path)
        .map_err(|error| error.to_string())
        .and_then(|text| Params::from_json(&text).map_err(|error| error.to_string()));
    let params = match params {
        Ok(params) => params,
        Err(error) => {
            eprintln!("diagnose: {}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    let mut text = Vec::new();
    if let Err(error) = io::stdin().lock().read_to_end(&mut text) {
        eprintln!("diagnose: {error}");
        return ExitCode::from(2);
    }
    let found = diagnose(&String::from_utf8_lossy(&text), &params);
    let mut answers = io::stdout().lock();
    for diagnosis in &found {
        let answer = json!({
            "cause": diagnosis.cause,
            "fix": diagnosis.fixes.join(" "),
            "confidence": diagnosis.confidence,
        });
        if writeln!(answers, "{answer}").is_err() {
            break;
        }
    }
    match found.is_empty() {
        true => ExitCode::from(1),
        false => ExitCode::SUCCESS,
    }
}
