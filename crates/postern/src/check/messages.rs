//! The text of each outcome, with its likely cause.

use std::io;
use std::net::IpAddr;

use super::probe::SslAnswer;
use crate::private_address::is_private;
use crate::trouble::Trouble;

use super::{CheckOutcome, KnownEndpoint};

/// A step's outcome with its text and likely cause.
pub(super) struct Message {
    pub outcome: CheckOutcome,
    pub text: String,
    pub meaning: &'static str,
    pub trouble: Option<Trouble>,
}

fn good(text: String) -> Message {
    Message {
        outcome: CheckOutcome::Good,
        text,
        meaning: "",
        trouble: None,
    }
}

fn bad(text: String, meaning: &'static str, trouble: Option<Trouble>) -> Message {
    Message {
        outcome: CheckOutcome::Failed,
        text,
        meaning,
        trouble,
    }
}

fn warn(text: String, meaning: &'static str, trouble: Option<Trouble>) -> Message {
    Message {
        outcome: CheckOutcome::Warning,
        text,
        meaning,
        trouble,
    }
}

pub(super) fn resolved(result: &io::Result<Vec<IpAddr>>, endpoints: &[KnownEndpoint]) -> Message {
    let nowhere = "This name doesn't resolve from here. Run the check from the application's network; if it fails there too, set up private DNS in that network.";
    match result {
        Ok(addresses) if addresses.is_empty() => bad(
            "The name has no addresses.".to_owned(),
            nowhere,
            Some(Trouble::Name),
        ),
        Ok(addresses) => {
            let list = joined(addresses);
            if let Some(message) = compared(addresses, endpoints) {
                message
            } else if addresses.iter().all(is_private) {
                good(format!("{list}: private."))
            } else {
                warn(
                    format!("{list}: a public address."),
                    "This address bypasses the private link, unless the network uses public ranges internally. Run the check from the application's network.",
                    Some(Trouble::Name),
                )
            }
        }
        Err(error) if error.kind() == io::ErrorKind::TimedOut => bad(
            "The DNS server didn't answer.".to_owned(),
            "Check that this machine's DNS server, and any server it forwards to, can be reached.",
            Some(Trouble::Name),
        ),
        Err(error) => bad(
            format!("The name couldn't be resolved: {error}."),
            nowhere,
            Some(Trouble::Name),
        ),
    }
}

/// Whether the addresses are those of an endpoint; `None` if they can't be compared.
fn compared(addresses: &[IpAddr], endpoints: &[KnownEndpoint]) -> Option<Message> {
    let of_any = |address: &IpAddr| {
        let mut endpoints = endpoints.iter();
        endpoints.find(|one| one.addresses.contains(address))
    };
    let first = endpoints.iter().find(|one| !one.addresses.is_empty())?;
    let list = joined(addresses);
    let elsewhere: Vec<IpAddr> = addresses
        .iter()
        .copied()
        .filter(|one| of_any(one).is_none())
        .collect();
    if let (true, Some(endpoint)) = (elsewhere.is_empty(), addresses.iter().find_map(of_any)) {
        return Some(good(format!("{list}: of the endpoint {}.", endpoint.name)));
    }
    // A public address has a likelier cause.
    if !elsewhere.iter().all(is_private) {
        return None;
    }
    let others = match endpoints.len() {
        1 => String::new(),
        n => format!(", nor of the {} others that are known", n - 1),
    };
    Some(warn(
        format!(
            "{}: not an address of the endpoint {} ({}){others}.",
            joined(&elsewhere),
            first.name,
            joined(&first.addresses)
        ),
        "Compare the record in your private DNS with the endpoint's addresses: it may be an old one, or another network's. If the endpoint is in an account that wasn't looked up, look it up there first.",
        Some(Trouble::Name),
    ))
}

fn joined(addresses: &[IpAddr]) -> String {
    let list: Vec<String> = addresses.iter().map(IpAddr::to_string).collect();
    list.join(", ")
}

pub(super) fn connected<T>(result: &io::Result<T>) -> Message {
    let error = match result {
        Ok(_) => return good("Connected.".to_owned()),
        Err(error) => error,
    };
    match error.kind() {
        io::ErrorKind::TimedOut => bad(
            "No answer within the time limit.".to_owned(),
            "Something drops the packets. Check the endpoint's security group or network security group, that the endpoint has been accepted, and that this machine is in the application's network.",
            Some(Trouble::TimedOut),
        ),
        io::ErrorKind::ConnectionRefused => bad(
            "Connection refused.".to_owned(),
            "The network path works, but nothing listens on this port. Check that YCQL is turned on if this is its port, and that the cluster isn't paused.",
            Some(Trouble::Refused),
        ),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => bad(
            "No route to this address.".to_owned(),
            "Run the check from the application's network, or connect this machine to it through a VPN or peering.",
            Some(Trouble::TimedOut),
        ),
        _ => bad(
            format!("The connection failed: {error}."),
            "The network between this machine and the endpoint closed the connection. Check firewalls and proxies in between.",
            None,
        ),
    }
}

pub(super) fn ssl_answered(result: &io::Result<SslAnswer>) -> Message {
    match result {
        Ok(SslAnswer::Yes) => good("A YSQL server answered and offers TLS.".to_owned()),
        Ok(SslAnswer::No) => warn(
            "A PostgreSQL server answered, without TLS.".to_owned(),
            "YugabyteDB Aeon clusters always use TLS, so this is probably another server. Check the host and port.",
            None,
        ),
        Ok(SslAnswer::Other) => bad(
            "The answer didn't come from a YSQL server.".to_owned(),
            "Something else listens at this address and port. Check both.",
            None,
        ),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => bad(
            "Connected, but no answer within the time limit.".to_owned(),
            "The private link accepts connections, but no database answers behind it. Check that the cluster isn't paused or busy, and that the port is right.",
            Some(Trouble::Refused),
        ),
        Err(_) => bad(
            "Connected, but the other side closed the connection.".to_owned(),
            "The private link accepts connections, but no database answers behind it. Check that the cluster isn't paused and that the port is right.",
            Some(Trouble::Refused),
        ),
    }
}

pub(super) fn negotiated(result: &io::Result<&'static str>) -> Message {
    match result {
        Ok(version) => good(format!("{version}. The certificate wasn't verified.")),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => bad(
            "The TLS handshake got no answer within the time limit.".to_owned(),
            "Check that the cluster isn't paused, and that no device in between blocks TLS.",
            None,
        ),
        Err(error) => bad(
            format!("The TLS handshake failed: {error}."),
            "Something other than the database listens here, or a device in between interferes. Check the port and any proxies in between.",
            None,
        ),
    }
}
