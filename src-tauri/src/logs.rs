//! What Postern writes down about itself: to the terminal, and to one file of bounded size.
//!
//! Nothing in the program prints a key: it is a type without a readable `Debug`. The libraries that
//! handle requests stay below the level at which they would print headers, whatever `RUST_LOG` says.

use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Bytes after which a log begins anew at the next start; the one before is kept.
const FULL: u64 = 2 * 1024 * 1024;

/// Begins to log to standard error and to `postern.log` in the folder.
pub(crate) fn begin(folder: &Path) {
    let file = open(folder);
    let lost = file.as_ref().err().map(ToString::to_string);
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
    if let Some(error) = lost {
        tracing::warn!("no log file in {}: {error}", folder.display());
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
        filter = filter.add_directive(library.parse().expect("a directive of our own"));
    }
    filter
}

fn open(folder: &Path) -> std::io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join("postern.log");
    if fs::metadata(&path).is_ok_and(|file| file.len() > FULL) {
        fs::rename(&path, folder.join("postern.1.log"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// A panic of a background task would otherwise be seen by nobody who starts Postern from a menu.
fn log_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tracing::error!("{panic}");
        before(panic);
    }));
}
