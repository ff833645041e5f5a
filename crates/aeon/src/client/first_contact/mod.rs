//! First contact with a service: where its PSEs are and what the field of a create is called isn't certain, so
//! the client learns both. Reads are harmless; a create that is refused has not happened.
//!
//! Everything here can be deleted once both are known, with the candidates in
//! [`unverified`](crate::wire::unverified).

mod create;
mod facts;
mod path;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::OwnedMutexGuard;

pub use create::{Attempted, Creation};
pub use facts::{Attempt, Fact, Facts, FieldName, How, PsePath, TemplateError};
pub(super) use path::read_pse;

use crate::transport::Request;
use crate::wire::unverified::{PSE_FIELDS, PSE_PATHS};

/// What stands for the cluster's id in a path.
pub(crate) const CLUSTER: &str = "{cluster_id}";

/// After this many PSEs that are at none of the paths, no further one is looked for: the fault lies elsewhere.
const HOPELESS: u32 = 3;

/// What was learned of one service, shared by all clients of its address and API version. Cheap to clone.
#[derive(Clone, Default)]
pub struct FirstContact(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    /// Held by the request that is learning, so that others use the result.
    turn: Arc<tokio::sync::Mutex<()>>,
    on_change: Option<Box<dyn Fn() + Send + Sync>>,
}

#[derive(Default)]
struct State {
    facts: Facts,
    /// PSEs that were at none of the paths.
    misses: u32,
}

impl FirstContact {
    /// With what was learned before; `on_change` is called whenever that changes.
    pub fn new(facts: Facts, on_change: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner {
            state: Mutex::new(State { facts, misses: 0 }),
            turn: Arc::default(),
            on_change: Some(Box::new(on_change)),
        }))
    }

    /// What is known, and how it was learned.
    pub fn facts(&self) -> Facts {
        self.read(|state| state.facts.clone())
    }

    /// Whether a cluster's PSEs were not found at any path, so that nothing more is tried.
    pub fn is_hopeless(&self) -> bool {
        self.read(|state| state.facts.path.is_none() && state.misses >= HOPELESS)
    }

    /// Sets by hand what is given.
    pub fn set(&self, path: Option<PsePath>, field: Option<FieldName>) {
        self.change(|state| {
            let facts = &mut state.facts;
            if let Some(path) = path {
                facts.path = Some(Fact::now(path, How::ByHand));
            }
            if let Some(field) = field {
                facts.field = Some(Fact::now(field, How::ByHand));
            }
        });
    }

    /// Forgets everything, so that it is learned again.
    pub fn forget(&self) {
        self.change(|state| *state = State::default());
    }

    /// The path of PSEs: the known one, else the likeliest.
    pub(crate) fn likely_path(&self) -> String {
        self.path().unwrap_or_else(|| PSE_PATHS[0].to_owned())
    }

    fn path(&self) -> Option<String> {
        self.read(|state| Some(state.facts.path.as_ref()?.value.as_str().to_owned()))
    }

    fn field(&self) -> Option<String> {
        self.read(|state| Some(state.facts.field.as_ref()?.value.as_str().to_owned()))
    }

    /// The paths to try.
    fn paths(&self) -> Vec<String> {
        match self.path() {
            Some(path) => vec![path],
            None => PSE_PATHS.map(str::to_owned).to_vec(),
        }
    }

    /// The names of the field to try.
    fn fields(&self) -> Vec<String> {
        match self.field() {
            Some(field) => vec![field],
            None => PSE_FIELDS.map(str::to_owned).to_vec(),
        }
    }

    /// Waits until nobody else is learning.
    async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.0.turn).lock_owned().await
    }

    fn learn(&self, path: &str, field: Option<&str>, how: How) {
        let (path, field) = (PsePath::parse(path).ok(), field.map(FieldName::parse));
        self.change(|state| {
            let facts = &mut state.facts;
            if facts.path.is_none() {
                facts.path = path.map(|path| Fact::now(path, how));
            }
            if facts.field.is_none()
                && let Some(Ok(field)) = field
            {
                facts.field = Some(Fact::now(field, how));
            }
        });
    }

    fn missed(&self) {
        self.change(|state| state.misses += 1);
    }

    /// Notes the response to a request that was observed.
    fn note(&self, request: &Request, path: &str) {
        let observed = request.observed.as_ref();
        let form = observed.and_then(|observed| {
            let mut observed = observed.lock().unwrap_or_else(PoisonError::into_inner);
            observed.take()
        });
        let (status, answer) =
            form.map_or((None, None), |(status, shape)| (Some(status), Some(shape)));
        let attempt = Attempt {
            at: Timestamp::now(),
            method: request.method.to_string(),
            path: path.to_owned(),
            body: request.body.as_deref().map(crate::wire::shape),
            status,
            answer,
        };
        tracing::info!(
            method = %attempt.method, path, body = attempt.body.as_deref(), status,
            answer = attempt.answer.as_deref(), "first contact"
        );
        self.change(|state| state.facts.note(attempt));
    }

    fn read<R>(&self, read: impl FnOnce(&State) -> R) -> R {
        read(&self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        {
            let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut state);
        }
        if let Some(tell) = &self.0.on_change {
            tell();
        }
    }
}

impl fmt::Debug for FirstContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.facts().fmt(f)
    }
}
