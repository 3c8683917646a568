//! Checks request bodies against Discord's limits, one kind of thing a file; every fault is reported at its path.

pub mod command;
pub mod component;
pub mod component_v2;
pub mod embed;
pub mod form;
pub mod message;
pub mod modal;
pub mod option;
