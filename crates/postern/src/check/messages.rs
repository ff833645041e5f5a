//! What each outcome means.

use std::io;
use std::net::IpAddr;

use super::probe::SslAnswer;
use crate::private_address::is_private;
use crate::trouble::Trouble;

use super::Outcome;

/// A step's outcome in words.
pub(super) struct Said {
    pub outcome: Outcome,
    pub text: String,
    pub meaning: &'static str,
    pub trouble: Option<Trouble>,
}

fn good(text: String) -> Said {
    Said {
        outcome: Outcome::Good,
        text,
        meaning: "",
        trouble: None,
    }
}

fn bad(text: String, meaning: &'static str, trouble: Option<Trouble>) -> Said {
    Said {
        outcome: Outcome::Failed,
        text,
        meaning,
        trouble,
    }
}

fn warn(text: String, meaning: &'static str, trouble: Option<Trouble>) -> Said {
    Said {
        outcome: Outcome::Warning,
        text,
        meaning,
        trouble,
    }
}

pub(super) fn resolved(result: &io::Result<Vec<IpAddr>>) -> Said {
    let nowhere = "From here the name leads nowhere: this machine is not in the application's network, or the private name is not set up there.";
    match result {
        Ok(addresses) if addresses.is_empty() => bad(
            "The name has no address.".to_owned(),
            nowhere,
            Some(Trouble::Name),
        ),
        Ok(addresses) => {
            let list: Vec<String> = addresses.iter().map(IpAddr::to_string).collect();
            let list = list.join(", ");
            if addresses.iter().all(is_private) {
                good(format!("{list}: private."))
            } else {
                warn(
                    format!("{list}: not private."),
                    "From here the name leads past the private link, unless the network uses public ranges inside.",
                    Some(Trouble::Name),
                )
            }
        }
        Err(error) if error.kind() == io::ErrorKind::TimedOut => bad(
            "The resolver did not answer.".to_owned(),
            "The DNS server of this machine can't be reached, or waits for another that can't.",
            Some(Trouble::Name),
        ),
        Err(error) => bad(
            format!("The name can't be resolved: {error}."),
            nowhere,
            Some(Trouble::Name),
        ),
    }
}

pub(super) fn connected<T>(result: &io::Result<T>) -> Said {
    let error = match result {
        Ok(_) => return good("Connected.".to_owned()),
        Err(error) => error,
    };
    match error.kind() {
        io::ErrorKind::TimedOut => bad(
            "No answer in time.".to_owned(),
            "Something drops the packets: the endpoint's security group or a network security group, or the endpoint is not accepted yet, or this machine is outside of the network.",
            Some(Trouble::TimedOut),
        ),
        io::ErrorKind::ConnectionRefused => bad(
            "Refused.".to_owned(),
            "The way there is open, but nothing listens: YCQL is switched off, or the cluster is paused.",
            Some(Trouble::Refused),
        ),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => bad(
            "There is no route to this address.".to_owned(),
            "This machine is not in the application's network, and no VPN or peering leads there.",
            Some(Trouble::TimedOut),
        ),
        _ => bad(
            format!("The connection failed: {error}."),
            "The network between this machine and the endpoint broke the connection off.",
            None,
        ),
    }
}

pub(super) fn ssl_answered(result: &io::Result<SslAnswer>) -> Said {
    match result {
        Ok(SslAnswer::Yes) => good("A YSQL server answers, and goes on with TLS.".to_owned()),
        Ok(SslAnswer::No) => warn(
            "A PostgreSQL server answers, without TLS.".to_owned(),
            "A cluster of YugabyteDB Aeon always has TLS: this is probably another server.",
            None,
        ),
        Ok(SslAnswer::Other) => bad(
            "What answers is no YSQL server.".to_owned(),
            "Something else listens at this address and port.",
            None,
        ),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => bad(
            "Connected, but no answer in time.".to_owned(),
            "The private link takes connections, but no database answers behind it: the cluster is paused or busy, or something else listens here.",
            Some(Trouble::Refused),
        ),
        Err(_) => bad(
            "Connected, but the other side hung up.".to_owned(),
            "The private link takes connections, but no database answers behind it: the cluster is paused, or this is not its port.",
            Some(Trouble::Refused),
        ),
    }
}

pub(super) fn negotiated(result: &io::Result<&'static str>) -> Said {
    match result {
        Ok(version) => good(format!(
            "{version}. The certificate itself is not judged here."
        )),
        Err(error) if error.kind() == io::ErrorKind::TimedOut => bad(
            "TLS was begun, but no answer came in time.".to_owned(),
            "No database answers behind the private link, or a device in between holds TLS back.",
            None,
        ),
        Err(error) => bad(
            format!("TLS failed: {error}."),
            "What listens here does not speak TLS as the database does, or a device in between interferes.",
            None,
        ),
    }
}
