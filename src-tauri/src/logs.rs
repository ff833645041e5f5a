//! Logs to the terminal and to a file of limited size.
//!
//! No log contains an API key: the type's `Debug` output is redacted, and the HTTP libraries are limited to warnings,
//! whatever `RUST_LOG` says, because they would log headers below that level.

use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// In bytes. A larger log is renamed at the next start, and a new one begun.
const MAX_SIZE: u64 = 2 * 1024 * 1024;

/// Starts to log to standard error and to `postern.log` in this folder.
pub(crate) fn begin(folder: &Path) {
    let file = open(folder);
    let file_error = file.as_ref().err().map(ToString::to_string);
    let to_file = file.ok().map(|file| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(file))
    });
    let to_terminal = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let started = tracing_subscriber::registry()
        .with(filter())
        .with(to_terminal)
        .with(to_file)
        .try_init();
    if started.is_ok() {
        log_panics();
    }
    if let Some(error) = file_error {
        tracing::warn!("can't write a log file in {}: {error}", folder.display());
    }
    tracing::info!("Postern {}", env!("CARGO_PKG_VERSION"));
}

fn filter() -> EnvFilter {
    let mut filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,postern=info,postern_app=info,aeon=info"));
    for library in [
        "h2=warn",
        "hyper=warn",
        "hyper_util=warn",
        "reqwest=warn",
        "rustls=warn",
    ] {
        filter = filter.add_directive(library.parse().expect("the directives above are valid"));
    }
    filter
}

fn open(folder: &Path) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join("postern.log");
    if fs::metadata(&path).is_ok_and(|file| file.len() > MAX_SIZE) {
        fs::rename(&path, folder.join("postern.1.log"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// Logs panics, which nobody would see otherwise if Postern is started from a menu.
fn log_panics() {
    let previous = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!("{panic}");
        previous(panic);
    }));
}
