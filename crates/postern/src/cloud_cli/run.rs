//! Runs a command.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::{CliCommand, CliEnvironment, CliFailure};

/// How much of an answer is read, in bytes.
const ANSWER: u64 = 16 * 1024 * 1024;
/// How much of an error is read, in bytes. Python's tracebacks are long.
const ERROR: u64 = 64 * 1024;

/// Runs a command with `program`, and returns what it printed. Dropping the future ends the program and all that it has
/// started, and so does the time limit.
///
/// # Errors
/// It couldn't be started, failed, took too long, or printed too much.
pub async fn run(
    program: &Path,
    command: &CliCommand,
    environment: &CliEnvironment,
) -> Result<String, CliFailure> {
    let mut process = Command::new(program);
    process
        .args(command.arguments())
        .env_clear()
        .envs(environment.variables_for(command.cli()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    if let Some(home) = environment.home() {
        // A CLI must not find a file of its own name in the folder that Postern was started in.
        process.current_dir(home);
    }
    #[cfg(unix)]
    process.process_group(0);
    #[cfg(windows)]
    process.creation_flags(NO_WINDOW);
    let started = process.spawn();
    let mut process = match started {
        Ok(child) => Group(child),
        Err(error) => return Err(CliFailure::cannot_start(command, &error)),
    };
    let (out, err) = (process.0.stdout.take(), process.0.stderr.take());
    let ending = async {
        let (out, err) = tokio::join!(read(out, ANSWER), read(err, ERROR));
        // A program that prints more than that isn't waited for.
        if out.len() as u64 > ANSWER {
            return None;
        }
        let status = process.0.wait().await.ok()?;
        Some((status.success(), out, err))
    };
    let ended = timeout(environment.limit, ending).await;
    match ended {
        Err(_) => Err(CliFailure::timed_out(command, environment.limit)),
        Ok(None) => Err(CliFailure::not_an_answer(command)),
        Ok(Some((true, out, _))) => Ok(String::from_utf8_lossy(&out).into_owned()),
        Ok(Some((false, _, err))) => Err(CliFailure::read(command, &String::from_utf8_lossy(&err))),
    }
}

/// Reads up to `most` bytes, and one more to tell that there are more. An error only ends it.
async fn read(from: Option<impl AsyncRead + Unpin>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        let mut from = from.take(most + 1);
        let _ = from.read_to_end(&mut bytes).await;
    }
    bytes
}

/// Windows' `CREATE_NO_WINDOW`: no console appears.
#[cfg(windows)]
const NO_WINDOW: u32 = 0x0800_0000;

/// A program with all that it starts, which end with this.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        // A program that has ended has no ID: the system may have given it to another one.
        let Some(id) = self.0.id() else {
            return;
        };
        #[cfg(unix)]
        if let Some(group) = i32::try_from(id)
            .ok()
            .and_then(rustix::process::Pid::from_raw)
        {
            // Fails only if all of it has ended.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            let _ = std::process::Command::new(r"C:\Windows\System32\taskkill.exe")
                .args(["/T", "/F", "/PID", &id.to_string()])
                .creation_flags(NO_WINDOW)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
        }
    }
}
