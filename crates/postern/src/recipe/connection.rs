//! How clients are told to connect to the host.

use serde::Serialize;
use specta::Type;

use super::{Params, YCQL_PORT, YSQL_PORT, shell};

/// What is said of drivers that know several nodes.
const SMART_DRIVERS: &str = "Leave the load balancing of smart drivers off: over a private link there is one address, and the nodes that such a driver finds behind it can't be reached from the application.";

/// A way to connect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionString {
    /// Tells it from the others.
    pub id: &'static str,
    /// What it is for.
    pub title: &'static str,
    /// The text to copy. It never holds a password: clients ask for it.
    pub text: String,
    /// What to know before it is used; empty: nothing.
    pub note: String,
}

/// Every way to connect to this endpoint on the ports that are needed.
pub fn connection_strings(params: &Params) -> Vec<ConnectionString> {
    let host = match params.host() {
        "" => "<fill in: host>",
        host => host,
    };
    let mut strings = Vec::new();
    if params.ports.contains(&YSQL_PORT) {
        let address = format!(
            "host={} port={YSQL_PORT} dbname=yugabyte user=admin sslmode=require",
            keyword(host)
        );
        strings.push(ConnectionString {
            id: "ysqlsh",
            title: "ysqlsh",
            text: format!("ysqlsh {}", shell::quote(&address)),
            note: "To check the server's certificate too, download the cluster's and write sslmode=verify-full sslrootcert=root.crt.".to_owned(),
        });
        strings.push(ConnectionString {
            id: "psql-uri",
            title: "PostgreSQL URI",
            text: format!(
                "postgresql://admin@{}:{YSQL_PORT}/yugabyte?sslmode=require",
                authority(host)
            ),
            note: SMART_DRIVERS.to_owned(),
        });
        strings.push(ConnectionString {
            id: "jdbc",
            title: "JDBC",
            text: format!(
                "jdbc:postgresql://{}:{YSQL_PORT}/yugabyte?user=admin&sslmode=require",
                authority(host)
            ),
            note: format!(
                "With YugabyteDB's own driver: jdbc:yugabytedb://…&load-balance=false. {SMART_DRIVERS}"
            ),
        });
    }
    if params.ports.contains(&YCQL_PORT) {
        strings.push(ConnectionString {
            id: "ycqlsh",
            title: "ycqlsh",
            text: format!(
                "SSL_CERTFILE=root.crt ycqlsh {} {YCQL_PORT} --username admin --ssl",
                shell::quote(host)
            ),
            note: format!("root.crt is the cluster's certificate, which the Aeon console and “ybm cluster cert download” give. {SMART_DRIVERS}"),
        });
    }
    strings
}

/// A value of a `keyword=value` string, quoted as libpq reads it.
fn keyword(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    if value.chars().all(plain) {
        return value.to_owned();
    }
    let escaped = value.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{escaped}'")
}

/// A host as a part of a URI.
fn authority(host: &str) -> String {
    url::form_urlencoded::byte_serialize(host.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
