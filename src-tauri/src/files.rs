//! Saves text and pictures in files that the user chooses. The page never names a path.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use postern::problem::{Problem, ProblemCode};
use rfd::AsyncFileDialog;
use tauri::{AppHandle, Runtime, State};

use crate::window;

/// The first bytes of every PNG file.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Saves text in a file that the user chooses. Returns the file's path, or `null` if the user canceled.
#[tauri::command]
#[specta::specta]
pub async fn save_text(
    dialogs: State<'_, FileDialogs>,
    suggested_name: String,
    text: String,
) -> Result<Option<String>, Problem> {
    save(&dialogs, &suggested_name, text.as_bytes()).await
}

/// Saves a picture in a file that the user chooses. `png` is a PNG in base64. Returns the file's path, or `null` if
/// the user canceled.
#[tauri::command]
#[specta::specta]
pub async fn save_picture(
    dialogs: State<'_, FileDialogs>,
    suggested_name: String,
    png: String,
) -> Result<Option<String>, Problem> {
    let bytes = decode_png(&png)?;
    save(&dialogs, &suggested_name, &bytes).await
}

async fn save(
    dialogs: &FileDialogs,
    suggested_name: &str,
    content: &[u8],
) -> Result<Option<String>, Problem> {
    let dialog = dialogs.create().set_file_name(file_name(suggested_name));
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

/// The part of a suggestion that can be a file's name, without any path.
fn file_name(suggested: &str) -> String {
    let last = suggested.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim_start_matches('.').trim();
    if name.is_empty() { "postern.txt" } else { name }.to_owned()
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
    use super::{decode_png, file_name};

    #[test]
    fn a_suggestion_is_a_name_and_never_a_path() {
        assert_eq!(file_name("history.csv"), "history.csv");
        assert_eq!(file_name("../../etc/cron.d/job"), "job");
        assert_eq!(file_name("C:\\Windows\\x.bat"), "x.bat");
        assert_eq!(file_name("..\u{7}"), "postern.txt");
        assert_eq!(file_name(""), "postern.txt");
    }

    #[test]
    fn only_a_png_is_written() {
        assert!(decode_png("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==").is_ok());
        for wrong in ["", "not base64", "IyEvYmluL3NoCg=="] {
            assert!(decode_png(wrong).is_err(), "{wrong}");
        }
    }
}
