//! What did the user paste?

use postern::inventory::Cloud;
use postern::principal::Token;
use postern::problem::Problem;

/// Takes a pasted mixture apart and judges each token.
#[tauri::command]
#[specta::specta]
pub async fn parse_principals(cloud: Cloud, text: String) -> Result<Vec<Token>, Problem> {
    crate::stub::parse_principals(&cloud, &text)
}
