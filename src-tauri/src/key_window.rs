//! The window in which the user enters a key. It has its own page, which is a few lines without any library, its own
//! process, and a capability for one command. All of that ends when the key is entered, so that the main page never has
//! a key.

use std::sync::{Mutex, PoisonError};

use postern::config::Theme;
use postern::problem::{Problem, ProblemCode};
use secrecy::SecretString;
use tauri::ipc::Invoke;
use tauri::webview::{PageLoadEvent, WebviewWindowBuilder};
use tauri::{AppHandle, Manager, Runtime, State, WebviewUrl, WebviewWindow, WindowEvent};
use tokio::sync::oneshot;
use url::form_urlencoded;

use crate::commands::KEY_COMMAND;
use crate::sealed::{Opener, Sealed};
use crate::window;

/// The window's label, which its capability refers to.
const LABEL: &str = "key";

/// In logical pixels.
const SIZE: (f64, f64) = (460.0, 300.0);

/// What the window says about the key.
pub(crate) struct KeyRequest {
    /// The service address that the key is for.
    pub address: String,
    /// The account whose key is replaced.
    pub account: Option<String>,
    pub theme: Theme,
}

/// The window, and the key that is awaited while it is open.
pub(crate) struct KeyWindow {
    shell: Box<dyn Shell>,
    awaited: Mutex<Option<Awaited>>,
}

/// A key that is to come.
struct Awaited {
    opener: Opener,
    sender: oneshot::Sender<SecretString>,
}

/// What is done with the window, whatever the runtime.
trait Shell: Send + Sync {
    fn open(&self, request: &KeyRequest, public: &str) -> tauri::Result<()>;
    fn show(&self);
    fn close(&self);
}

impl KeyWindow {
    pub fn of<R: Runtime>(app: AppHandle<R>) -> Self {
        Self {
            shell: Box::new(app),
            awaited: Mutex::default(),
        }
    }

    /// Opens the window and waits for the key.
    pub async fn ask(&self, request: KeyRequest) -> Result<SecretString, Problem> {
        let opener = Opener::new().map_err(|_| {
            let reason = "The system gave no random numbers to encrypt the key with.";
            unavailable(reason)
        })?;
        let public = opener.public.clone();
        let Some(entered) = self.wait(opener) else {
            // There is only one, but the user may have lost sight of it.
            self.shell.show();
            return Err(canceled("The window for entering a key is already open."));
        };
        if let Err(error) = self.shell.open(&request, &public) {
            self.end();
            let reason = format!("Can't open the window for entering a key: {error}.");
            return Err(unavailable(reason));
        }
        let entered = entered.await;
        entered.map_err(|_| canceled("No key was entered."))
    }

    /// Closes the window, if it is open. Its process ends with it.
    pub fn close(&self) {
        self.end();
        self.shell.close();
    }

    /// Waits for a key, unless one is awaited already.
    fn wait(&self, opener: Opener) -> Option<oneshot::Receiver<SecretString>> {
        let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
        if awaited.as_ref().is_some_and(|key| !key.sender.is_closed()) {
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        *awaited = Some(Awaited { opener, sender });
        Some(receiver)
    }

    fn end(&self) -> Option<Awaited> {
        let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
        awaited.take()
    }
}

/// Takes the key that was entered; later ones are ignored. `null` closes the window.
#[tauri::command]
async fn take_key(window: State<'_, KeyWindow>, key: Option<Sealed>) -> Result<(), Problem> {
    match (key, window.end()) {
        (Some(key), Some(Awaited { opener, sender })) => {
            let key = opener
                .open(&key)
                .map_err(|_| canceled("The key arrived altered. Enter it again."))?;
            _ = sender.send(key);
        }
        // Nobody waits if Postern was locked just now.
        (Some(_), None) => {}
        (None, _) => window.close(),
    }
    Ok(())
}

/// Handles the command of the key's window, and passes on all others. Permissions are checked before.
pub fn handler<R: Runtime>(
    others: impl Fn(Invoke<R>) -> bool + Send + Sync + 'static,
) -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    let own: Box<dyn Fn(Invoke<R>) -> bool + Send + Sync> =
        Box::new(tauri::generate_handler![take_key]);
    move |invoke| match invoke.message.command() == KEY_COMMAND.1 {
        true => own(invoke),
        false => others(invoke),
    }
}

fn unavailable(message: impl Into<String>) -> Problem {
    let remedy = "Copy the key and paste it from the clipboard instead.";
    Problem::new(ProblemCode::Other, message, remedy)
}

fn canceled(message: &str) -> Problem {
    Problem::new(ProblemCode::Declined, message, "")
}

impl<R: Runtime> Shell for AppHandle<R> {
    fn open(&self, request: &KeyRequest, public: &str) -> tauri::Result<()> {
        let page = WebviewUrl::App(page(request, public).into());
        let mut window = WebviewWindowBuilder::new(self, LABEL, page)
            .title("API key")
            .inner_size(SIZE.0, SIZE.1)
            // A window that isn't resizable gets the size that GTK likes.
            .min_inner_size(SIZE.0, SIZE.1)
            .max_inner_size(SIZE.0, SIZE.1)
            .minimizable(false)
            .maximizable(false)
            .skip_taskbar(true)
            .center()
            // Shown once the field has the focus, so that nothing is typed into another window.
            .visible(false)
            .on_page_load(|window, load| {
                if load.event() == PageLoadEvent::Finished {
                    show(&window);
                }
            });
        if let Some(main) = window::main(self) {
            window = window.parent(&main)?;
        }
        let window = window::confined(window).build()?;
        #[cfg(target_os = "linux")]
        window::set_up_engine(&window)?;
        let app = self.clone();
        window.on_window_event(move |event| {
            if let WindowEvent::Destroyed = event {
                app.state::<KeyWindow>().end();
            }
        });
        Ok(())
    }

    fn show(&self) {
        if let Some(window) = self.get_webview_window(LABEL) {
            show(&window);
        }
    }

    fn close(&self) {
        let Some(window) = self.get_webview_window(LABEL) else {
            return;
        };
        if let Err(error) = window.destroy() {
            tracing::error!("can't close the window for entering a key: {error}");
        }
    }
}

fn show<R: Runtime>(window: &WebviewWindow<R>) {
    if let Err(error) = window.show().and_then(|()| window.set_focus()) {
        tracing::error!("can't show the window for entering a key: {error}");
    }
}

/// The page's address. It has everything that the page shows, and what it encrypts the key for.
fn page(request: &KeyRequest, public: &str) -> String {
    let mut shown = form_urlencoded::Serializer::new(String::new());
    shown.append_pair("to", public);
    shown.append_pair("address", &request.address);
    if let Some(account) = &request.account {
        shown.append_pair("account", account);
    }
    match request.theme {
        Theme::System => {}
        Theme::Dark => _ = shown.append_pair("theme", "dark"),
        Theme::Light => _ = shown.append_pair("theme", "light"),
    }
    format!("key.html#{}", shown.finish())
}
