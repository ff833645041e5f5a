//! The history of changes, and writing texts to files.

use std::sync::Arc;

use aeon::ids::RegionInfoId;
use postern::change::BatchId;
use postern::journal::{HistoryFormat, HistoryNames, HistoryPage, HistoryQuery};
use postern::plan::BulkPlan;
use postern::problem::{Problem, ProblemCode};
use rfd::AsyncFileDialog;
use tauri::{AppHandle, Runtime, State};

use crate::{App, window};

/// Some of the history, newest first.
#[tauri::command]
#[specta::specta]
pub async fn history(
    app: State<'_, Arc<App>>,
    query: HistoryQuery,
) -> Result<HistoryPage, Problem> {
    app.history(query).await
}

/// All of the history that fits, as the text of a file.
#[tauri::command]
#[specta::specta]
pub async fn history_export(
    app: State<'_, Arc<App>>,
    query: HistoryQuery,
    format: HistoryFormat,
) -> Result<String, Problem> {
    app.history_export(query, format).await
}

/// What the history can be asked for: also endpoints and principals that are gone.
#[tauri::command]
#[specta::specta]
pub async fn history_names(app: State<'_, Arc<App>>) -> Result<HistoryNames, Problem> {
    app.history_names().await
}

/// How many changes would be forgotten if the history were kept for so many days.
#[tauri::command]
#[specta::specta]
pub async fn history_beyond(app: State<'_, Arc<App>>, days: u32) -> Result<u32, Problem> {
    app.history_beyond(days).await
}

/// Reads the clusters of a batch again and says what would undo what of it happened, on these endpoints or
/// on all. Sends nothing.
#[tauri::command]
#[specta::specta]
pub async fn plan_revert(
    app: State<'_, Arc<App>>,
    batch: BatchId,
    regions: Option<Vec<RegionInfoId>>,
) -> Result<BulkPlan, Problem> {
    app.plan_revert(batch, regions).await
}

/// Asks the user for a file and writes the text to it; the file that was chosen, or nothing where the user
/// chose none. The page is never given a way to name a file itself.
#[tauri::command]
#[specta::specta]
pub async fn save_text(
    dialog: State<'_, FileDialogs>,
    suggested_name: String,
    text: String,
) -> Result<Option<String>, Problem> {
    let dialog = dialog.begin().set_file_name(file_name(&suggested_name));
    let Some(chosen) = dialog.save_file().await else {
        return Ok(None);
    };
    let path = chosen.path().display().to_string();
    match chosen.write(text.as_bytes()).await {
        Ok(()) => Ok(Some(path)),
        Err(error) => Err(Problem::new(
            ProblemCode::Other,
            format!("{path} can't be written: {error}."),
            "Choose another folder.",
        )),
    }
}

/// Makes file dialogs over the window.
pub(crate) struct FileDialogs(Box<dyn Fn() -> AsyncFileDialog + Send + Sync>);

impl FileDialogs {
    pub fn over<R: Runtime>(app: AppHandle<R>) -> Self {
        Self(Box::new(move || match window::main(&app) {
            Some(window) => AsyncFileDialog::new().set_parent(&window),
            None => AsyncFileDialog::new(),
        }))
    }

    /// A dialog, to be filled in and opened.
    pub fn begin(&self) -> AsyncFileDialog {
        (self.0)()
    }
}

/// What of a suggestion can be a file's name: never a path.
pub(crate) fn file_name(suggested: &str) -> String {
    let last = suggested.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim_start_matches('.').trim();
    if name.is_empty() { "postern.txt" } else { name }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_suggestion_is_a_name_and_never_a_path() {
        assert_eq!(file_name("history.csv"), "history.csv");
        assert_eq!(file_name("../../etc/cron.d/job"), "job");
        assert_eq!(file_name("C:\\Windows\\x.bat"), "x.bat");
        assert_eq!(file_name("..\u{7}"), "postern.txt");
        assert_eq!(file_name(""), "postern.txt");
    }
}
