//! From a cited figure back to the article: does the paragraph say so?

use std::fmt;

use crate::curate::article::Article;
use crate::curate::cited::{Cited, cited, source_of};
use crate::curate::figures::{Found, in_paragraph};
use crate::knowledge::{KnowledgeBase, SourceId};
use crate::text::language::Language;
use crate::text::number::write;

/// What came of looking up every figure that a base cites from one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Slug of the source that the article is.
    pub source: String,
    /// How many figures were looked up.
    pub looked_up: usize,
    /// What the article does not say, one sentence each.
    pub problems: Vec<String>,
}

/// An article that is none of the base's sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSource {
    /// What the article says of itself.
    pub outlet: Option<String>,
    /// Its day of publication in words.
    pub published: Option<String>,
    /// The slugs there are.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "is by `{}` of {}, which is no one source of the base; name it with --source, one of {}",
            self.outlet.as_deref().unwrap_or("nobody named"),
            self.published.as_deref().unwrap_or("no date"),
            self.known.join(", ")
        )
    }
}

impl std::error::Error for UnknownSource {}

/// Looks up every figure that `base` cites from `article`, which is the source called `slug`, or else the one of its outlet
/// and day.
///
/// # Errors
/// [`UnknownSource`] where no source is called so, or none or several are of that outlet and day.
pub fn verify(
    base: &KnowledgeBase,
    article: &Article,
    slug: Option<&str>,
) -> Result<Verification, UnknownSource> {
    let named = slug.and_then(|slug| {
        let at = base
            .sources()
            .iter()
            .position(|source| source.slug == slug)?;
        u32::try_from(at).ok().map(SourceId)
    });
    let source = match slug {
        Some(_) => named,
        None => source_of(base, article),
    };
    let Some(id) = source else {
        return Err(UnknownSource {
            outlet: article.outlet.clone(),
            published: article.published.map(|date| date.wording(Language::En)),
            known: base
                .sources()
                .iter()
                .map(|source| source.slug.clone())
                .collect(),
        });
    };
    let source = base.source(id);
    let paragraphs: Vec<Vec<Found>> = article
        .paragraphs
        .iter()
        .map(|text| in_paragraph(text, Some(source.published)))
        .collect();
    let mut problems = Vec::new();
    if usize::from(source.paragraphs) != paragraphs.len() {
        problems.push(format!(
            "{}: paragraphs: is {}, but the article has {}",
            source.slug,
            source.paragraphs,
            paragraphs.len()
        ));
    }
    let cited: Vec<Cited<'_>> = cited(base)
        .into_iter()
        .filter(|cited| cited.source == id)
        .collect();
    problems.extend(cited.iter().filter_map(|cited| problem(cited, &paragraphs)));
    Ok(Verification {
        source: source.slug.clone(),
        looked_up: cited.len(),
        problems,
    })
}

/// What the article does not say of a cited figure; `None` where it says all of it.
fn problem(cited: &Cited<'_>, paragraphs: &[Vec<Found>]) -> Option<String> {
    let position = usize::from(cited.paragraph).checked_sub(1)?;
    let here: &[Found] = paragraphs.get(position).map_or(&[], Vec::as_slice);
    let named = format!(
        "{}: {}",
        cited.name(),
        write(cited.value, cited.figure.unit, Language::Ko)
    );
    let found: Vec<&Found> = here.iter().filter(|found| cited.is(found)).collect();
    if found.is_empty() {
        let elsewhere: Vec<String> = (1..)
            .zip(paragraphs)
            .filter(|(_, figures)| figures.iter().any(|found| cited.is(found)))
            .map(|(number, _): (u16, _)| number.to_string())
            .collect();
        let hint = if elsewhere.is_empty() {
            let there: Vec<&str> = here.iter().map(|found| found.text.as_str()).collect();
            if there.is_empty() {
                "it states no figure".to_owned()
            } else {
                format!("it states {}", there.join(", "))
            }
        } else {
            format!("it stands in paragraph {}", elsewhere.join(", "))
        };
        return Some(format!(
            "{named} is not in paragraph {}; {hint}",
            cited.paragraph
        ));
    }
    let year = cited.figure.year;
    let years: Vec<u16> = found
        .iter()
        .filter_map(|found| Some(found.period.as_ref()?.year))
        .collect();
    if !cited.superseded
        && !year.inferred
        && years.len() == found.len()
        && !years.contains(&year.value)
    {
        return Some(format!(
            "{named} is for {}, but paragraph {} says {}",
            year.value, cited.paragraph, years[0]
        ));
    }
    let hedged = found.iter().all(|found| found.stated.approximate);
    (hedged && !cited.superseded && !cited.figure.approximate).then(|| {
        format!(
            "{named} is given as exact, but paragraph {} says about; add \"approximate\": true",
            cited.paragraph
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load::parse;

    const ARTICLE: &str = "승인 2024.02.07 09:00\n\n\
        [가온=한빛일보] 취재팀 기자 = 가온시가 지난해 수출 82억 달러를 기록했다.\n\n\
        품목별로는 3.2% 감소한 기계가 약 31%를 차지했다.\n\n\
        올해는 58개사를 지원한다.\n";

    fn problems(figures: &str, paragraphs: u16) -> Vec<String> {
        let sources = format!(
            r#"{{"sources": [{{"slug": "hanbit", "publisher": {{"ko": "한빛일보", "en": "Hanbit"}},
                "published": "2024-02-07", "paragraphs": {paragraphs}}}]}}"#
        );
        let exports = format!(
            r#"{{"documents": [{{"slug": "gaon", "kind": "figure", "name": {{"ko": "가온", "en": "Gaon"}},
                "summary": {{"ko": "최대입니다.", "en": "A record."}}, "figures": [{figures}],
                "source": "hanbit", "paragraphs": [1]}}]}}"#
        );
        let base =
            parse(&[("sources.json", &sources), ("exports.json", &exports)]).expect("a sound base");
        let article = Article::read(ARTICLE.as_bytes()).expect("an article");
        verify(&base, &article, None)
            .expect("it is the source")
            .problems
    }

    fn figure(value: f64, unit: &str, year: u16, paragraph: u16, more: &str) -> String {
        format!(
            r#"{{"key": "f", "label": {{"ko": "값", "en": "Value"}}, "value": {value}, "unit": "{unit}",
                "year": {year}, "paragraph": {paragraph}{more}}}"#
        )
    }

    #[test]
    fn a_figure_is_looked_up_in_its_paragraph() {
        for (figure, expected) in [
            (figure(82e8, "usd", 2023, 1, ""), &[][..]),
            (figure(-3.2, "percent", 2023, 2, ""), &[]),
            (
                figure(31.0, "percent", 2023, 2, r#", "approximate": true"#),
                &[],
            ),
            (figure(58.0, "companies", 2024, 3, ""), &[]),
            (
                figure(82e8, "usd", 2023, 2, ""),
                &["gaon.f: 82억 달러 is not in paragraph 2; it stands in paragraph 1"],
            ),
            (
                figure(83e8, "usd", 2023, 1, ""),
                &["gaon.f: 83억 달러 is not in paragraph 1; it states 82억 달러"],
            ),
            (
                figure(82e8, "krw", 2023, 1, ""),
                &["gaon.f: 82억 원 is not in paragraph 1; it states 82억 달러"],
            ),
            (
                figure(82e8, "usd", 2022, 1, ""),
                &["gaon.f: 82억 달러 is for 2022, but paragraph 1 says 2023"],
            ),
            (
                figure(31.0, "percent", 2023, 2, ""),
                &[
                    "gaon.f: 31% is given as exact, but paragraph 2 says about; add \"approximate\": true",
                ],
            ),
        ] {
            assert_eq!(problems(&figure, 3), expected, "{figure}");
        }
        assert_eq!(
            problems("", 4),
            ["hanbit: paragraphs: is 4, but the article has 3"]
        );
    }

    #[test]
    fn an_article_that_is_no_source_is_named() {
        let base = parse(&[("sources.json", r#"{"sources": []}"#)]).expect("a sound base");
        let article = Article::read(ARTICLE.as_bytes()).expect("an article");
        let error = verify(&base, &article, None).expect_err("it is no source");
        assert_eq!(
            error.to_string(),
            "is by `한빛일보` of 7 February 2024, which is no one source of the base; name it with --source, one of "
        );
    }
}
