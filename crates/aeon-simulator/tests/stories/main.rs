//! What a client of the service gets, told over HTTP.

mod endpoints;
mod faults;
mod lists;

mod refusals;
mod service;
mod there;
