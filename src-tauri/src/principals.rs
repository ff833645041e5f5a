//! What did the user paste?

use std::sync::Arc;

use postern::cloud::Cloud;
use postern::principal::Token;
use postern::problem::Problem;
use tauri::State;

use crate::App;

/// Takes a pasted mixture apart and judges each token.
#[tauri::command]
#[specta::specta]
pub async fn parse_principals(
    app: State<'_, Arc<App>>,
    cloud: Cloud,
    text: String,
) -> Result<Vec<Token>, Problem> {
    app.parse_principals(&cloud, &text)
}
