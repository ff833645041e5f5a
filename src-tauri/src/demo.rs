//! The demo account. Its service is simulated in this program while the account is open.

use std::time::Duration;

use aeon_simulator::{Handle, Options, Seed, Simulator};
use postern::problem::{Problem, ProblemCode};
use secrecy::SecretString;
use tokio::sync::Mutex;

use crate::App;

/// The latency of the simulated service, similar to the real one's.
const LATENCY: Duration = Duration::from_millis(90);
/// The variation of the latency.
const JITTER: Duration = Duration::from_millis(40);

/// The initial address book of the demo. Some accounts have no name.
const NAMES: &[(&str, &str)] = &[
    ("301122334455", "Shop"),
    ("590217736104", "Data platform"),
    ("418830294417", "Batch jobs"),
    ("0b6c1f7e-93d4-4c1a-8f52-6a7e2d90c3b1", "Finance"),
];

/// The simulated service, while it runs.
#[derive(Default)]
pub(crate) struct Demo(Mutex<Option<Handle>>);

impl Demo {
    /// Starts a new service and opens its account.
    pub(crate) async fn open(&self, app: &App) -> Result<(), Problem> {
        let mut running = self.0.lock().await;
        let options = Options {
            latency: LATENCY,
            jitter: JITTER,
            ..Options::default()
        };
        let service = Simulator::start(Seed::Demo, options)
            .await
            .map_err(|error| {
                let message = format!("The demo can't start: {error}.");
                let hint = "Quit and restart Postern, then try again.";
                Problem::new(ProblemCode::Other, message, hint)
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
