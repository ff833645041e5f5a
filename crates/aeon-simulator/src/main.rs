//! Runs the simulator: prints its address and its keys, and stops when it is interrupted.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use aeon_simulator::{Clock, DeleteConnected, Dialect, Durations, Fault, Options, Seed, Simulator};
use clap::{Parser, ValueEnum};

/// Simulates the YugabyteDB Aeon public API on 127.0.0.1.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The initial data: demo, empty or large:CLUSTERSxREGIONS.
    #[arg(long, default_value = "demo")]
    seed: Seed,
    /// The port; 0 for a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The latency of each response, such as 50ms or 1s.
    #[arg(long, default_value = "0ms", value_parser = duration)]
    latency: Duration,
    /// A random addition to the latency, up to this much.
    #[arg(long, default_value = "0ms", value_parser = duration)]
    jitter: Duration,
    /// A fault to inject, such as 'GET /clusters=503x2'. Can be repeated.
    #[arg(long = "fault")]
    faults: Vec<Fault>,
    /// What deleting an endpoint does while connections exist: drop, refuse, return or hang.
    #[arg(long, default_value = "drop")]
    delete_connected: DeleteConnected,
    /// Where the endpoints are and what the field of a create is called, as PATH:FIELD, such as
    /// 'clusters/{cluster_id}/endpoints:specs'.
    #[arg(long, default_value = "")]
    dialect: Dialect,
    /// The simulator's clock.
    #[arg(long, value_enum, default_value_t = ClockName::Auto)]
    clock: ClockName,
    /// Finish the service's operations in fractions of a second.
    #[arg(long)]
    quick: bool,
}

/// The clocks that the program offers. It has no explicit clock, because nothing could step it.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ClockName {
    /// Real time.
    Auto,
}

fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is not a duration; use a form such as 50ms or 1.5s");
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').ok_or_else(wrong)?, 1.0),
    };
    let number: f64 = number.trim().parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(number * unit).map_err(|_| wrong())
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("aeon-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let options = Options {
        clock: match arguments.clock {
            ClockName::Auto => Clock::Auto,
        },
        port: arguments.port,
        latency: arguments.latency,
        jitter: arguments.jitter,
        faults: arguments.faults,
        delete_connected: arguments.delete_connected,
        dialect: arguments.dialect,
        durations: if arguments.quick {
            Durations::quick()
        } else {
            Durations::default()
        },
        ..Options::default()
    };
    let simulator = Simulator::start(arguments.seed, options).await?;
    let keys = simulator.keys();
    let mut out = std::io::stdout().lock();
    writeln!(out, "address: {}", simulator.base_url())?;
    for (name, key) in [
        ("admin", keys.admin),
        ("developer", keys.developer),
        ("read_only", keys.read_only),
        ("expired", keys.expired),
        ("two_projects", keys.two_projects),
        ("soon", keys.soon),
    ] {
        writeln!(out, "key {name}: {key}")?;
    }
    out.flush()?;
    drop(out);
    tokio::signal::ctrl_c().await?;
    simulator.stop().await;
    Ok(())
}
