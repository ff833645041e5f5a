//! The changes of the account in use.

use std::sync::Arc;

use super::app::App;
use crate::apply::Engine;
use crate::change::Change;
use crate::cloud::Cloud;
use crate::principal::{self, PrincipalCloud, Token};
use crate::problem::{Problem, ProblemCode};

impl App {
    /// Takes a pasted mixture apart and judges each token.
    ///
    /// # Errors
    /// The cloud has no private service endpoints.
    pub fn parse_principals(&self, cloud: &Cloud, text: &str) -> Result<Vec<Token>, Problem> {
        let cloud = PrincipalCloud::try_from(cloud)
            .map_err(|error| Problem::new(ProblemCode::Invalid, format!("{error}."), ""))?;
        Ok(principal::parse_pasted(cloud, text))
    }

    /// The changes of this session, newest first; none where no account is unlocked.
    pub fn changes(&self) -> Vec<Change> {
        let open = self.core.current();
        open.map(|open| open.engine.changes().borrow().to_vec())
            .unwrap_or_default()
    }

    /// What carries the changes out: its methods decide, retry, cancel, resume and dismiss.
    ///
    /// # Errors
    /// No account is unlocked.
    pub fn engine(&self) -> Result<Arc<Engine>, Problem> {
        Ok(Arc::clone(&self.core.unlocked()?.engine))
    }
}
