//! From nothing to a window.

use std::sync::Arc;
use std::time::Duration;

use postern::session::{AppOptions, Paths};
use tauri::async_runtime::block_on;
use tauri::{AppHandle, Context, Manager, RunEvent, Runtime, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::clipboard::Clipboard;
use crate::demo::Demo;
use crate::history::FileDialogs;
use crate::{App, StartWith, bindings, dialogs, events, logs, notify, window};

/// How long the end waits for the answer to what was sent.
const FAREWELL: Duration = Duration::from_secs(10);

/// The configuration, the permissions and the page, as they were built in.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When the window can't be made.
pub fn run(start: StartWith) -> Result<(), tauri::Error> {
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
            let paths = Paths {
                config: app.path().app_config_dir()?,
                data: app.path().app_data_dir()?,
            };
            let session = prepare(app.handle(), paths, AppOptions::default());
            notify::watch(app.handle().clone(), Arc::clone(&session));
            if start.demo {
                open_demo(app.handle().clone(), Arc::clone(&session));
            }
            #[cfg(target_os = "linux")]
            crate::suspend::lock_before_sleep(session);
            window::open(app)?;
            Ok(())
        })
        .build(context())?
        .run(|app, event| match event {
            RunEvent::WindowEvent {
                event: WindowEvent::Focused(true),
                ..
            } => {
                app.state::<Arc<App>>().window_focused();
            }
            RunEvent::Exit => say_farewell(&app.state::<Arc<App>>()),
            _ => {}
        });
    Ok(())
}

/// Gives an application the state that its commands work on, and passes events on to its page.
pub fn prepare<R: Runtime>(app: &AppHandle<R>, paths: Paths, options: AppOptions) -> Arc<App> {
    let options = AppOptions {
        confirm: dialogs::confirm(app.clone()),
        ..options
    };
    let session = Arc::new(block_on(App::open(paths, options)));
    app.manage(Arc::clone(&session));
    app.manage(Clipboard::start());
    app.manage(Demo::default());
    app.manage(FileDialogs::over(app.clone()));
    events::pass_on(app.clone(), &session);
    session
}

fn open_demo(app: AppHandle, session: Arc<App>) {
    tauri::async_runtime::spawn(async move {
        if let Err(problem) = app.state::<Demo>().open(&session).await {
            tracing::error!("{}", problem.message);
        }
    });
}

fn say_farewell(session: &App) {
    let closed = block_on(async { tokio::time::timeout(FAREWELL, session.close()).await });
    if closed.is_err() {
        tracing::warn!("Postern ends before everything that was sent has been answered");
    }
}
