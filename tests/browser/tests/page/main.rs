//! What a person sees and does on the playground's page.

mod answers;
mod other_bot;
mod screen;
mod tour;
mod typing;
