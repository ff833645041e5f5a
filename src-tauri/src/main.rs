//! The `postern` program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use postern_app::Arguments;
use zeroizing_alloc::ZeroAlloc;

/// Overwrites freed memory: an API key passes through buffers that don't know that it is secret.
#[global_allocator]
static MEMORY: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    // In debug builds the tests read the memory, and one of them asks for this.
    #[cfg(unix)]
    if cfg!(not(debug_assertions)) || std::env::var_os("POSTERN_PRIVATE_MEMORY").is_some() {
        postern_app::keep_memory_private();
    }
    #[cfg(target_os = "linux")]
    postern_app::draw_without_graphics_driver();
    let arguments = match Arguments::from_command_line(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(early_exit) => return early_exit.print(),
    };
    match postern_app::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[cfg(target_os = "linux")]
            restart_if_another_instance_was_quitting(&error);
            eprintln!("Postern can't start: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Just after a quit, the D-Bus name of the single instance may still be taken with nothing behind it that accepts
/// the arguments. On the second attempt the name is free.
#[cfg(target_os = "linux")]
fn restart_if_another_instance_was_quitting(error: &dyn std::fmt::Display) {
    use std::os::unix::process::CommandExt;

    const SECOND_START: &str = "POSTERN_SECOND_START";
    if std::env::var_os(SECOND_START).is_some() || !error.to_string().contains("forward arguments")
    {
        return;
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    if let Ok(program) = std::env::current_exe() {
        let arguments = std::env::args_os().skip(1);
        let failed = std::process::Command::new(program)
            .args(arguments)
            .env(SECOND_START, "1")
            .exec();
        eprintln!("Postern can't restart: {failed}");
    }
}
