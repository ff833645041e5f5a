//! Connection strings.

use serde::Serialize;
use specta::Type;

use super::{Params, YCQL_PORT, YSQL_PORT, shell};

/// Advice for drivers that balance load over nodes.
const SMART_DRIVERS: &str = "Leave load balancing off in smart drivers. A private link has one address, and the application can't reach the nodes that such a driver discovers behind it.";

/// A connection string or command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionString {
    /// Identifies the string.
    pub id: &'static str,
    /// Display name.
    pub title: &'static str,
    /// The text to copy. Never contains a password; clients prompt for it.
    pub text: String,
    /// Advice on using it; may be empty.
    pub note: String,
}

/// The connection strings for this endpoint on the selected ports.
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
            note: "To verify the server's certificate, download the cluster's certificate and use sslmode=verify-full sslrootcert=root.crt.".to_owned(),
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
            note: format!("root.crt is the cluster's certificate. Download it in the Aeon console or with “ybm cluster cert download”. {SMART_DRIVERS}"),
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

/// Percent-encodes a host for a URI.
fn authority(host: &str) -> String {
    url::form_urlencoded::byte_serialize(host.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}
