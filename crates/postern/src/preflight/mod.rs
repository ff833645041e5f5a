//! Whether an application's network can connect: what the user's own CLIs say about the service and the subnets.
//!
//! Pure: what a CLI printed in, facts out; facts and the form in, a verdict out.

mod aws;
mod azure;
mod model;
mod subnets;

pub use aws::{AwsFacts, ServiceAnswer, endpoint_service, subnets};
pub use azure::{AzureFacts, vnet_subnets};
pub use model::*;
pub use subnets::Subnet;

use crate::principal::{Names, PrincipalView};

/// What is known of the endpoint, and of the owners on its list.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The cloud's name for the region.
    pub region: &'a str,
    /// The endpoint's list; `None` if it hasn't been read.
    pub list: Option<&'a [PrincipalView]>,
    pub names: &'a Names,
}

impl Here<'_> {
    /// An owner with its name: `Shop (301122334455)`.
    fn who(&self, owner: &str) -> String {
        match self.names.of(owner) {
            Some(name) => format!("{name} ({owner})"),
            None => owner.to_owned(),
        }
    }
}
