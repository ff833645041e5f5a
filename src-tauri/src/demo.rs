//! The demo account: its service runs inside this program, for as long as the account is open.

use std::time::Duration;

use aeon_simulator::{Handle, Options, Seed, Simulator};
use postern::problem::{Problem, ProblemCode};
use secrecy::SecretString;
use tokio::sync::Mutex;

use crate::App;

/// How long an answer of the demo's service takes, about as long as the real one's.
const LATENCY: Duration = Duration::from_millis(90);
/// By how much that varies.
const JITTER: Duration = Duration::from_millis(40);

/// The demo's address book at the beginning; some of its accounts have no name.
const NAMES: &[(&str, &str)] = &[
    ("301122334455", "Shop"),
    ("590217736104", "Data platform"),
    ("418830294417", "Batch jobs"),
    ("0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1", "Finance"),
];

/// The demo's service, while it runs.
#[derive(Default)]
pub(crate) struct Demo(Mutex<Option<Handle>>);

impl Demo {
    /// Starts the service anew and opens its account.
    pub(crate) async fn open(&self, app: &App) -> Result<(), Problem> {
        let mut running = self.0.lock().await;
        let options = Options {
            latency: LATENCY,
            jitter: JITTER,
            ..Options::default()
        };
        let service = Simulator::start(Seed::Demo, options)
            .await
            .map_err(|error| Problem {
                code: ProblemCode::Other,
                message: format!("The demo could not be started: {error}."),
                hint: "Quit Postern, start it again, and try once more.".to_owned(),
            })?;
        let key = SecretString::from(service.keys().soon);
        app.open_demo(service.base_url(), key).await?;
        for (owner, name) in NAMES {
            let name = Some((*name).to_owned());
            app.set_owner_name((*owner).to_owned(), name).await?;
        }
        *running = Some(service);
        Ok(())
    }

    /// Closes the account and stops the service.
    pub(crate) async fn leave(&self, app: &App) -> Result<(), Problem> {
        let mut running = self.0.lock().await;
        app.leave_demo().await?;
        *running = None;
        Ok(())
    }
}
