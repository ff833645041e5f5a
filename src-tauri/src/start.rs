//! From nothing to a window.

use std::path::PathBuf;
use std::sync::Arc;

use tauri::{Context, Manager, RunEvent, Runtime, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::clipboard::Clipboard;
use crate::demo::Demo;
use crate::{App, StartWith, bindings, events, logs, window};

/// Where Postern keeps what it keeps.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The profiles and the settings.
    pub config: PathBuf,
    /// The last known inventory.
    pub data: PathBuf,
}

/// Why Postern could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The window system or the web view refused.
    #[error(transparent)]
    Window(#[from] tauri::Error),
    /// The profiles or the settings can't be used.
    #[error("{0}")]
    Session(String),
}

/// The configuration, the permissions and the page, as they were built in.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the window can't be made, or Postern's files can't be used.
pub fn run(start: StartWith) -> Result<(), Error> {
    let bindings = bindings();
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app)
        }))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(remembered)
                .build(),
        )
        .invoke_handler(bindings.invoke_handler())
        .setup(move |app| {
            logs::begin(&app.path().app_log_dir()?);
            bindings.mount_events(app);
            let folders = Folders {
                config: app.path().app_config_dir()?,
                data: app.path().app_data_dir()?,
            };
            let session = prepare(app, &folders)?;
            #[cfg(target_os = "linux")]
            crate::suspend::lock_before_sleep(Arc::clone(&session));
            if start.demo {
                let app = app.handle().clone();
                tauri::async_runtime::spawn(async move {
                    if let Err(problem) = app.state::<Demo>().open(&session).await {
                        tracing::error!("the demo could not be opened: {}", problem.message);
                    }
                });
            }
            window::open(app)?;
            Ok(())
        })
        .build(context())?
        .run(|app, event| {
            if let RunEvent::WindowEvent {
                event: WindowEvent::Focused(true),
                ..
            } = event
            {
                app.state::<Arc<App>>().window_focused();
            }
        });
    Ok(())
}

/// Gives an application the state that the commands work on, and starts passing events on to the page.
///
/// # Errors
/// When Postern's files can't be used.
pub fn prepare<R: Runtime>(app: &tauri::App<R>, folders: &Folders) -> Result<Arc<App>, Error> {
    let session = Arc::new(App::open(folders));
    app.manage(Arc::clone(&session));
    app.manage(Clipboard::start());
    app.manage(Demo::default());
    events::pass_on(app.handle().clone(), &session);
    Ok(session)
}
