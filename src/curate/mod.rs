//! Tools for whoever keeps the base: from an article to a draft, from a figure back to the article, from the logs to what
//! to write next.
//!
//! An article is read in steps: bytes to text ([`encoding`]), a saved page to lines (`html`), lines to numbered paragraphs
//! ([`article`]). In a paragraph are found figures with their years (`figures`, `periods`), lists (`lists`) and what the base
//! knows by name (`names`). [`draft`] writes it down in the format of `data/`; [`verify`] looks up what `data/` cites.

pub mod article;
mod cited;
pub mod diff;
pub mod draft;
pub mod encoding;
mod figures;
pub mod gaps;
mod html;
mod layout;
mod lists;
mod names;
mod periods;
pub mod preview;
pub mod verify;
