//! Text: what "the same" means in Korean and English, and how figures are written in both.
//!
//! Pure functions over strings. Nothing here knows documents, Discord or the asker.

pub mod fold;
pub mod grammar;
pub mod hangul;
pub mod josa;
pub mod keyboard;
pub mod language;
pub mod number;
pub mod predicate;
pub mod private;
pub mod romanize;
pub mod tokenize;
