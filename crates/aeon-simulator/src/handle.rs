//! Starting a simulator, looking into it, and acting as another client of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::auth::Keys;
use crate::counters::Counters;
use crate::faults::Fault;
use crate::line::{CutSwitch, Door, Lines};
use crate::options::{Options, Seed};
use crate::routes::router;
use crate::seed;
use crate::shared::{Shared, lock};
use crate::state::World;

/// A simulator that could not be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port can't be listened on.
    #[error("can't listen on 127.0.0.1:{port}: {source}; choose another port, or 0 for a free one")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The simulated service.
#[derive(Clone, Copy, Debug)]
pub struct Simulator;

impl Simulator {
    /// Starts a simulator on 127.0.0.1, in the Tokio runtime that calls.
    ///
    /// # Errors
    /// The port can't be listened on.
    pub async fn start(seed: Seed, options: Options) -> Result<Handle, Error> {
        let mut world = World::new(&options);
        let keys = seed::plant(&mut world, seed);
        let port = options.port;
        let refused = |source| Error::Listen { port, source };
        let shared = Arc::new(Shared::new(world, options));
        let lines = Lines::default();
        let door = Door::open(port, lines.clone()).map_err(refused)?;
        let port = door.address().map_err(refused)?.port();
        let server = serve(door, Arc::clone(&shared));
        Ok(Handle(Arc::new(Inner {
            shared,
            keys,
            port,
            lines,
            server: Mutex::new(Some(server)),
        })))
    }
}

fn serve(door: Door, shared: Arc<Shared>) -> JoinHandle<()> {
    let service = router(shared).into_make_service_with_connect_info::<CutSwitch>();
    tokio::spawn(async move {
        // Never ends by itself and never fails: the door sees to errors when it accepts.
        let _ = axum::serve(door, service).await;
    })
}

/// A running simulator. It stops when the last handle is dropped.
#[derive(Clone)]
pub struct Handle(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    keys: Keys,
    port: u16,
    lines: Lines,
    server: Mutex<Option<JoinHandle<()>>>,
}

impl Inner {
    fn close(&self) -> Option<JoinHandle<()>> {
        let server = lock(&self.server).take();
        if let Some(server) = &server {
            server.abort();
        }
        self.lines.cut_all();
        server
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

impl Handle {
    /// The address, such as `http://127.0.0.1:40123`; the API stands below `/api/public/v1`.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// The keys that it knows.
    pub fn keys(&self) -> Keys {
        self.0.keys.clone()
    }

    /// Moves the simulated time forward.
    pub fn step(&self, by: Duration) {
        self.0.shared.world().step(by);
    }

    /// Moves the simulated time forward until nothing is under way any more.
    pub fn settle(&self) {
        self.0.shared.world().settle();
    }

    /// Arms a fault.
    pub fn inject(&self, fault: Fault) {
        lock(&self.0.shared.faults).add(fault);
    }

    /// Disarms all faults, and lets go of answers that were held back.
    pub fn clear_faults(&self) {
        lock(&self.0.shared.faults).clear();
        self.0.shared.cleared.notify_waiters();
    }

    /// The requests that came in.
    pub fn requests(&self) -> Counters {
        lock(&self.0.shared.counters).clone()
    }

    /// Counts from nothing again.
    pub fn reset_requests(&self) {
        lock(&self.0.shared.counters).reset();
    }

    /// Goes away: open connections are cut, new ones are refused. The state stays and time goes on.
    pub async fn go_away(&self) {
        let Some(server) = self.0.close() else {
            return;
        };
        let _ = server.await;
        // A connection that was accepted while the others were cut.
        self.0.lines.cut_all();
    }

    /// Comes back on the same port.
    ///
    /// # Errors
    /// Another program has taken the port.
    pub async fn try_come_back(&self) -> Result<(), Error> {
        if lock(&self.0.server).is_some() {
            return Ok(());
        }
        let port = self.0.port;
        let door = Door::open(port, self.0.lines.clone())
            .map_err(|source| Error::Listen { port, source })?;
        *lock(&self.0.server) = Some(serve(door, Arc::clone(&self.0.shared)));
        Ok(())
    }

    /// Comes back on the same port, which must still be free.
    pub async fn come_back(&self) {
        if let Err(error) = self.try_come_back().await {
            tracing::error!(%error, "the simulator did not come back");
        }
    }

    /// Stops for good.
    pub async fn stop(&self) {
        self.go_away().await;
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0.shared
    }
}
