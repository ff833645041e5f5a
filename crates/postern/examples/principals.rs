//! Judges principals: `cargo run -p postern --example principals -- aws|azure [--paste] < FILE`.
//!
//! Without `--paste`, each line of standard input, as it stands without its line ending, is answered with one line
//! of JSON: `{"text","valid","principal","suggestion","reason"}`. With it, all of standard input is one paste, and
//! each candidate in it is answered with such a line, with `"source"` in addition: where in the paste it was found.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use postern::principal::{Principal, PrincipalCloud, Verdict, parse_pasted};
use serde_json::json;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    let (is_paste, words): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|word| *word == "--paste");
    let cloud = match words.as_slice() {
        [cloud] => cloud.parse::<PrincipalCloud>().ok(),
        _ => None,
    };
    let Some(cloud) = cloud else {
        eprintln!("usage: principals aws|azure [--paste] < FILE");
        return ExitCode::from(2);
    };
    let judge = if is_paste.is_empty() {
        judge
    } else {
        judge_paste
    };
    match judge(cloud, &mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has closed the pipe, so it has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("principals: reading or answering failed: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Judges all of the input as one paste.
fn judge_paste(
    cloud: PrincipalCloud,
    input: &mut dyn BufRead,
    answers: &mut dyn Write,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    for token in parse_pasted(cloud, &String::from_utf8_lossy(&bytes)) {
        let (valid, principal, suggestion, reason) = match token.verdict {
            Verdict::Valid { principal } => (true, Some(principal.text), None, None),
            Verdict::Rejected {
                reason,
                suggestions,
                ..
            } => {
                let best = suggestions.into_iter().next();
                (false, None, best.map(|view| view.text), Some(reason))
            }
        };
        let answer = json!({
            "text": token.text,
            "valid": valid,
            "principal": principal,
            "suggestion": suggestion,
            "reason": reason,
            "source": token.source,
        });
        // Some readers of lines end one at these characters, too.
        let line = answer
            .to_string()
            .replace('\u{85}', "\\u0085")
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029");
        writeln!(answers, "{line}")?;
    }
    answers.flush()
}

/// Judges each line by itself.
fn judge(
    cloud: PrincipalCloud,
    lines: &mut dyn BufRead,
    answers: &mut dyn Write,
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
