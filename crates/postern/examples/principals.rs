//! Judges principals line by line: `cargo run -p postern --example principals -- aws|azure < FILE`.
//!
//! Each line of standard input, as it stands without its line ending, is answered with one line of JSON:
//! `{"text","valid","principal","suggestion","reason"}`.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use postern::principal::{Principal, PrincipalCloud};
use serde_json::json;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let cloud = match arguments.as_slice() {
        [cloud] => cloud.parse::<PrincipalCloud>().ok(),
        _ => None,
    };
    let Some(cloud) = cloud else {
        eprintln!("usage: principals aws|azure < FILE");
        return ExitCode::from(2);
    };
    match judge(cloud, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the answers has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("principals: reading or answering failed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn judge(
    cloud: PrincipalCloud,
    mut lines: impl BufRead,
    mut answers: impl Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        if line.ends_with(b"\n") {
            line.pop();
            if line.ends_with(b"\r") {
                line.pop();
            }
        }
        let text = String::from_utf8_lossy(&line);
        let answer = match Principal::parse(cloud, &text) {
            Ok(principal) => json!({
                "text": text,
                "valid": true,
                "principal": principal.to_string(),
                "suggestion": null,
                "reason": null,
            }),
            Err(rejection) => json!({
                "text": text,
                "valid": false,
                "principal": null,
                "suggestion": rejection.suggestions.first().map(ToString::to_string),
                "reason": rejection.reason,
            }),
        };
        // Flushed line by line, so that a program at the other end may ask and wait.
        writeln!(answers, "{answer}")?;
        answers.flush()?;
        line.clear();
    }
    Ok(())
}
