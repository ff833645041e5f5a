//! Writing pictures to files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use postern::problem::{Problem, ProblemCode};
use tauri::State;

use crate::history::{FileDialogs, file_name};

/// What a PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Asks the user for a file and writes a picture to it; the file that was chosen, or nothing where the
/// user chose none. `png` is the PNG in base64.
#[tauri::command]
#[specta::specta]
pub async fn save_picture(
    dialog: State<'_, FileDialogs>,
    suggested_name: String,
    png: String,
) -> Result<Option<String>, Problem> {
    let bytes = decoded(&png)?;
    let dialog = dialog.begin().set_file_name(file_name(&suggested_name));
    let Some(chosen) = dialog.save_file().await else {
        return Ok(None);
    };
    let path = chosen.path().display().to_string();
    match chosen.write(&bytes).await {
        Ok(()) => Ok(Some(path)),
        Err(error) => Err(Problem::new(
            ProblemCode::Other,
            format!("{path} can't be written: {error}."),
            "Choose another folder.",
        )),
    }
}

/// The page may have a PNG written, nothing else.
fn decoded(png: &str) -> Result<Vec<u8>, Problem> {
    let bytes = STANDARD.decode(png).ok();
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
    use super::decoded;

    #[test]
    fn only_a_png_is_written() {
        assert!(decoded("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==").is_ok());
        for wrong in ["", "not base64", "IyEvYmluL3NoCg=="] {
            assert!(decoded(wrong).is_err(), "{wrong}");
        }
    }
}
