//! What is wrong with the data, in words for whoever curates it.

use std::cell::RefCell;
use std::fmt;

/// One problem in `data/`: where it is, what it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file.
    pub file: String,
    /// Slug of the document; `None` where the problem is outside documents, or the document has no slug.
    pub document: Option<String>,
    /// Path of the key within the document (`aliases.own[2]`, positions from 0), or within the file where no
    /// document is named; `None` for the file as a whole.
    pub key: Option<String>,
    /// What is wrong, the offending value quoted.
    pub problem: String,
    /// What to do.
    pub fix: String,
}

impl fmt::Display for Diagnostic {
    /// One line: ``data/programs.json: voucher: name.en: is missing; write it in English``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        for place in [&self.document, &self.key].into_iter().flatten() {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}; {}", self.problem, self.fix)
    }
}

impl std::error::Error for Diagnostic {}

/// Where problems of one document, or of a file outside its documents, are collected.
#[derive(Clone, Copy)]
pub(super) struct Sink<'a> {
    /// The file.
    pub file: &'a str,
    /// Slug of the document.
    pub document: Option<&'a str>,
    /// Everything found so far.
    pub found: &'a RefCell<Vec<Diagnostic>>,
}

impl Sink<'_> {
    /// Records a problem at `key`; an empty key is the document or file as a whole.
    pub fn report(self, key: &str, problem: impl Into<String>, fix: impl Into<String>) {
        self.found.borrow_mut().push(Diagnostic {
            file: self.file.to_owned(),
            document: self.document.map(str::to_owned),
            key: (!key.is_empty()).then(|| key.to_owned()),
            problem: problem.into(),
            fix: fix.into(),
        });
    }
}
