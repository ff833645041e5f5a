//! Starts Postern and runs it until its window is closed.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use postern::endpoint_link::SCHEME;
use postern::problem::Problem;
use postern::session::{AppOptions, Paths};
use tauri::async_runtime::block_on;
use tauri::{AppHandle, Context, Manager, RunEvent, Runtime, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::clipboard::Clipboard;
use crate::demo::Demo;
use crate::files::FileDialogs;
use crate::input::Input;
use crate::key_window::KeyWindow;
use crate::logs::LogFolder;
use crate::opening::{Folders, Opening, Unopened};
use crate::window::Zoom;
use crate::{App, Arguments, bindings, dialogs, events, key_window, notify, window};

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
    let context = context();
    // The window that questions are asked over, once there is one.
    let handle = Arc::new(OnceLock::new());
    let unopened = Unopened {
        folders: Folders::of(&context.config().identifier)?,
        options: options(&arguments, &handle),
    };
    let logs = LogFolder(unopened.folders.logs.clone());
    let opening = unopened.open_at_once();
    #[cfg(target_os = "linux")]
    if opening.is_err() && block_on(crate::handover::hand_over(&context.config().identifier)) {
        return Ok(());
    }
    let bindings = bindings();
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            let link = arguments.iter().find(|one| one.starts_with(SCHEME));
            if let (Some(link), Some(session)) = (link, app.try_state::<Arc<App>>()) {
                session.link_opened(link);
            }
            window::show(app);
        }))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(remembered)
                .with_filter(|label| label == window::LABEL)
                .build(),
        )
        .invoke_handler(key_window::handler(bindings.invoke_handler()))
        .setup(move |app| {
            let _ = handle.set(app.handle().clone());
            let opening = opening.or_else(|unopened| unopened.open());
            let Opening { lock, session } = opening.unwrap_or_else(|problem| refuse(&problem));
            app.manage(logs);
            app.manage(lock);
            bindings.mount_events(app);
            let window = window::create(app)?;
            let session = Arc::new(block_on(session)?);
            manage(app.handle(), &session);
            window::finish(&window)?;
            notify::remind(Arc::clone(&session));
            notify::tell_of_others(Arc::clone(&session));
            notify::watch(app.handle().clone(), Arc::clone(&session));
            if let Some(link) = &arguments.link {
                session.link_opened(link);
            }
            if arguments.demo {
                open_demo(app.handle().clone(), Arc::clone(&session));
            }
            #[cfg(target_os = "linux")]
            crate::suspend::lock_with_session(session);
            Ok(())
        })
        .build(context)?
        .run(|app, event| match event {
            RunEvent::WindowEvent {
                event: WindowEvent::Focused(true),
                ..
            } => {
                if let Some(session) = app.try_state::<Arc<App>>() {
                    session.window_focused();
                }
            }
            RunEvent::Exit => close(&app.state::<Arc<App>>()),
            _ => {}
        });
    Ok(())
}

fn options(arguments: &Arguments, app: &Arc<OnceLock<AppHandle>>) -> AppOptions {
    let defaults = AppOptions::default();
    let options = AppOptions {
        web_view: tauri::webview_version().ok(),
        confirm: dialogs::confirm(Arc::clone(app)),
        #[cfg(target_os = "linux")]
        verifier: Arc::new(crate::polkit::Polkit::default()),
        allows_plain_http: defaults.allows_plain_http || arguments.allow_plain_http,
        ..defaults
    };
    #[cfg(debug_assertions)]
    let options = with_test_clis(with_test_lag(options));
    options
}

/// Opens the application behind a page.
pub fn prepare<R: Runtime>(app: &AppHandle<R>, paths: Paths, options: AppOptions) -> Arc<App> {
    let session = Arc::new(block_on(App::open(paths, options)));
    manage(app, &session);
    session
}

/// Manages the state that commands use, and forwards events to the page.
fn manage<R: Runtime>(app: &AppHandle<R>, session: &Arc<App>) {
    app.manage(Arc::clone(session));
    app.manage(Clipboard::start());
    app.manage(KeyWindow::of(app.clone()));
    app.manage(Demo::default());
    app.manage(FileDialogs::over(app.clone()));
    app.manage(Input::default());
    app.manage(Zoom::of(app.clone()));
    events::forward(app.clone(), session);
}

#[cfg(debug_assertions)]
fn with_test_lag(mut options: AppOptions) -> AppOptions {
    if let Some(lag) = crate::test_answer::lag() {
        options.pace.lag = lag;
        options.pace.margin = lag / 5;
    }
    options
}

#[cfg(debug_assertions)]
fn with_test_clis(mut options: AppOptions) -> AppOptions {
    if let Some(folders) = crate::test_answer::cli_folders() {
        options.cli = options.cli.only_in(folders);
    }
    if let Some(limit) = crate::test_answer::cli_limit() {
        options.cli.limit = limit;
    }
    options
}

/// Says why Postern can't start, and ends it.
fn refuse(problem: &Problem) -> ! {
    let text = format!("{} {}", problem.message, problem.hint);
    tracing::error!("{text}");
    eprintln!("Postern can't start: {text}");
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Postern can't start")
        .set_description(text)
        .show();
    std::process::exit(1)
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
