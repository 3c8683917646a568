//! A Discord bot that answers, in Korean and in English, what a reader of one news article could ask.
//!
//! The stages, in the order a question passes them. Imports run downward only:
//! text ← knowledge ← {search, command, action, chart} ← request ← answer ← reply ← responder ← {terminal, check, discord} ← curate ← {config, operate} ← main.

#![forbid(unsafe_code)]

pub mod text;

pub mod knowledge;

pub mod action;
pub mod chart;
pub mod command;
pub mod request;
pub mod search;

pub mod answer;

pub mod reply;

pub mod responder;

pub mod check;
pub mod config;
pub mod terminal;

pub mod discord;

pub mod curate;

pub mod operate;

#[cfg(feature = "playground")]
pub mod playground;

#[cfg(test)]
mod architecture;

#[cfg(test)]
mod transcripts;
