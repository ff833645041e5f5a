//! The desktop's clipboard.
//!
//! On X11 and Wayland the program that copied a text has to serve it as long as others may paste it, so a thread
//! keeps the clipboard open until Postern quits.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use postern::problem::{Problem, ProblemCode};
use postern::session::{ClipboardKey, MadeText};
use secrecy::{ExposeSecret, SecretString};
use tauri::State;
use tokio::sync::oneshot;

use crate::App;
use crate::input::Input;

/// How long to wait for the program that owns the text.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The longest text that the page may copy, in bytes: names, ids, lists of principals, connection strings.
const MAX_LENGTH: usize = 4096;

/// Copies a short text to the clipboard, right after the user pressed something.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(
    clipboard: State<'_, Clipboard>,
    input: State<'_, Input>,
    text: String,
) -> Result<(), Problem> {
    input.require_press()?;
    if text.len() > MAX_LENGTH {
        return Err(Problem::new(
            ProblemCode::Invalid,
            "This text is too long to be copied.",
            "Export it to a file instead.",
        ));
    }
    clipboard.put(text).await
}

/// Copies a text that Postern makes to the clipboard, right after the user pressed something.
#[tauri::command]
#[specta::specta]
pub async fn copy_made(
    app: State<'_, Arc<App>>,
    clipboard: State<'_, Clipboard>,
    input: State<'_, Input>,
    what: MadeText,
) -> Result<(), Problem> {
    input.require_press()?;
    clipboard.put(app.make_text(what).await?.text).await
}

/// Sends requests to the clipboard's thread.
pub struct Clipboard {
    requests: mpsc::Sender<Request>,
}

enum Request {
    Put(String, oneshot::Sender<Result<(), arboard::Error>>),
    Read(oneshot::Sender<Result<SecretString, arboard::Error>>),
    Clear(TextHash),
}

/// Recognizes a text without keeping it, to tell whether it is still on the clipboard.
struct TextHash {
    hasher: RandomState,
    hash: u64,
}

impl TextHash {
    fn of(text: &str) -> Self {
        let hasher = RandomState::new();
        let hash = hasher.hash_one(text);
        Self { hasher, hash }
    }

    fn matches(&self, text: &str) -> bool {
        self.hasher.hash_one(text) == self.hash
    }
}

impl Clipboard {
    /// Starts the thread, which opens the clipboard at the first request.
    pub(crate) fn start() -> Self {
        let (requests, receiver) = mpsc::channel();
        let started = std::thread::Builder::new()
            .name("clipboard".to_owned())
            .spawn(move || serve(&receiver));
        if let Err(error) = started {
            tracing::error!("can't start the thread for the clipboard: {error}");
        }
        Self { requests }
    }

    pub(crate) async fn put(&self, text: String) -> Result<(), Problem> {
        let (sender, receiver) = oneshot::channel();
        self.send(Request::Put(text, sender), receiver).await
    }

    /// Reads the text on the clipboard, with a function that clears it.
    pub(crate) async fn key(&self) -> Result<ClipboardKey, Problem> {
        let (sender, receiver) = oneshot::channel();
        let text = self.send(Request::Read(sender), receiver).await?;
        let hash = TextHash::of(text.expose_secret());
        let requests = self.requests.clone();
        let clear = move || {
            // Fails only if the thread has ended, which it does with the program.
            let _ = requests.send(Request::Clear(hash));
        };
        Ok(ClipboardKey {
            text,
            clear: Box::new(clear),
        })
    }

    async fn send<T>(
        &self,
        request: Request,
        receiver: oneshot::Receiver<Result<T, arboard::Error>>,
    ) -> Result<T, Problem> {
        let no_response = || problem("The clipboard doesn't respond.");
        self.requests.send(request).map_err(|_| no_response())?;
        match tokio::time::timeout(TIMEOUT, receiver).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(arboard::Error::ContentNotAvailable))) => {
                Err(problem("There is no text on the clipboard."))
            }
            Ok(Ok(Err(error))) => Err(problem(&format!("Can't use the clipboard: {error}."))),
            Ok(Err(_)) | Err(_) => Err(no_response()),
        }
    }
}

fn serve(requests: &mpsc::Receiver<Request>) {
    let mut clipboard: Option<arboard::Clipboard> = None;
    while let Ok(request) = requests.recv() {
        // Sending a result fails if the caller no longer waits.
        match request {
            Request::Put(text, sender) => {
                let _ = sender
                    .send(open_once(&mut clipboard).and_then(|clipboard| clipboard.set_text(text)));
            }
            Request::Read(sender) => {
                let read = open_once(&mut clipboard).and_then(|clipboard| clipboard.get_text());
                let _ = sender.send(read.map(SecretString::from));
            }
            Request::Clear(hash) => {
                if let Err(error) =
                    open_once(&mut clipboard).and_then(|clipboard| clear(clipboard, &hash))
                {
                    tracing::warn!("can't clear the clipboard: {error}");
                }
            }
        }
    }
}

fn open_once(
    open: &mut Option<arboard::Clipboard>,
) -> Result<&mut arboard::Clipboard, arboard::Error> {
    Ok(match open {
        Some(clipboard) => clipboard,
        None => open.insert(arboard::Clipboard::new()?),
    })
}

/// Clears the clipboard, unless another text is on it by now.
fn clear(clipboard: &mut arboard::Clipboard, hash: &TextHash) -> Result<(), arboard::Error> {
    let text = match clipboard.get_text() {
        Ok(text) => SecretString::from(text),
        Err(arboard::Error::ContentNotAvailable) => return Ok(()),
        Err(error) => return Err(error),
    };
    if hash.matches(text.expose_secret()) {
        clipboard.clear()?;
    }
    Ok(())
}

fn problem(message: &str) -> Problem {
    let hint = "Copy the text again, or type it.";
    Problem::new(ProblemCode::Other, message, hint)
}
