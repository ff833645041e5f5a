//! Generates the scripts, templates and instructions for connecting an application's network.
//!
//! [`Params`] describes an endpoint and the application's network; [`artifacts`] turns it into instructions,
//! scripts and templates that run as they are. Shell values are quoted by `shlex`. Terraform, CloudFormation
//! and ARM templates are parsed and values inserted as values, so that no value can end a string or start a
//! command. A missing value is marked `<fill in: …>` and counted.

mod aeon_side;
mod aws;
mod azure;
mod blanks;
mod connection;
mod document;
mod file;
mod fit;
mod form;
mod from_inventory;
mod hcl;
mod links;
mod markdown;
mod model;
mod prerequisites;
mod shell;
mod source;
mod steps;

pub use aeon_side::{Managed, terraform_ybm};
pub use connection::{ConnectionString, connection_strings};
pub use file::FileError;
pub use fit::{ClusterName, Host, Id, InterfaceId, Listed, RegionCode, ServiceName, Unfit, VpcId};
pub use form::{AwsCheck, AzureCheck, ConsumerCheck, Vnet, check};
pub use links::{ConsolePage, Link, links};
pub use model::*;
pub use prerequisites::{
    Prerequisite, PrerequisiteKind, PrerequisiteState, is_allowed, prerequisites,
};
pub use shell::quote;
pub(crate) use shell::word;

use from_inventory::both_ports;

/// Every artifact for the endpoint's cloud, in display order.
pub fn artifacts(params: &Params) -> Vec<Artifact> {
    let consumer = match &params.consumer {
        Consumer::Aws(consumer) => vec![
            steps::aws(params, consumer),
            aws::script(params, consumer),
            aws::undo(params, consumer),
            aws::cloudformation(params, consumer),
            aws::terraform(params, consumer),
        ],
        Consumer::Azure(consumer) => vec![
            steps::azure(params, consumer),
            azure::script(params, consumer),
            azure::undo(params, consumer),
            azure::arm(params, consumer),
            azure::terraform(params, consumer),
        ],
    };
    let everywhere = [
        aeon_side::ybm(params),
        terraform_ybm(params.service_url.as_ref(), &[Managed::from(params)]),
        aeon_side::curl(params),
        aeon_side::check(params),
    ];
    consumer.into_iter().chain(everywhere).collect()
}
