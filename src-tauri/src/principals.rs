//! Parses pasted principals.

use std::sync::Arc;

use postern::cloud::Cloud;
use postern::principal::Token;
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// Splits a text into tokens and validates each one as a principal.
#[tauri::command]
#[specta::specta]
pub async fn parse_principals(
    app: State<'_, Arc<App>>,
    cloud: Cloud,
    text: String,
) -> Result<Vec<Token>, Problem> {
    app.parse_principals(&cloud, &text)
}
