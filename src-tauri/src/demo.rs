//! The demo account: its service runs inside this program, for as long as the account is open.

use postern::problem::{Problem, ProblemCode};
use tokio::sync::Mutex;

use crate::App;

/// The demo's service, while it runs.
#[derive(Default)]
pub(crate) struct Demo(Mutex<Option<()>>);

impl Demo {
    /// Starts the service if it does not run, and opens its account.
    pub(crate) async fn open(&self, app: &App) -> Result<(), Problem> {
        *self.0.lock().await = Some(());
        app.open_demo().await
    }

    /// Closes the account and stops the service.
    pub(crate) async fn leave(&self, app: &App) -> Result<(), Problem> {
        app.leave_demo().await?;
        *self.0.lock().await = None;
        Ok(())
    }
}

#[allow(dead_code)]
fn not_started(error: &impl std::fmt::Display) -> Problem {
    Problem {
        code: ProblemCode::Other,
        message: format!("The demo could not be started: {error}."),
        hint: "Quit Postern, start it again, and try once more.".to_owned(),
    }
}
