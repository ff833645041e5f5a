//! The desktop's clipboard.
//!
//! On X11 and Wayland whoever copied a text serves it for as long as it is wanted, so one thread holds
//! one clipboard open until Postern ends.

use std::hash::{BuildHasher, RandomState};
use std::sync::mpsc;
use std::time::Duration;

use postern::problem::{Problem, ProblemCode};
use postern::session::ClipboardKey;
use secrecy::{ExposeSecret, SecretString};
use tauri::State;
use tokio::sync::oneshot;

/// How long another program may take to hand its text over.
const PATIENCE: Duration = Duration::from_secs(5);

/// Puts a text on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(clipboard: State<'_, Clipboard>, text: String) -> Result<(), Problem> {
    clipboard.put(text).await
}

/// The clipboard, behind its own thread.
pub struct Clipboard {
    errands: mpsc::Sender<Errand>,
}

enum Errand {
    Put(String, oneshot::Sender<Result<(), arboard::Error>>),
    Read(oneshot::Sender<Result<SecretString, arboard::Error>>),
    Clear(Mark),
}

/// Tells whether a text is still on the clipboard, without keeping it.
struct Mark {
    hasher: RandomState,
    hash: u64,
}

impl Mark {
    fn of(text: &str) -> Self {
        let hasher = RandomState::new();
        let hash = hasher.hash_one(text);
        Self { hasher, hash }
    }

    fn is_of(&self, text: &str) -> bool {
        self.hasher.hash_one(text) == self.hash
    }
}

impl Clipboard {
    /// Starts the thread; the desktop's clipboard is opened when it is first needed.
    pub(crate) fn start() -> Self {
        let (errands, waiting) = mpsc::channel();
        let started = std::thread::Builder::new()
            .name("clipboard".to_owned())
            .spawn(move || serve(&waiting));
        if let Err(error) = started {
            tracing::error!("no thread for the clipboard: {error}");
        }
        Self { errands }
    }

    /// Puts a text on the clipboard.
    pub(crate) async fn put(&self, text: String) -> Result<(), Problem> {
        let (answer, answered) = oneshot::channel();
        self.ask(Errand::Put(text, answer), answered).await
    }

    /// Reads the text on the clipboard, with the way to clear it.
    pub(crate) async fn key(&self) -> Result<ClipboardKey, Problem> {
        let (answer, answered) = oneshot::channel();
        let text = self.ask(Errand::Read(answer), answered).await?;
        let mark = Mark::of(text.expose_secret());
        let errands = self.errands.clone();
        let clear = move || {
            // Where the thread has ended, so has the program.
            let _ = errands.send(Errand::Clear(mark));
        };
        Ok(ClipboardKey {
            text,
            clear: Box::new(clear),
        })
    }

    async fn ask<T>(
        &self,
        errand: Errand,
        answered: oneshot::Receiver<Result<T, arboard::Error>>,
    ) -> Result<T, Problem> {
        let silent = || problem("The clipboard does not answer.");
        self.errands.send(errand).map_err(|_| silent())?;
        match tokio::time::timeout(PATIENCE, answered).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(arboard::Error::ContentNotAvailable))) => {
                Err(problem("There is no text on the clipboard."))
            }
            Ok(Ok(Err(error))) => Err(problem(&format!("The clipboard can't be used: {error}."))),
            Ok(Err(_)) | Err(_) => Err(silent()),
        }
    }
}

fn serve(waiting: &mpsc::Receiver<Errand>) {
    let mut open: Option<arboard::Clipboard> = None;
    while let Ok(errand) = waiting.recv() {
        // An answer that nobody waits for any more is dropped.
        match errand {
            Errand::Put(text, answer) => {
                let _ =
                    answer.send(opened(&mut open).and_then(|clipboard| clipboard.set_text(text)));
            }
            Errand::Read(answer) => {
                let read = opened(&mut open).and_then(|clipboard| clipboard.get_text());
                let _ = answer.send(read.map(SecretString::from));
            }
            Errand::Clear(mark) => {
                if let Err(error) = opened(&mut open).and_then(|now| clear(now, &mark)) {
                    tracing::warn!("the clipboard can't be cleared: {error}");
                }
            }
        }
    }
}

fn opened(
    open: &mut Option<arboard::Clipboard>,
) -> Result<&mut arboard::Clipboard, arboard::Error> {
    Ok(match open {
        Some(clipboard) => clipboard,
        None => open.insert(arboard::Clipboard::new()?),
    })
}

/// Clears the clipboard, unless something else is on it by now.
fn clear(clipboard: &mut arboard::Clipboard, mark: &Mark) -> Result<(), arboard::Error> {
    let text = match clipboard.get_text() {
        Ok(text) => SecretString::from(text),
        Err(arboard::Error::ContentNotAvailable) => return Ok(()),
        Err(error) => return Err(error),
    };
    if mark.is_of(text.expose_secret()) {
        clipboard.clear()?;
    }
    Ok(())
}

fn problem(message: &str) -> Problem {
    Problem {
        code: ProblemCode::Other,
        message: message.to_owned(),
        hint: "Copy the text again, or type it.".to_owned(),
    }
}
