//! End to end: somebody types in the playground, and the bot, started by its own `run`, answers over websocket and REST
//! from the real knowledge base.
//!
//! With `WIRE_LOG_DIR` set, each test leaves what went over the wire there, for the check against Discord's schema.
#![cfg(feature = "playground")]

mod answers;
mod binary;
mod buttons;
mod chart;
mod curator;
mod endpoint;
mod endpoint_http;
mod faults;
mod faults_events;
mod faults_gateway;
mod faults_process;
mod faults_rest;
mod flood;
mod gateway;
mod log_lines;
mod mentions;
mod operation;
mod page;
mod places;
mod registration;
mod registration_order;
mod reports;
mod stingy;
mod support;
#[path = "../../benches/synthetic/mod.rs"]
mod synthetic;
