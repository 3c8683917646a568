//! What a way to find documents reaches and costs; for the benches, which count the bytes in use by their `MEMORY`.

use std::fmt;
use std::time::{Duration, Instant};

use cpu_time::{ProcessTime, ThreadTime};
use incheon_exports_bot::knowledge::KnowledgeBase;
use incheon_exports_bot::search::{Index, Query};

use crate::MEMORY;
use crate::synthetic::{Names, Question, base};

/// A way to find the document that a question means.
pub trait Rival {
    /// What is prepared before any index is built, and neither timed nor weighed.
    type Prepared;

    /// What stands in its row.
    const NAME: &'static str;

    fn prepare(names: &Names, documents: usize) -> Self::Prepared;

    fn build(prepared: &Self::Prepared) -> Self;

    /// The document found first; `None` where nothing is found.
    fn first(&mut self, question: &str) -> Option<usize>;
}

/// Our index, as the bot uses it.
pub struct Ours(Index);

impl Rival for Ours {
    type Prepared = KnowledgeBase;

    const NAME: &'static str = "this project";

    fn prepare(names: &Names, documents: usize) -> KnowledgeBase {
        base(names, documents)
    }

    fn build(prepared: &KnowledgeBase) -> Self {
        Self(Index::build(prepared))
    }

    fn first(&mut self, question: &str) -> Option<usize> {
        let hits = self.0.search(&Query::parse(question), None);
        hits.first().map(|hit| hit.document.0 as usize)
    }
}

/// Those that need longer than this for all questions …
const TIME: Duration = Duration::from_secs(40);
/// … answer this many at least.
const QUESTIONS_MIN: usize = 40;

/// A row of the table.
pub struct Measured {
    name: &'static str,
    asked: usize,
    right: usize,
    /// How long the processor worked on each question, ascending.
    times: Vec<Duration>,
    /// How long it worked to build, all threads together.
    build: Duration,
    /// Bytes in use by the index alone.
    memory: usize,
}

impl Measured {
    /// The share of the questions for which the document meant came first.
    pub fn right(&self) -> f64 {
        self.right as f64 / self.asked as f64
    }

    /// How long it took to build, in seconds.
    pub fn build(&self) -> f64 {
        self.build.as_secs_f64()
    }

    /// What is in use by the index alone, in millions of bytes.
    pub fn memory(&self) -> f64 {
        self.memory as f64 / 1e6
    }

    /// The time within which this share of the questions is answered, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.times.len() * percent / 100).min(self.times.len() - 1);
        self.times[at].as_secs_f64() * 1e3
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "| {} | {:.3} | {} | {:.3} ms | {:.3} ms | {:.2} s | {:.1} MB |",
            self.name,
            self.right(),
            self.asked,
            self.percentile(50),
            self.percentile(99),
            self.build(),
            self.memory(),
        )
    }
}

/// Builds `R` over the first `documents` documents and asks it `questions`, of which there are some.
pub fn measure<R: Rival>(names: &Names, documents: usize, questions: &[Question]) -> Measured {
    let prepared = R::prepare(names, documents);
    let before = MEMORY.current_usage();
    let begun = ProcessTime::now();
    let mut rival = R::build(&prepared);
    let build = begun.elapsed();
    let memory = MEMORY.current_usage().saturating_sub(before);
    let (mut times, mut right) = (Vec::new(), 0);
    let begun = Instant::now();
    for (asked, question) in questions.iter().enumerate() {
        if asked >= QUESTIONS_MIN && begun.elapsed() > TIME {
            break;
        }
        let begun = ThreadTime::now();
        let first = rival.first(&question.text);
        times.push(begun.elapsed());
        right += usize::from(first == Some(question.document));
    }
    times.sort_unstable();
    Measured {
        name: R::NAME,
        asked: times.len(),
        right,
        times,
        build,
        memory,
    }
}
