//! Scoring by senses where very many documents have one: those that cannot come near the best are passed over.
//!
//! The senses that the fewest documents have lead (the idea of max-score, Turtle and Flood 1995, and of WAND, Broder and others
//! 2003). Of the documents that have none of these, what the other senses come to says how near the best they can be; once
//! that is not near enough, nobody looks at them.

use crate::knowledge::Topic;

use super::calibrate::HALF;
use super::cover::{NO_YEAR, Stop, VALUE_WEIGHT, Weighed};
use super::index::YEAR_WEIGHT;
use super::rank::{Asking, MATCHES_MAX, Match};

/// How near a document must be able to come to the best, as a share of it. Below, its odds are less than a tenth.
const NEAR: f32 = 0.6;

/// The same where the question names a year or a place, for which the best may be ruled out in the end.
const NEAR_IF_RULED_OUT: f32 = 0.3;

/// Something that is asked for, and the documents that have it.
#[derive(Clone)]
struct Lead<'a> {
    /// What it adds to what a document covers, at most.
    worth: f32,
    /// Lists of those documents, each ascending.
    lists: Vec<Ahead<'a>>,
}

/// What is left of an ascending list.
#[derive(Clone, Copy)]
struct Ahead<'a>(&'a [u32]);

impl Ahead<'_> {
    /// Goes on to a document that is not before one asked for earlier; whether it is in the list.
    fn has(&mut self, document: u32) -> bool {
        // Mostly there is little to pass.
        let mut step = 1;
        while self.0.get(step - 1).is_some_and(|&next| next < document) {
            step *= 2;
        }
        let (from, to) = (step / 2, (step - 1).min(self.0.len()));
        let passed = from + self.0[from..to].partition_point(|&next| next < document);
        self.0 = &self.0[passed..];
        self.0.first() == Some(&document)
    }
}

impl Lead<'_> {
    fn count(&self) -> usize {
        self.lists.iter().map(|list| list.0.len()).sum()
    }

    fn has(&mut self, document: u32) -> bool {
        self.lists.iter_mut().any(|list| list.has(document))
    }

    /// All its documents, ascending.
    fn documents(&self) -> Vec<u32> {
        let lists = self.lists.iter();
        let mut documents: Vec<u32> = lists.flat_map(|list| list.0).copied().collect();
        if self.lists.len() > 1 {
            documents.sort_unstable();
            documents.dedup();
        }
        documents
    }
}

impl Asking<'_> {
    /// The documents of a topic that cover most of the question, ascending, each with the best of its names.
    pub fn nearest_by_senses(&self, weighed: &Weighed, topic: Option<Topic>) -> Vec<Match> {
        let mut leads = self.leads(weighed);
        leads.sort_by_key(Lead::count);
        // What a document about no year covers without having anything.
        let without = if self.years.is_empty() {
            0.0
        } else {
            YEAR_WEIGHT * NO_YEAR
        };
        let near = if self.may_rule_out() {
            NEAR_IF_RULED_OUT
        } else {
            NEAR
        };
        let mut stop = Stop::new(self.meaning.senses.len());
        let mut matches: Vec<Match> = Vec::new();
        // What covers less than about half of a question hardly ever answers it.
        let mut least = HALF.start as f32 * weighed.all;
        // The most that any document looked at can cover, and how many more that can as much are looked at.
        let (mut top, mut left) = (0.0, MATCHES_MAX);
        for leading in 0..leads.len() {
            let worths = leads[leading..].iter().map(|lead| lead.worth);
            let reach = without + worths.sum::<f32>();
            if reach < least || left == 0 && reach <= top {
                break;
            }
            let mut ahead = leads.clone();
            for document in leads[leading].documents() {
                let Some(most) = most_covered(&mut ahead, leading, document, reach, least) else {
                    continue;
                };
                if !self.index.is_of(document, topic) {
                    continue;
                }
                if most > top {
                    (top, left) = (most, MATCHES_MAX);
                }
                if left == 0 {
                    if reach <= top {
                        break;
                    }
                    continue;
                }
                left -= 1;
                stop.look_at(document, &self.meaning.senses, self.index);
                let found = self.best_name(document, &stop, weighed);
                least = least.max(near * found.closeness * weighed.all);
                matches.push(found);
            }
        }
        matches.sort_unstable_by_key(|found| found.document);
        matches
    }

    /// Whether the year or a place that the question names may rule out a document that covers it.
    fn may_rule_out(&self) -> bool {
        let places = self.meaning.senses.iter().any(|sense| sense.place);
        !self.years.is_empty() || self.by_month || places
    }

    /// What is asked for that any document has: senses, years and amounts.
    fn leads(&self, weighed: &Weighed) -> Vec<Lead<'_>> {
        let senses = self.meaning.senses.iter().zip(&weighed.senses);
        let mut leads: Vec<Lead<'_>> = senses
            .map(|(sense, &weight)| {
                let lists = sense.options.iter();
                let lists = lists.map(|&(term, _)| Ahead(self.index.having.of(term).0));
                let likeness = sense.options.iter().map(|&(_, likeness)| likeness);
                Lead {
                    worth: weight * likeness.fold(0.0, f32::max),
                    lists: lists.collect(),
                }
            })
            .collect();
        let about = self.years.iter().map(|&year| self.index.about_year(year));
        leads.push(Lead {
            worth: YEAR_WEIGHT * (1.0 - NO_YEAR),
            lists: about.map(Ahead).collect(),
        });
        leads.push(Lead {
            worth: VALUE_WEIGHT,
            lists: vec![Ahead(&self.valued)],
        });
        leads.retain(|lead| lead.count() > 0);
        leads
    }
}

/// How much a document of the leading list can cover, where what leads in all from there on can cover `reach`; `None` where
/// that is less than `least`, or where an earlier list has led to it.
fn most_covered(
    leads: &mut [Lead<'_>],
    leading: usize,
    document: u32,
    reach: f32,
    least: f32,
) -> Option<f32> {
    let (before, rest) = leads.split_at_mut(leading);
    if before.iter_mut().any(|lead| lead.has(document)) {
        return None;
    }
    let mut most = reach;
    for lead in rest.iter_mut().skip(1) {
        if !lead.has(document) {
            most -= lead.worth;
        }
        if most < least {
            return None;
        }
    }
    Some(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{KnowledgeBase, Vocabulary};
    use crate::search::{Index, Query};
    use crate::text::language::Bilingual;

    /// Ten places by twelve goods by fifty trades: each word has very many documents.
    fn index() -> Index {
        let words = |count: usize, first: char| -> Vec<String> {
            let syllable = |number: usize| char::from_u32(first as u32 + number as u32 * 28);
            let word = |number| [syllable(number), syllable(number + 3), syllable(0)];
            (0..count)
                .map(|number| word(number).into_iter().flatten().collect())
                .collect()
        };
        let (places, goods, trades) = (words(10, '가'), words(12, '한'), words(50, '박'));
        let mut names = Vec::new();
        for place in &places {
            for good in &goods {
                for trade in &trades {
                    let ko = format!("{place} {good} {trade}");
                    let en = format!("n{} x{}", names.len(), place.len());
                    names.push(Bilingual { ko, en });
                }
            }
        }
        Index::build(&KnowledgeBase::of_names(names, Vocabulary::default()))
    }

    #[test]
    fn what_comes_near_the_best_is_found_as_by_looking_at_all() {
        let index = index();
        let names: Vec<String> = (0..6_000)
            .step_by(397)
            .map(|document| {
                let name = index.names_of(document).start;
                let terms = index.terms_of(name).iter();
                let texts = terms.map(|&term| index.words.text(term));
                texts.collect::<Vec<_>>().join(" ")
            })
            .collect();
        for name in &names {
            let last_word = name.split(' ').next_back().unwrap_or_default();
            for text in [name.clone(), format!("{name} 뷁쉛"), last_word.to_owned()] {
                let asking = Asking::new(&index, &Query::parse(&text), true, false);
                let weighed = asking.weighed();
                let all = asking.all_by_senses(&weighed);
                let nearest = asking.nearest_by_senses(&weighed, None);
                assert!(nearest.iter().all(|found| all.contains(found)), "{text}");
                let best = all.iter().map(|found| found.closeness).fold(0.0, f32::max);
                let least = (NEAR * best).max(HALF.start as f32);
                let near = all.iter().filter(|found| found.closeness >= least);
                let near: Vec<&Match> = near.take(MATCHES_MAX).collect();
                assert!(!near.is_empty() && near.iter().all(|found| nearest.contains(found)));
                assert!(nearest.len() < 1_200, "{text}: {}", nearest.len());
            }
        }
    }

    #[test]
    fn a_list_is_walked_ahead() {
        let all: Vec<u32> = (0..200).map(|number| number * 3).collect();
        for stride in [1, 2, 7, 50] {
            let mut list = Ahead(&all);
            for document in (0..700).step_by(stride) {
                assert_eq!(
                    list.has(document),
                    document % 3 == 0 && document < 600,
                    "{document}"
                );
            }
        }
    }
}
