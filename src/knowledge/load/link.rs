//! Resolving what the drafts refer to, and making the base of them.

use std::collections::{BTreeMap, HashMap};

use super::draft::Draft;
use super::figure_draft::{BasisDraft, FigureDraft, Rule, SupersedesDraft};
use super::node::Node;
use super::progress::Progress;
use crate::knowledge::contents::Contents;
use crate::knowledge::figure::{FigureRef, Superseded};
use crate::knowledge::{
    Alias, Basis, Citation, Derivation, Document, DocumentId, Figure, Kind, KnowledgeBase, Source,
    SourceId, Vocabulary,
};
use crate::text::number::Unit;

/// Everything that references are looked up in.
pub(super) struct Linker<'d, 'a> {
    drafts: &'d [Draft<'a>],
    sources: &'d [Source],
    by_slug: HashMap<&'a str, DocumentId>,
    /// False where a file could not be read: what it may hold is not reported as unknown.
    complete: bool,
}

impl<'d, 'a> Linker<'d, 'a> {
    /// Takes all drafts, in the order of their ids; reports slugs that occur twice.
    pub fn new(drafts: &'d [Draft<'a>], sources: &'d [Source], complete: bool) -> Self {
        let mut by_slug = HashMap::new();
        for (position, draft) in drafts.iter().enumerate() {
            if draft.slug.is_empty() {
                continue;
            }
            let id = document_id(position);
            if let Some(&first) = by_slug.get(draft.slug) {
                let DocumentId(first) = first;
                let first: &Draft<'_> = &drafts[first as usize];
                draft.node.sink.report(
                    "slug",
                    format!(
                        "slug `{}` is taken by another document of {}",
                        draft.slug, first.node.sink.file
                    ),
                    "rename one of them",
                );
            } else {
                by_slug.insert(draft.slug, id);
            }
        }
        Self {
            drafts,
            sources,
            by_slug,
            complete,
        }
    }

    /// Resolves everything. What comes of a base with problems must not be used; they are in the sinks.
    pub fn link(&self, total: Option<&Node<'_>>, progress: &mut Progress<'_>) -> KnowledgeBase {
        let documents: Vec<Document> = self
            .drafts
            .iter()
            .enumerate()
            .map(|(position, draft)| {
                progress.documents("linked", position, self.drafts.len());
                self.document(document_id(position), draft)
            })
            .collect();
        KnowledgeBase {
            contents: Contents::of(&documents),
            by_slug: self
                .by_slug
                .iter()
                .map(|(&slug, &id)| (slug.to_owned(), id))
                .collect(),
            featured: self.featured(),
            program_total: total.and_then(|node| self.total(node)),
            sources: self.sources.to_vec(),
            documents,
            vocabulary: Vocabulary::default(),
        }
    }

    fn document(&self, id: DocumentId, draft: &Draft<'a>) -> Document {
        let citation = self.citation(draft);
        Document {
            id,
            slug: draft.slug.to_owned(),
            topic: draft.topic,
            kind: draft.kind.unwrap_or(Kind::Source),
            name: draft.name.clone(),
            short: draft.short.clone().unwrap_or_else(|| draft.name.clone()),
            aliases: [(&draft.own, false), (&draft.shared, true)]
                .into_iter()
                .flat_map(|(nodes, shared)| nodes.iter().map(move |node| (node, shared)))
                .filter_map(|(node, shared)| {
                    let text = node.value.as_str()?.to_owned();
                    Some(Alias { text, shared })
                })
                .collect(),
            keywords: draft.keywords.iter().map(|&word| word.to_owned()).collect(),
            summary: draft.summary.clone(),
            figures: self.figures(draft, citation.source),
            date: draft.date,
            details: draft.details.iter().cloned().collect::<BTreeMap<_, _>>(),
            field: self.field(draft),
            related: self.related(id, draft),
            also: draft
                .also
                .iter()
                .filter_map(|also| {
                    let (source, paragraphs) = (also.source.as_ref()?, also.paragraphs.as_ref()?);
                    let source = self.source(source)?;
                    Some(Citation {
                        source,
                        paragraphs: self.paragraphs(paragraphs, Some(source), true),
                    })
                })
                .collect(),
            citation,
        }
    }

    /// The document that `node` names; `None`, reported where it can be known, if there is none.
    fn resolve(&self, node: &Node<'_>, what: &str) -> Option<DocumentId> {
        let slug = node.value.as_str()?;
        let found = self.by_slug.get(slug).copied();
        if found.is_none() && self.complete {
            node.report(
                format!("{what} `{slug}` is not a document"),
                "use the slug of one",
            );
        }
        found
    }

    fn field(&self, draft: &Draft<'_>) -> Option<DocumentId> {
        let node = draft.field.as_ref()?;
        if draft.kind.is_some_and(|kind| kind != Kind::Program) {
            node.report("is for programs", "remove it");
        }
        let id = self.resolve(node, "field")?;
        if self.draft(id).kind.is_some_and(|kind| kind != Kind::Field) {
            node.report(
                format!("field {} is no field", node.quoted()),
                "use the slug of a document of kind `field`",
            );
        }
        Some(id)
    }

    fn related(&self, id: DocumentId, draft: &Draft<'_>) -> Vec<DocumentId> {
        let mut related = Vec::new();
        for node in &draft.related {
            let Some(other) = self.resolve(node, "related document") else {
                continue;
            };
            if other == id {
                node.report("is the document itself", "remove it");
            } else if related.contains(&other) {
                node.report(format!("{} is listed twice", node.quoted()), "remove one");
            }
            related.push(other);
        }
        related
    }

    /// Documents with a rank, first rank first.
    fn featured(&self) -> Vec<DocumentId> {
        let mut ranks: BTreeMap<u16, DocumentId> = BTreeMap::new();
        for (position, draft) in self.drafts.iter().enumerate() {
            let Some((rank, node)) = &draft.featured else {
                continue;
            };
            if let Some(&first) = ranks.get(rank) {
                node.report(
                    format!("rank {rank} is taken by {}", self.draft(first).slug),
                    "give each featured document a rank of its own",
                );
            } else {
                ranks.insert(*rank, document_id(position));
            }
        }
        ranks.into_values().collect()
    }

    fn citation(&self, draft: &Draft<'_>) -> Citation {
        let source = draft.source.as_ref().and_then(|node| self.source(node));
        let needed = draft.kind.is_some_and(|kind| kind != Kind::Source);
        let paragraphs = draft.paragraphs.as_ref();
        let paragraphs = paragraphs.map(|node| self.paragraphs(node, source, needed));
        Citation {
            source: source.unwrap_or(SourceId(0)),
            paragraphs: paragraphs.unwrap_or_default(),
        }
    }

    /// The paragraphs that `list` names, ascending; at least one where they are `needed`.
    fn paragraphs(&self, list: &Node<'_>, source: Option<SourceId>, needed: bool) -> Vec<u16> {
        let nodes = list.elements();
        let paragraphs: Vec<u16> = nodes
            .iter()
            .filter_map(|node| self.paragraph(node, source))
            .collect();
        if !paragraphs.is_sorted_by(|a, b| a < b) {
            list.report("are not in order, each once", "sort them");
        }
        if nodes.is_empty() && list.value.is_array() && needed {
            list.report("is empty", "list the paragraphs that state it");
        }
        paragraphs
    }

    /// The source that `node` names; `None`, reported, if there is none.
    fn source(&self, node: &Node<'_>) -> Option<SourceId> {
        let found = self.find_source(node);
        if found.is_none() && self.complete {
            node.report(
                format!("source {} is not in sources.json", node.quoted()),
                "add it there or use one that is",
            );
        }
        found
    }

    fn find_source(&self, node: &Node<'_>) -> Option<SourceId> {
        let slug = node.value.as_str()?;
        let position = self.sources.iter().position(|source| source.slug == slug);
        position.map(source_id)
    }

    /// A paragraph of a source; of an unknown source, any number.
    fn paragraph(&self, node: &Node<'_>, source: Option<SourceId>) -> Option<u16> {
        let last = source
            .and_then(|SourceId(id)| self.sources.get(id as usize))
            .map_or(u16::MAX, |source| source.paragraphs);
        node.whole(1, last, "a paragraph of the source")
    }

    /// The figure that `node` refers to as `document.key`; `None`, reported, if there is none.
    fn figure(&self, node: &Node<'_>) -> Option<(FigureRef, &'d FigureDraft<'a>)> {
        let reference = node.value.as_str()?;
        let found = reference.split_once('.').and_then(|(slug, key)| {
            let document = *self.by_slug.get(slug)?;
            let figures = &self.draft(document).figures;
            let figure = figures.iter().position(|figure| figure.key == key)?;
            Some((FigureRef { document, figure }, &figures[figure]))
        });
        if found.is_none() && self.complete {
            node.report(
                format!("`{reference}` is not a figure"),
                "refer to one as `document.key`",
            );
        }
        found
    }

    fn figures(&self, draft: &Draft<'a>, source: SourceId) -> Vec<Figure> {
        let mut keys = Vec::new();
        for figure in &draft.figures {
            if !figure.key.is_empty() && keys.contains(&figure.key) {
                figure.node.report(
                    format!("key `{}` is taken by another figure", figure.key),
                    "rename one of them",
                );
            }
            keys.push(figure.key);
        }
        draft
            .figures
            .iter()
            .filter_map(|figure| {
                let (value, basis, citation) = self.basis(figure, source)?;
                Some(Figure {
                    key: figure.key.to_owned(),
                    label: figure.label.clone(),
                    value,
                    unit: figure.unit?,
                    year: figure.year,
                    approximate: figure.approximate,
                    planned: figure.planned,
                    basis,
                    citation,
                    supersedes: figure
                        .supersedes
                        .as_ref()
                        .and_then(|earlier| self.superseded(earlier)),
                })
            })
            .collect()
    }

    fn superseded(&self, earlier: &SupersedesDraft<'_>) -> Option<Superseded> {
        let source = self.source(&earlier.source)?;
        let paragraph = self.paragraph(&earlier.paragraph, Some(source))?;
        Some(Superseded {
            value: earlier.value,
            citation: Citation {
                source,
                paragraphs: vec![paragraph],
            },
        })
    }

    /// Value, basis and citation of a figure; `source` is the document's.
    fn basis(&self, figure: &FigureDraft<'a>, source: SourceId) -> Option<(f64, Basis, Citation)> {
        match &figure.basis {
            BasisDraft::Unreadable => None,
            BasisDraft::Reported { .. } => {
                let (value, citation) = self.reported(figure, source)?;
                Some((value, Basis::Reported, citation))
            }
            BasisDraft::Derived { rule, amount, rate } => {
                self.derived(figure.unit?, *rule, amount, rate)
            }
        }
    }

    /// Value and citation of a figure that the source states; `None`, reported, for a derived one.
    fn reported(&self, figure: &FigureDraft<'a>, document: SourceId) -> Option<(f64, Citation)> {
        let BasisDraft::Reported {
            value,
            paragraph,
            source,
        } = &figure.basis
        else {
            return None;
        };
        let source = match source {
            Some(node) => self.source(node)?,
            None => document,
        };
        let paragraph = self.paragraph(paragraph.as_ref()?, Some(source))?;
        let citation = Citation {
            source,
            paragraphs: vec![paragraph],
        };
        Some((*value, citation))
    }

    fn derived(
        &self,
        unit: Unit,
        rule: Rule,
        amount: &Node<'_>,
        rate: &Node<'_>,
    ) -> Option<(f64, Basis, Citation)> {
        let amount_input = self.input(amount, unit);
        let rate_input = self.input(rate, Unit::Percent);
        let (amount_ref, whole, mut citation) = amount_input?;
        let (rate_ref, percent, rate_citation) = rate_input?;
        if citation.source != rate_citation.source {
            rate.report(
                "comes from another source than the amount",
                "derive from figures of one source",
            );
        }
        citation.paragraphs.extend(rate_citation.paragraphs);
        citation.paragraphs.sort_unstable();
        citation.paragraphs.dedup();
        let (value, derivation) = match rule {
            Rule::BeforeGrowth => (
                whole / (1.0 + percent / 100.0),
                Derivation::BeforeGrowth {
                    amount: amount_ref,
                    growth: rate_ref,
                },
            ),
            Rule::ShareOf => (
                whole * percent / 100.0,
                Derivation::ShareOf {
                    amount: amount_ref,
                    share: rate_ref,
                },
            ),
        };
        if !value.is_finite() {
            rate.report(
                "leaves nothing to divide by",
                "refer to a growth above -100",
            );
        }
        Some((to_three_digits(value), Basis::Derived(derivation), citation))
    }

    /// A figure that another is derived from: reported by its source, in `unit`.
    fn input(&self, node: &Node<'_>, unit: Unit) -> Option<(FigureRef, f64, Citation)> {
        let (reference, figure) = self.figure(node)?;
        if matches!(figure.basis, BasisDraft::Derived { .. }) {
            node.report(
                format!("{} is itself derived", node.quoted()),
                "derive from figures that the source states",
            );
            return None;
        }
        if figure.unit.is_some_and(|other| other != unit) {
            node.report(
                format!("{} has another unit", node.quoted()),
                "refer to an amount in the unit of this figure, and to a rate in percent",
            );
        }
        // Faults of the input itself are reported where it stands; here they only mean that nothing can be derived.
        let BasisDraft::Reported {
            value,
            paragraph,
            source,
        } = &figure.basis
        else {
            return None;
        };
        let document = self.draft(reference.document);
        let source = self.find_source(source.as_ref().or(document.source.as_ref())?)?;
        let paragraph = paragraph.as_ref()?.value.as_u64()?;
        let citation = Citation {
            source,
            paragraphs: vec![u16::try_from(paragraph).ok()?],
        };
        Some((reference, *value, citation))
    }

    /// How many programs exist in all, from the figure that `node` refers to.
    fn total(&self, node: &Node<'_>) -> Option<u32> {
        let (_, figure) = self.figure(node)?;
        let BasisDraft::Reported { value, .. } = figure.basis else {
            node.report(
                format!("{} is not stated by a source", node.quoted()),
                "refer to a figure with a value",
            );
            return None;
        };
        if figure.unit != Some(Unit::Projects) {
            node.report(
                format!("{} does not count projects", node.quoted()),
                "refer to a figure whose unit is `projects`",
            );
        }
        let named = self
            .drafts
            .iter()
            .filter(|draft| draft.kind == Some(Kind::Program))
            .count();
        if value < named as f64 {
            node.report(
                format!(
                    "{} says {value}, but {named} programs are named",
                    node.quoted()
                ),
                "correct the figure or the list",
            );
        }
        Some(value as u32)
    }

    fn draft(&self, id: DocumentId) -> &'d Draft<'a> {
        &self.drafts[id.0 as usize]
    }
}

/// `value` rounded to three significant digits; 0 stays 0.
fn to_three_digits(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}

fn document_id(position: usize) -> DocumentId {
    DocumentId(u32::try_from(position).unwrap_or(u32::MAX))
}

fn source_id(position: usize) -> SourceId {
    SourceId(u32::try_from(position).unwrap_or(u32::MAX))
}
