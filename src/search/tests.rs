//! Search as a whole, over a base of eight documents.

use super::{Index, MatchKind, Query, Verdict, judge};
use crate::knowledge::load::parse;
use crate::knowledge::{KnowledgeBase, Topic};

const SOURCES: &str = r#"{"sources": [{"slug": "paper", "publisher": {"ko": "신문", "en": "Paper"},
    "published": "2023-02-01", "paragraphs": 9}]}"#;

const EXPORTS: &str = r#"{"documents": [
    {"slug": "total", "kind": "figure", "name": {"ko": "2022년 수출액", "en": "Exports in 2022"},
     "aliases": {"shared": ["실적", "results"]}, "summary": {"ko": "총액입니다.", "en": "The total."},
     "figures": [{"key": "amount", "label": {"ko": "수출액", "en": "Exports"}, "value": 54300000000, "unit": "usd",
                  "year": 2022, "paragraph": 1}], "source": "paper", "paragraphs": [1]},
    {"slug": "growth", "kind": "figure", "name": {"ko": "2022년 수출 증가율", "en": "Export growth in 2022"},
     "aliases": {"shared": ["실적", "results"]}, "summary": {"ko": "증가율입니다.", "en": "The growth."},
     "figures": [{"key": "rate", "label": {"ko": "증가율", "en": "Growth"}, "value": 18.2, "unit": "percent",
                  "year": 2022, "paragraph": 1}], "source": "paper", "paragraphs": [1]},
    {"slug": "budget-2022", "kind": "figure", "name": {"ko": "2022년 예산", "en": "2022 budget"},
     "summary": {"ko": "지난 예산입니다.", "en": "The past one."},
     "figures": [{"key": "amount", "label": {"ko": "예산", "en": "Budget"}, "value": 6300000000, "unit": "krw",
                  "year": 2022, "paragraph": 1}], "source": "paper", "paragraphs": [1]},
    {"slug": "budget-2023", "kind": "figure", "name": {"ko": "2023년 예산", "en": "2023 budget"},
     "summary": {"ko": "이번 예산입니다.", "en": "The present one."},
     "figures": [{"key": "amount", "label": {"ko": "예산", "en": "Budget"}, "value": 6500000000, "unit": "krw",
                  "year": 2023, "paragraph": 1}], "source": "paper", "paragraphs": [1]}]}"#;

const PROGRAMS: &str = r#"{"documents": [
    {"slug": "voucher", "kind": "program", "name": {"ko": "수출 바우처", "en": "Export Voucher"},
     "keywords": ["상품권"], "summary": {"ko": "맞춤형 서비스입니다.", "en": "A tailored service."},
     "source": "paper", "paragraphs": [2]},
    {"slug": "china", "kind": "program", "name": {"ko": "중국 전시회", "en": "China exhibition"},
     "summary": {"ko": "중국에서 엽니다.", "en": "Held in China."}, "source": "paper", "paragraphs": [2]}]}"#;

const FACTS: &str = r#"{"documents": [
    {"slug": "mayor", "kind": "person", "name": {"ko": "홍길동 시장", "en": "Mayor Hong"},
     "summary": {"ko": "시장입니다.", "en": "The mayor."}, "source": "paper", "paragraphs": [1]},
    {"slug": "markets", "kind": "market", "name": {"ko": "목표 시장", "en": "Target markets"},
     "summary": {"ko": "여러 곳입니다.", "en": "Several."}, "source": "paper", "paragraphs": [1]}]}"#;

const VOCABULARY: &str = r#"{
    "same": [["수출", "export"], ["바우처", "voucher", "쿠폰"], ["전시회", "박람회", "exhibition"], ["증가율", "growth"]],
    "asks": [{"words": ["얼마", "how much"], "units": ["usd", "krw"]}, {"words": ["누구", "who"], "kinds": ["person"]}],
    "filler": ["알려", "what", "is", "the"],
    "elsewhere": {"places": ["중국", "부산", "busan"], "topics": ["날씨", "weather"]}}"#;

fn index() -> (KnowledgeBase, Index) {
    let base = parse(&[
        ("sources.json", SOURCES),
        ("exports.json", EXPORTS),
        ("programs.json", PROGRAMS),
        ("facts.json", FACTS),
        ("vocabulary.json", VOCABULARY),
    ])
    .expect("the fixture is sound");
    let index = Index::build(&base);
    (base, index)
}

/// The slugs that the verdict offers, and how the first was reached.
fn answer(text: &str) -> (Vec<String>, Option<MatchKind>) {
    let (base, index) = index();
    let hits = index.search(&Query::parse(text), None);
    let offered = match judge(&hits) {
        Verdict::Nothing => 0,
        Verdict::One => 1,
        Verdict::Several(count) => count,
    };
    let slugs = hits[..offered]
        .iter()
        .map(|hit| base.document(hit.document).slug.clone());
    (
        slugs.collect(),
        hits.first().map(|hit| hit.kind).filter(|_| offered > 0),
    )
}

#[test]
fn every_way_of_typing_a_name_finds_it_and_says_how() {
    use MatchKind::*;
    for (text, slugs, kind) in [
        ("수출 바우처", vec!["voucher"], Some(Exact)),
        ("EXPORT voucher", vec!["voucher"], Some(Exact)),
        ("voucher", vec!["voucher"], Some(Slug)),
        ("상품권", vec!["voucher"], Some(Alias)),
        ("수출바우쳐", vec!["voucher"], Some(Fuzzy)),
        ("exprot voucher", vec!["voucher"], Some(Fuzzy)),
        ("ㅅㅊㅂㅇㅊ", vec!["voucher"], Some(Choseong)),
        ("tncnfqkdncj", vec!["voucher"], Some(Keyboard)),
        ("ㄷ테ㅐㄱㅅ 패ㅕ촏ㄱ", vec!["voucher"], Some(Keyboard)),
        ("suchul baucheo", vec!["voucher"], Some(Romanized)),
        ("수출 바ㅇ", vec!["voucher"], Some(Prefix)),
        ("export 쿠폰", vec!["voucher"], Some(Words)),
        ("$54.3 billion", vec!["total"], Some(Figure)),
        ("63억", vec!["budget-2022"], Some(Figure)),
        ("바우처가 뭐예요 알려주세요", vec!["voucher"], Some(Words)),
        ("", vec![], None),
        ("알려줘", vec![], None),
    ] {
        let expected: Vec<String> = slugs.into_iter().map(str::to_owned).collect();
        assert_eq!(answer(text), (expected, kind), "{text:?}");
    }
}

#[test]
fn a_year_chooses_and_an_unknown_one_rules_out() {
    for (text, expected) in [
        ("예산", vec!["budget-2022", "budget-2023"]),
        ("2023년 예산", vec!["budget-2023"]),
        ("작년 예산", vec!["budget-2022"]),
        ("this year budget", vec!["budget-2023"]),
        ("2019년 예산", vec![]),
        ("2023년 수출액", vec![]),
        ("2023년 수출 바우처", vec!["voucher"]),
        ("내년 예산", vec![]),
    ] {
        assert_eq!(answer(text).0, expected, "{text:?}");
    }
}

#[test]
fn what_the_base_does_not_hold_is_not_answered() {
    for text in [
        "부산 수출",
        "Busan export voucher",
        "중국 수출 바우처",
        "오늘 날씨",
        "weather",
        "문화누리 상품권",
        "asdf",
        "...",
    ] {
        assert_eq!(answer(text).0, Vec::<String>::new(), "{text:?}");
    }
    assert_eq!(answer("중국 박람회").0, ["china"]);
}

#[test]
fn a_shared_name_leads_to_a_choice_and_what_is_asked_for_orders_it() {
    for (text, expected) in [
        ("실적", vec!["total", "growth"]),
        ("실적이 얼마", vec!["total", "growth"]),
        ("시장이 누구", vec!["mayor"]),
    ] {
        assert_eq!(answer(text).0, expected, "{text:?}");
    }
}

#[test]
fn a_slip_ranks_below_the_name_itself() {
    let (_, index) = index();
    let score = |text: &str| index.search(&Query::parse(text), None)[0].score;
    assert!(score("수출 바우처") > score("tncnfqkdncj"));
    assert!(score("tncnfqkdncj") > score("수출 바우쳐"));
    assert!(score("수출 바우쳐") > score("수출 바우쳥"));
}

#[test]
fn only_documents_of_the_topic_are_found() {
    let (base, index) = index();
    let hits = index.search(&Query::parse("수출"), Some(Topic::Programs));
    assert!(!hits.is_empty());
    assert!(
        hits.iter()
            .all(|hit| base.document(hit.document).topic == Topic::Programs)
    );
    assert!(index.suggest("", None).is_empty());
}
