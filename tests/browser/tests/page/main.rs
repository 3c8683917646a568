//! What a person sees and does on the playground's page.

#![forbid(unsafe_code)]

mod answers;
mod other_bot;
mod screen;
mod tour;
mod typing;
