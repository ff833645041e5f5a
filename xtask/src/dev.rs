//! The window with the page served by Vite: a saved change of the page shows at once, one of the Rust code
//! after a build.

use std::env;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::app::has_display;
use crate::group::{Group, signal};
use crate::tools::{TaskError, Tool, tauri, tool};

/// An application of its own: with the usual identifier it would share accounts with an installed Postern,
/// and would only bring that one to the front while it runs.
const CONFIG: &str = r#"{ "identifier": "app.postern.Postern.dev" }"#;

/// The virtual display's size and depth.
const SCREEN: &str = "1440x900x24";

/// Opens the window on the demo account and stays until it is closed or Ctrl+C is pressed.
pub fn dev() -> Result<(), TaskError> {
    let mut window = tauri(&["dev", "--config", CONFIG, "--", "--", "--demo"]);
    let mut screen = None;
    if !has_display() {
        let (xvfb, display) = virtual_display()?;
        screen = Some(xvfb);
        println!(
            "No display found: the window opens on the virtual display {display}.\n\
             Take a screenshot with `xwd -display {display} -root -out window.xwd`, or connect a VNC server."
        );
        window = on_virtual_display(window, &display);
    }
    // A group of its own: Ctrl+C reaches only this program.
    let mut window = window.start()?;
    let id = window.id();
    ctrlc::set_handler(move || {
        println!("\nStopping");
        signal(id, "TERM");
    })
    .map_err(|error| TaskError::Missing(format!("can't handle Ctrl+C: {error}")))?;
    // It fails when it is stopped, too; if something else went wrong, it has printed that.
    let _ = window.wait();
    drop(window);
    if let Some(mut screen) = screen {
        // Unlike a killed one, it removes its socket.
        signal(screen.id(), "TERM");
        let _ = screen.wait();
    }
    Ok(())
}

/// Starts Xvfb and returns it with the name of its display.
fn virtual_display() -> Result<(Group, String), TaskError> {
    let arguments = [
        "-displayfd",
        "1",
        "-screen",
        "0",
        SCREEN,
        "-nolisten",
        "tcp",
    ];
    let xvfb = tool("Xvfb", &arguments).stdout(Stdio::piped()).start();
    let mut xvfb = xvfb.map_err(|error| {
        TaskError::Missing(format!(
            "No display found, and no virtual one: {error}. Set DISPLAY or WAYLAND_DISPLAY, or install Xvfb."
        ))
    })?;
    let mut line = String::new();
    if let Some(output) = xvfb.output() {
        // Nothing read is treated like an empty line.
        let _ = BufReader::new(output).read_line(&mut line);
    }
    match line.trim() {
        "" => Err(TaskError::Missing(
            "Xvfb ended before it was ready".to_owned(),
        )),
        number => Ok((xvfb, format!(":{number}"))),
    }
}

/// Runs a program on a display without a desktop: without a session bus of its own, Postern doesn't start.
fn on_virtual_display(program: Tool, display: &str) -> Tool {
    let program = if env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() {
        program
    } else {
        program.inside("dbus-run-session", &["--"])
    };
    program
        .env("DISPLAY", display)
        .env("GDK_BACKEND", "x11")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        // There is no accessibility bus.
        .env("GTK_A11Y", "none")
        .env("NO_AT_BRIDGE", "1")
}
