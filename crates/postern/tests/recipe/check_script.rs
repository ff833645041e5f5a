//! The script for a machine inside the network, against listeners on loopback.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::port::free_port;
use super::support::{Stubs, artifact, aws, said, venv};

/// Says `answer` to whoever connects and has sent a PostgreSQL client's first 8 bytes.
fn listen(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut request = [0; 8];
                if stream.read_exact(&mut request).is_ok() {
                    assert_eq!(request, [0, 0, 0, 8, 4, 210, 22, 47], "an SSLRequest");
                    let _ = stream.write_all(answer);
                }
            });
        }
    });
    port
}

fn check(resolver: &Stubs, host: &str, ports: &[u16]) -> Output {
    let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
    let arguments: Vec<&str> = std::iter::once(host)
        .chain(ports.iter().map(String::as_str))
        .collect();
    resolver.bash(&artifact(&aws(), "check.sh").text, &arguments)
}

fn loopback() -> Stubs {
    Stubs::new(
        "getent",
        "printf '127.0.0.1 STREAM name\\n127.0.0.1 DGRAM\\n127.0.0.1 RAW\\n'",
    )
}

#[test]
fn open_ports_are_said_to_be_open() {
    let (ysql, ycql) = (listen(b"S"), listen(b""));
    let output = check(&loopback(), "pse.example", &[ysql, ycql]);
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("ok   pse.example -> 127.0.0.1 (private)"),
        "{said}"
    );
    assert!(
        said.contains(&format!("ok   127.0.0.1:{ysql} open")),
        "{said}"
    );
    assert!(
        said.contains(&format!("ok   127.0.0.1:{ycql} open")),
        "{said}"
    );
    assert_eq!(
        said.matches("(private)").count(),
        1,
        "each address once: {said}"
    );
}

#[test]
fn a_refused_port_and_a_public_address_are_told_apart() {
    let port = free_port();
    let output = check(&loopback(), "pse.example", &[port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains(&format!(
            "FAIL 127.0.0.1:{port} refused: the network path works"
        )),
        "{}",
        said(&output)
    );

    // An address that is never given to anybody: nothing answers, or there is no route.
    let public = Stubs::new("getent", "echo '192.0.2.1 STREAM name'");
    let script = format!("TIMEOUT_SECONDS=1\n{}", artifact(&aws(), "check.sh").text);
    let output = public.bash(&script, &["pse.example", "5433"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("WARN pse.example -> 192.0.2.1 is a public address"),
        "{}",
        said(&output)
    );
}

/// A machine's own name for itself has an IPv6 address too, at which nothing need listen.
#[test]
fn an_endpoints_addresses_are_those_of_ipv4() {
    let both = Stubs::new(
        "getent",
        "[ \"$1\" = ahosts ] && printf '::1 STREAM name\\n127.0.0.1 STREAM name\\n'",
    );
    let output = check(&both, "pse.example", &[listen(b"S")]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(!said(&output).contains("::1"), "{}", said(&output));
    let only = Stubs::new(
        "getent",
        "[ \"$1\" = ahosts ] && printf 'fd00::1 STREAM name\\n'",
    );
    let output = check(&only, "pse.example", &[]);
    assert!(
        said(&output).contains("-> fd00::1 (private)"),
        "{}",
        said(&output)
    );
}

/// Where packets are dropped an attempt to connect goes on for minutes; whoever reads the output does not
/// wait for it.
#[test]
fn a_dropped_connection_does_not_keep_the_caller_waiting() {
    // A listener whose queue is full drops what comes.
    let program = "import socket, sys\ns = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(0)\nkeep = [socket.socket() for _ in range(4)]\nfor c in keep: c.setblocking(False); c.connect_ex(s.getsockname())\nprint(s.getsockname()[1], flush=True); sys.stdin.read()";
    let mut listener = Command::new(venv("python"))
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut port = String::new();
    BufReader::new(listener.stdout.take().unwrap())
        .read_line(&mut port)
        .unwrap();
    let script = format!("TIMEOUT_SECONDS=1\n{}", artifact(&aws(), "check.sh").text);
    let started = Instant::now();
    let output = loopback().bash(&script, &["pse.example", port.trim()]);
    let took = started.elapsed();
    drop(listener.stdin.take());
    listener.wait().unwrap();
    assert!(
        said(&output).contains("no answer in 1 s"),
        "{}",
        said(&output)
    );
    assert!(took < Duration::from_secs(30), "it took {took:?}");
}

#[test]
fn a_name_that_leads_nowhere_is_said() {
    let output = check(&Stubs::new("getent", "exit 2"), "pse.example", &[5433]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("FAIL pse.example does not resolve here"),
        "{}",
        said(&output)
    );
}

/// What YSQL's first answer tells; the port is the one that the script knows.
#[test]
fn the_servers_answer_to_a_postgresql_client_is_read() {
    for (answer, expected) in [
        (&b"S"[..], "answers like YSQL, with TLS"),
        (&b"N"[..], "but without TLS"),
        (&b"E"[..], "didn't answer like YSQL"),
    ] {
        let port = listen(answer);
        let script = artifact(&aws(), "check.sh").text;
        assert!(script.contains("\"$PORT\" = 5433 "));
        let script = script.replace("\"$PORT\" = 5433 ", &format!("\"$PORT\" = {port} "));
        let output = loopback().bash(&script, &["pse.example", &port.to_string()]);
        assert!(said(&output).contains(expected), "{}", said(&output));
        assert!(output.status.success(), "{}", said(&output));
    }
}

/// Other resolvers than getent print other things around the addresses.
#[test]
fn addresses_are_found_in_every_resolvers_answer() {
    let script = artifact(&aws(), "check.sh").text;
    for (program, answer) in [
        (
            "dig",
            "[ \"$3\" = A ] && printf 'alias.example.\\n127.0.0.1\\n'",
        ),
        ("host", "echo 'pse.example has address 127.0.0.1'"),
        (
            "nslookup",
            "printf 'Server:\\t\\t127.0.0.53\\nAddress:\\t127.0.0.53#53\\n\\nName:\\tpse.example\\nAddress: 127.0.0.1\\n'",
        ),
    ] {
        let stubs = Stubs::new(program, answer);
        let only = format!("has_command() {{ [ \"$1\" = {program} ]; }}");
        let script = script.replace(
            "has_command() { command -v \"$1\" >/dev/null 2>&1; }",
            &only,
        );
        assert!(script.contains(&only));
        let output = stubs.bash(&script, &["pse.example", &listen(b"S").to_string()]);
        assert!(output.status.success(), "{program}: {}", said(&output));
        assert!(
            said(&output).contains("pse.example -> 127.0.0.1 (private)"),
            "{program}: {}",
            said(&output)
        );
        assert!(
            !said(&output).contains("127.0.0.53"),
            "{program}: {}",
            said(&output)
        );
    }
}
