//! Postern's program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use postern_app::StartWith;
use zeroizing_alloc::ZeroAlloc;

/// What is freed is overwritten: an API key passes through buffers that know nothing of secrets.
#[global_allocator]
static MEMORY: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    #[cfg(all(unix, not(debug_assertions)))]
    postern_app::keep_memory_private();
    let start = match StartWith::from_arguments(std::env::args_os()) {
        Ok(start) => start,
        Err(answer) => return answer.print(),
    };
    match postern_app::run(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[cfg(target_os = "linux")]
            start_anew_where_another_one_was_ending(&error);
            eprintln!("Postern could not start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A start just after a quit may still find the first one's name on the bus, and nobody behind it who
/// takes the arguments. By the second time the name is free.
#[cfg(target_os = "linux")]
fn start_anew_where_another_one_was_ending(error: &dyn std::fmt::Display) {
    use std::os::unix::process::CommandExt;

    const SECOND: &str = "POSTERN_SECOND_START";
    if std::env::var_os(SECOND).is_some() || !error.to_string().contains("forward arguments") {
        return;
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    if let Ok(program) = std::env::current_exe() {
        let arguments = std::env::args_os().skip(1);
        let failed = std::process::Command::new(program)
            .args(arguments)
            .env(SECOND, "1")
            .exec();
        eprintln!("{failed}");
    }
}
