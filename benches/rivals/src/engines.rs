//! Those that have an index: tantivy's in two ways. Ours is beside what measures them all.

use incheon_exports_bot::text::language::Language;
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{NgramTokenizer, TextAnalyzer, TokenStream as _, WhitespaceTokenizer};
use tantivy::{Searcher, Term, doc};

use crate::measure::Rival;
use crate::synthetic::{Names, keys};

/// The two names of a document, each word as the keys that type it.
type Texts = Vec<[String; 2]>;

fn texts(names: &Names, documents: usize) -> Texts {
    let names = (0..documents).map(|document| names.of(document));
    names
        .map(|name| Language::ALL.map(|language| spaced_keys(name.get(language))))
        .collect()
}

fn spaced_keys(text: &str) -> String {
    let words: Vec<String> = text.split(' ').map(keys).collect();
    words.join(" ")
}

/// A tantivy index in memory, of one segment.
struct Tantivy {
    searcher: Searcher,
    text: Field,
    numbers: Column<u64>,
    analyzer: TextAnalyzer,
}

impl Tantivy {
    /// Indexes all names in one field, cut by `analyzer`.
    fn new(texts: &Texts, analyzer: TextAnalyzer) -> tantivy::Result<Self> {
        const ANALYZER: &str = "keys";
        const NUMBER: &str = "number";
        /// Bytes that the writer may fill before it writes a segment: enough for a million documents.
        const WRITER_MEMORY: usize = 1_500_000_000;
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(ANALYZER)
            .set_index_option(IndexRecordOption::WithFreqs);
        let mut schema = Schema::builder();
        let text = schema.add_text_field(
            "name",
            TextOptions::default().set_indexing_options(indexing),
        );
        let number = schema.add_u64_field(NUMBER, FAST);
        let index = tantivy::Index::create_in_ram(schema.build());
        index.tokenizers().register(ANALYZER, analyzer.clone());
        let mut writer = index.writer_with_num_threads(1, WRITER_MEMORY)?;
        for (document, [ko, en]) in (0_u64..).zip(texts) {
            writer
                .add_document(doc!(number => document, text => ko.as_str(), text => en.as_str()))?;
        }
        writer.commit()?;
        let segments = index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        writer.wait_merging_threads()?;
        let searcher = index.reader()?.searcher();
        let numbers = searcher.segment_reader(0).fast_fields().u64(NUMBER)?;
        Ok(Self {
            searcher,
            text,
            numbers,
            analyzer,
        })
    }

    fn terms(&mut self, question: &str) -> Vec<Term> {
        let text = spaced_keys(question);
        let mut stream = self.analyzer.token_stream(&text);
        let mut terms = Vec::new();
        while let Some(token) = stream.next() {
            terms.push(Term::from_field_text(self.text, &token.text));
        }
        terms
    }

    fn first(&self, query: &BooleanQuery) -> tantivy::Result<Option<usize>> {
        let found = self
            .searcher
            .search(query, &TopDocs::with_limit(1).order_by_score())?;
        let number = found
            .first()
            .and_then(|(_, at)| self.numbers.first(at.doc_id));
        Ok(number.map(|number| number as usize))
    }
}

fn exactly(term: Term) -> Box<dyn tantivy::query::Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// tantivy with its n-gram tokenizer: any three neighbouring keys, ranked by BM25.
pub struct Ngrams(Tantivy);

impl Rival for Ngrams {
    type Prepared = Texts;

    const NAME: &'static str = "tantivy, n-grams";

    fn prepare(names: &Names, documents: usize) -> Texts {
        texts(names, documents)
    }

    fn build(prepared: &Texts) -> Self {
        let trigrams = NgramTokenizer::all_ngrams(3, 3).expect("3 to 3 is a range");
        let index = Tantivy::new(prepared, TextAnalyzer::from(trigrams));
        Self(index.expect("an index in memory can be written"))
    }

    fn first(&mut self, question: &str) -> Option<usize> {
        let terms = self.0.terms(question).into_iter();
        let query = BooleanQuery::new(terms.map(|term| (Occur::Should, exactly(term))).collect());
        self.0
            .first(&query)
            .expect("an index in memory can be read")
    }
}

/// tantivy with fuzzy term queries: each word with at most one slip, a swap being one; the exact word adds its BM25 score.
pub struct Fuzzy(Tantivy);

impl Rival for Fuzzy {
    type Prepared = Texts;

    const NAME: &'static str = "tantivy, fuzzy terms";

    fn prepare(names: &Names, documents: usize) -> Texts {
        texts(names, documents)
    }

    fn build(prepared: &Texts) -> Self {
        let index = Tantivy::new(prepared, TextAnalyzer::from(WhitespaceTokenizer::default()));
        Self(index.expect("an index in memory can be written"))
    }

    fn first(&mut self, question: &str) -> Option<usize> {
        let terms = self.0.terms(question).into_iter();
        let clauses = terms.flat_map(|term| {
            let fuzzy: Box<dyn tantivy::query::Query> =
                Box::new(FuzzyTermQuery::new(term.clone(), 1, true));
            [(Occur::Should, exactly(term)), (Occur::Should, fuzzy)]
        });
        let query = BooleanQuery::new(clauses.collect());
        self.0
            .first(&query)
            .expect("an index in memory can be read")
    }
}
