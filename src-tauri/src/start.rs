//! Starts Postern and runs it until its window is closed.

use std::sync::Arc;
use std::time::Duration;

use postern::session::{AppOptions, Paths};
use tauri::async_runtime::block_on;
use tauri::{AppHandle, Context, Manager, RunEvent, Runtime, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::clipboard::Clipboard;
use crate::demo::Demo;
use crate::files::FileDialogs;
use crate::{App, Arguments, bindings, dialogs, events, logs, notify, window};

/// How long to wait on exit for responses to requests in flight.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(10);

/// The configuration, permissions and page that are embedded in the program.
#[must_use]
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// The window can't be created.
pub fn run(arguments: Arguments) -> Result<(), tauri::Error> {
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
            if arguments.demo {
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
            RunEvent::Exit => close(&app.state::<Arc<App>>()),
            _ => {}
        });
    Ok(())
}

/// Manages the state that commands use, and forwards events to the page.
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
    events::forward(app.clone(), &session);
    session
}

fn open_demo(app: AppHandle, session: Arc<App>) {
    tauri::async_runtime::spawn(async move {
        if let Err(problem) = app.state::<Demo>().open(&session).await {
            tracing::error!("can't open the demo: {}", problem.message);
        }
    });
}

fn close(session: &App) {
    let closed = block_on(async { tokio::time::timeout(CLOSE_TIMEOUT, session.close()).await });
    if closed.is_err() {
        tracing::warn!("quitting before all requests in flight have finished");
    }
}
