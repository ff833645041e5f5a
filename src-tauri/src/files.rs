//! Saves texts and pictures in files that the user chooses. The page names neither a path nor a file, and a dialog
//! opens only right after the user pressed something.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::ZonedDateTime;
use postern::problem::{Problem, ProblemCode};
use postern::session::MadeText;
use rfd::AsyncFileDialog;
use serde::Deserialize;
use specta::Type;
use tauri::{AppHandle, Runtime, State};

use crate::input::Input;
use crate::{App, window};

/// The first bytes of every PNG file.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A text that the page makes of what it shows.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum PageText {
    TopologySvg,
}

/// Saves a text that Postern makes in a file that the user chooses. Returns the file's path, or `null` if the user
/// canceled.
#[tauri::command]
#[specta::specta]
pub async fn save_made(
    app: State<'_, Arc<App>>,
    dialogs: State<'_, FileDialogs>,
    input: State<'_, Input>,
    what: MadeText,
) -> Result<Option<String>, Problem> {
    input.use_press()?;
    let made = app.make_text(what).await?;
    let name = match made.file_name {
        Some(name) => name.to_owned(),
        None => dated(made.topic, made.ending),
    };
    save(&dialogs, &name, made.text.as_bytes()).await
}

/// Saves a text that the page made of what it shows in a file that the user chooses. Returns the file's path, or `null`
/// if the user canceled.
#[tauri::command]
#[specta::specta]
pub async fn save_shown(
    dialogs: State<'_, FileDialogs>,
    input: State<'_, Input>,
    what: PageText,
    text: String,
) -> Result<Option<String>, Problem> {
    input.use_press()?;
    let (topic, ending) = match what {
        PageText::TopologySvg => ("topology", "svg"),
    };
    save(&dialogs, &dated(topic, ending), text.as_bytes()).await
}

/// Prepares to save a picture, right after the user pressed something: drawing it may take longer than a press counts.
#[tauri::command]
#[specta::specta]
pub async fn draw_picture(input: State<'_, Input>) -> Result<(), Problem> {
    input.use_press_to_draw()
}

/// Saves the topology as a picture in a file that the user chooses. `png` is a PNG in base64. Returns the file's path,
/// or `null` if the user canceled.
#[tauri::command]
#[specta::specta]
pub async fn save_picture(
    dialogs: State<'_, FileDialogs>,
    input: State<'_, Input>,
    png: String,
) -> Result<Option<String>, Problem> {
    if !input.has_drawn() {
        input.use_press()?;
    }
    let bytes = decode_png(&png)?;
    save(&dialogs, &dated("topology", "png"), &bytes).await
}

async fn save(
    dialogs: &FileDialogs,
    name: &str,
    content: &[u8],
) -> Result<Option<String>, Problem> {
    let dialog = dialogs.create().set_file_name(name);
    let Some(chosen) = dialog.save_file().await else {
        return Ok(None);
    };
    let path = chosen.path().display().to_string();
    match chosen.write(content).await {
        Ok(()) => Ok(Some(path)),
        Err(error) => Err(Problem::new(
            ProblemCode::Other,
            format!("Can't write {path}: {error}."),
            "Choose another folder.",
        )),
    }
}

/// Creates file dialogs over the window.
pub(crate) struct FileDialogs(Box<dyn Fn() -> AsyncFileDialog + Send + Sync>);

impl FileDialogs {
    pub fn over<R: Runtime>(app: AppHandle<R>) -> Self {
        Self(Box::new(move || match window::main(&app) {
            Some(window) => AsyncFileDialog::new().set_parent(&window),
            None => AsyncFileDialog::new(),
        }))
    }

    /// A dialog that is not open yet.
    pub fn create(&self) -> AsyncFileDialog {
        (self.0)()
    }
}

/// Such as `postern-access-2026-11-28.csv`.
fn dated(topic: &str, ending: &str) -> String {
    format!("postern-{topic}-{}.{ending}", ZonedDateTime::now().date())
}

/// Decodes base64, and rejects anything but a PNG.
fn decode_png(base64: &str) -> Result<Vec<u8>, Problem> {
    let bytes = STANDARD.decode(base64).ok();
    bytes.filter(|bytes| bytes.starts_with(PNG)).ok_or_else(|| {
        Problem::new(
            ProblemCode::Invalid,
            "The picture could not be drawn.",
            "Save it as SVG instead.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::decode_png;

    #[test]
    fn only_a_png_is_written() {
        assert!(decode_png("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==").is_ok());
        for wrong in ["", "not base64", "IyEvYmluL3NoCg=="] {
            assert!(decode_png(wrong).is_err(), "{wrong}");
        }
    }
}
