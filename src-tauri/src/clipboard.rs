//! The desktop's clipboard.
//!
//! On X11 and Wayland whoever copied a text serves it for as long as it is wanted, so one thread holds
//! one clipboard open until Postern ends.

use std::sync::mpsc;
use std::time::Duration;

use postern::problem::{Problem, ProblemCode};
use secrecy::SecretString;
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
    TakeKey(oneshot::Sender<Result<SecretString, arboard::Error>>),
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

    /// Takes the text off the clipboard; where it has a key's form, the clipboard is emptied.
    pub(crate) async fn take_key(&self) -> Result<SecretString, Problem> {
        let (answer, answered) = oneshot::channel();
        self.ask(Errand::TakeKey(answer), answered).await
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
            Errand::TakeKey(answer) => {
                let _ = answer.send(opened(&mut open).and_then(take_key));
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

fn take_key(clipboard: &mut arboard::Clipboard) -> Result<SecretString, arboard::Error> {
    let text = clipboard.get_text()?;
    if aeon::ApiKey::parse(&text).is_ok() {
        clipboard.clear()?;
    }
    Ok(SecretString::from(text))
}

fn problem(message: &str) -> Problem {
    Problem {
        code: ProblemCode::Other,
        message: message.to_owned(),
        hint: "Copy the text again, or type it.".to_owned(),
    }
}
