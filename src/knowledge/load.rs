//! The file format of `data/`, and loading it.
