//! The other end of an endpoint's connections, as the page shows it.

use serde::Serialize;
use specta::Type;

/// An AWS VPC endpoint or Azure private endpoint, as its owner's CLI describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CloudEndpoint {
    /// `vpce-…`, or the resource's ID in Azure.
    pub id: String,
    /// The `Name` tag, or the resource's name in Azure.
    pub name: Option<String>,
    /// The account number or subscription ID.
    pub owner: String,
    /// The VPC, or the VNet with its resource group.
    pub network: Option<String>,
    pub subnets: Vec<String>,
    /// The cloud's word for its state.
    pub state: String,
    pub phase: ConnectionPhase,
    /// What the cloud says about the state, such as why it failed.
    pub message: Option<String>,
    /// Tags but for the name.
    pub tags: Vec<Tag>,
    /// Whether private DNS is on; `None` where it is a zone of its own.
    pub private_dns: Option<bool>,
    /// The names that the cloud gave it, whose addresses are its own.
    pub hosts: Vec<String>,
    /// Its addresses, as far as the cloud says.
    pub addresses: Vec<String>,
    /// The network interfaces that have its addresses in AWS.
    #[serde(skip)]
    pub interfaces: Vec<String>,
}

/// A tag of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

/// A state as a kind that has a color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectionPhase {
    Connected,
    /// It waits to be accepted, or is being made.
    Waiting,
    /// It was refused, failed or ended.
    Ended,
    /// A word that this version doesn't know.
    Unknown,
}

/// One connection of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// As Aeon reports it; the cloud's ID if Aeon doesn't.
    pub id: String,
    /// Whether Aeon reports it as connected.
    pub is_reported: bool,
    /// The other end; `None` if no account that was read has it.
    pub found: Option<CloudEndpoint>,
    /// The account or subscription that it belongs to. Azure's IDs name it.
    pub owner: Option<String>,
    /// The name of its owner, from the address book.
    pub owner_name: Option<String>,
    /// Whether its owner is on the endpoint's list; `None` if the owner or the list isn't known.
    pub standing: Option<Standing>,
}

/// Whether an account or subscription is on an endpoint's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Listed,
    /// Only some of its roles or users are: the API doesn't say if one of them made the connection.
    Identities,
    /// `*` is on the list.
    Everyone,
    NotListed,
}

/// An Azure subscription that the user can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub id: String,
    pub name: Option<String>,
    pub is_enabled: bool,
}
