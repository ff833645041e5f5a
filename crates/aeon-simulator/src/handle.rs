//! Starts, stops and controls a simulator.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::header::DATE;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use jiff::fmt::rfc2822::DateTimePrinter;
use tokio::net::TcpSocket;
use tokio::task::JoinHandle;
use tower::ServiceExt;

use crate::auth::Keys;
use crate::connection::{Connection, ConnectionInfo, Connections, CuttableListener, reserve};
use crate::counters::Counters;
use crate::fault_layer;
use crate::faults::Fault;
use crate::options::{Options, Seed};
use crate::routes::router;
use crate::seed;
use crate::service::{Service, lock};
use crate::state::World;
use crate::unknown::UnknownRequest;

/// Why a simulator could not be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Listening on the port failed.
    #[error("can't listen on 127.0.0.1:{port}: {source}; use another port, or 0 for a free one")]
    Listen {
        /// The requested port.
        port: u16,
        /// The system's error.
        source: std::io::Error,
    },
}

/// Starts simulators.
#[derive(Clone, Copy, Debug)]
pub struct Simulator;

impl Simulator {
    /// Starts a simulator on 127.0.0.1, in the current Tokio runtime.
    ///
    /// # Errors
    /// The port is in use, or may not be used.
    pub async fn start(seed: Seed, options: Options) -> Result<Handle, Error> {
        let mut world = World::new(&options);
        let keys = seed::plant(&mut world, seed);
        let port = options.port;
        let refused = |source| Error::Listen { port, source };
        let service = Arc::new(Service::new(world, options));
        let connections = Connections::default();
        let listener = CuttableListener::open(port, connections.clone()).map_err(refused)?;
        let port = listener.address().map_err(refused)?.port();
        let server = serve(listener, &service);
        Ok(Handle(Arc::new(Inner {
            service,
            keys,
            port,
            connections,
            server: Mutex::new(Some(server)),
            reserved: Mutex::default(),
            router: OnceLock::new(),
        })))
    }
}

impl Simulator {
    /// Starts a simulator without a listener: requests come by [`Handle::call`].
    pub fn in_process(seed: Seed, options: Options) -> Handle {
        let mut world = World::new(&options);
        let keys = seed::plant(&mut world, seed);
        Handle(Arc::new(Inner {
            service: Arc::new(Service::new(world, options)),
            keys,
            port: 0,
            connections: Connections::default(),
            server: Mutex::default(),
            reserved: Mutex::default(),
            router: OnceLock::new(),
        }))
    }
}

fn layered(service: &Arc<Service>) -> Router {
    let layer = from_fn_with_state(Arc::clone(service), fault_layer::layer);
    router(Arc::clone(service)).layer(layer)
}

fn serve(listener: CuttableListener, service: &Arc<Service>) -> JoinHandle<()> {
    let service = layered(service).into_make_service_with_connect_info::<ConnectionInfo>();
    tokio::spawn(async move {
        // Never returns: the listener handles the errors of `accept` itself.
        let _ = axum::serve(listener, service).await;
    })
}

/// A running simulator. It stops when the last handle is dropped.
#[derive(Clone)]
pub struct Handle(Arc<Inner>);

struct Inner {
    service: Arc<Service>,
    keys: Keys,
    port: u16,
    connections: Connections,
    server: Mutex<Option<JoinHandle<()>>>,
    /// Keeps the port while the simulator is unreachable.
    reserved: Mutex<Option<TcpSocket>>,
    /// For requests without a connection.
    router: OnceLock<Router>,
}

impl Inner {
    fn close(&self) -> Option<JoinHandle<()>> {
        let server = lock(&self.server).take();
        if let Some(server) = &server {
            server.abort();
        }
        self.connections.cut_all();
        server
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

impl Handle {
    /// The address, such as `http://127.0.0.1:40123`; the API is below `/api/public/v1`.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// The API keys.
    pub fn keys(&self) -> Keys {
        self.0.keys.clone()
    }

    /// Handles a request without a connection; `None` if a fault cuts it.
    pub async fn call(&self, request: axum::http::Request<Bytes>) -> Option<Response> {
        let connection = Arc::new(Connection::default());
        let mut request = request.map(Body::from);
        let info = ConnectInfo(ConnectionInfo(Arc::clone(&connection)));
        request.extensions_mut().insert(info);
        let router = self.0.router.get_or_init(|| layered(&self.0.service));
        let Ok(mut response) = router.clone().oneshot(request).await;
        let now = self.0.service.world().now();
        if let Ok(date) = DateTimePrinter::new().timestamp_to_rfc9110_string(&now)
            && let Ok(date) = date.parse()
        {
            response.headers_mut().insert(DATE, date);
        }
        (!connection.is_dead()).then_some(response)
    }

    /// Moves the simulated time forward.
    pub fn step(&self, by: Duration) {
        self.0.service.world().step(by);
    }

    /// Moves the simulated time forward until every operation has finished.
    pub fn settle(&self) {
        self.0.service.world().settle();
    }

    /// Injects a fault.
    pub fn inject(&self, fault: Fault) {
        lock(&self.0.service.faults).add(fault);
    }

    /// Removes all faults, and sends the responses that were held back.
    pub fn clear_faults(&self) {
        lock(&self.0.service.faults).clear();
        self.0.service.cleared.notify_waiters();
    }

    /// The requests since the start or the last reset.
    pub fn requests(&self) -> Counters {
        lock(&self.0.service.counters).clone()
    }

    /// The latest requests that the simulator doesn't know, oldest first.
    pub fn unknown_requests(&self) -> Vec<UnknownRequest> {
        lock(&self.0.service.unknown).clone()
    }

    /// Resets the counts to zero.
    pub fn reset_requests(&self) {
        lock(&self.0.service.counters).reset();
    }

    /// Becomes unreachable: cuts open connections and refuses new ones. The state is kept and time goes on.
    pub async fn go_away(&self) {
        let Some(server) = self.0.close() else {
            return;
        };
        let _ = server.await;
        // If this fails, another program already has the port, and `try_come_back` reports that.
        *lock(&self.0.reserved) = reserve(self.0.port).ok();
        // One more may have been accepted meanwhile.
        self.0.connections.cut_all();
    }

    /// Becomes reachable again on the same port.
    ///
    /// # Errors
    /// Another program has taken the port meanwhile.
    pub async fn try_come_back(&self) -> Result<(), Error> {
        if lock(&self.0.server).is_some() {
            return Ok(());
        }
        let port = self.0.port;
        let listener = CuttableListener::open(port, self.0.connections.clone())
            .map_err(|source| Error::Listen { port, source })?;
        *lock(&self.0.server) = Some(serve(listener, &self.0.service));
        lock(&self.0.reserved).take();
        Ok(())
    }

    /// Like [`Handle::try_come_back`]; logs an error if the port is taken.
    pub async fn come_back(&self) {
        if let Err(error) = self.try_come_back().await {
            tracing::error!(%error, "the simulator can't come back");
        }
    }

    /// Stops the simulator.
    pub async fn stop(&self) {
        self.go_away().await;
        lock(&self.0.reserved).take();
    }

    pub(crate) fn service(&self) -> &Service {
        &self.0.service
    }
}
