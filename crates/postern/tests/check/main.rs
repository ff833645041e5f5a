//! The check of a private link from this machine: against listeners on loopback, and a real PostgreSQL.

mod listeners;
mod postgres;
mod steps;
