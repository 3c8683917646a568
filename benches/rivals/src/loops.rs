//! Those that compare the question with every name.
//!
//! All get names and questions as the keys that type them, in lower case, as our own index does: on whole syllables a wrong vowel
//! costs a whole letter, and initials and finals that move to the next syllable cost two or three.

use incheon_exports_bot::text::language::Language;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use rapidfuzz::distance::osa;

use crate::measure::Rival;
use crate::synthetic::{Names, keys};

/// The keys of both names of each document, at twice its number.
fn all_keys(names: &Names, documents: usize) -> Vec<String> {
    let names = (0..documents).map(|document| names.of(document));
    names
        .flat_map(|name| Language::ALL.map(|language| keys(name.get(language))))
        .collect()
}

/// rapidfuzz: OSA distance by its batch comparator, which takes the question apart once, each time with the best distance so far as the cutoff.
pub struct RapidFuzz(Vec<Box<[u8]>>);

impl Rival for RapidFuzz {
    type Prepared = Vec<String>;

    const NAME: &'static str = "rapidfuzz";

    fn prepare(names: &Names, documents: usize) -> Vec<String> {
        all_keys(names, documents)
    }

    fn build(prepared: &Vec<String>) -> Self {
        Self(prepared.iter().map(|keys| keys.as_bytes().into()).collect())
    }

    fn first(&mut self, question: &str) -> Option<usize> {
        let comparator = osa::BatchComparator::new(keys(question).into_bytes());
        let mut best = (usize::MAX, None);
        for (number, name) in self.0.iter().enumerate() {
            let cutoff = osa::Args::default().score_cutoff(best.0.saturating_sub(1));
            if let Some(distance) = comparator.distance_with_args(name.iter().copied(), &cutoff) {
                best = (distance, Some(number / 2));
            }
            if best.0 == 0 {
                break;
            }
        }
        best.1
    }
}

/// strsim: a plain loop over its OSA distance.
pub struct Strsim(Vec<Box<str>>);

impl Rival for Strsim {
    type Prepared = Vec<String>;

    const NAME: &'static str = "strsim, a plain loop";

    fn prepare(names: &Names, documents: usize) -> Vec<String> {
        all_keys(names, documents)
    }

    fn build(prepared: &Vec<String>) -> Self {
        Self(prepared.iter().map(|keys| keys.as_str().into()).collect())
    }

    fn first(&mut self, question: &str) -> Option<usize> {
        let question = keys(question);
        let distances = self.0.iter().enumerate();
        distances
            .min_by_key(|(_, name)| strsim::osa_distance(&question, name))
            .map(|(number, _)| number / 2)
    }
}

/// nucleo-matcher: one fuzzy pattern for each word, all of which have to be found, on texts turned to its own form beforehand.
pub struct Nucleo {
    matcher: Matcher,
    names: Vec<Utf32String>,
}

impl Rival for Nucleo {
    type Prepared = Vec<String>;

    const NAME: &'static str = "nucleo-matcher";

    fn prepare(names: &Names, documents: usize) -> Vec<String> {
        all_keys(names, documents)
    }

    fn build(prepared: &Vec<String>) -> Self {
        Self {
            matcher: Matcher::new(Config::DEFAULT),
            names: prepared.iter().map(|keys| keys.as_str().into()).collect(),
        }
    }

    fn first(&mut self, question: &str) -> Option<usize> {
        let words: Vec<String> = question.split(' ').map(keys).collect();
        let pattern = Pattern::new(
            &words.join(" "),
            CaseMatching::Ignore,
            Normalization::Never,
            AtomKind::Fuzzy,
        );
        let matcher = &mut self.matcher;
        let scores = self.names.iter().enumerate().filter_map(|(number, name)| {
            Some((pattern.score(name.slice(..), matcher)?, number / 2))
        });
        // Of equal scores the first.
        scores
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, document)| document)
    }
}
