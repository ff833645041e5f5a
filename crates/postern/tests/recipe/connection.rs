//! How clients are told to connect.

use postern::recipe::{ConnectionString, Params, connection_strings};

use super::support::aws;

fn text(strings: &[ConnectionString], id: &str) -> String {
    let found = strings.iter().find(|string| string.id == id);
    found
        .unwrap_or_else(|| panic!("{id} is missing"))
        .text
        .clone()
}

#[test]
fn each_client_gets_its_own_string() {
    let strings = connection_strings(&aws());
    let params = aws();
    let host = params.host();
    assert_eq!(
        text(&strings, "ysqlsh"),
        format!("ysqlsh 'host={host} port=5433 dbname=yugabyte user=admin sslmode=require'")
    );
    assert_eq!(
        text(&strings, "psql-uri"),
        format!("postgresql://admin@{host}:5433/yugabyte?sslmode=require")
    );
    assert_eq!(
        text(&strings, "jdbc"),
        format!("jdbc:postgresql://{host}:5433/yugabyte?user=admin&sslmode=require")
    );
    assert_eq!(
        text(&strings, "ycqlsh"),
        format!("SSL_CERTFILE=root.crt ycqlsh '{host}' 9042 --username admin --ssl")
    );
    for string in &strings {
        assert!(
            !string.text.contains("password") && !string.text.contains("://admin:"),
            "{string:?}"
        );
    }
    for id in ["psql-uri", "jdbc", "ycqlsh"] {
        let string = strings.iter().find(|string| string.id == id).unwrap();
        assert!(string.note.contains("smart drivers"), "{string:?}");
    }
}

#[test]
fn only_the_ports_that_are_needed_are_named() {
    let ids = |ports: Vec<u16>| -> Vec<&str> {
        let strings = connection_strings(&Params { ports, ..aws() });
        strings.iter().map(|string| string.id).collect()
    };
    assert_eq!(ids(vec![9042]), ["ycqlsh"]);
    assert_eq!(ids(vec![5433]), ["ysqlsh", "psql-uri", "jdbc"]);
}
