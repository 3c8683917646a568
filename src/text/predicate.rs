//! Telling verbs and adjectives by their endings, so that a word that nothing knows can still be told for a way of saying
//! something rather than a thing.
//!
//! Only endings that no noun has: 아픈데 is how somebody feels, 가운데 apart; 하는 could end a noun with its particle.

use super::hangul::{self, Syllable};

/// Endings of Korean verbs and adjectives, each after a stem of at least one syllable.
const ENDINGS: &[&str] = &[
    "습니다",
    "습니까",
    "십니다",
    "십니까",
    "십시오",
    "세요",
    "해요",
    "어요",
    "아요",
    "여요",
    "워요",
    "려요",
    "와요",
    "줘요",
    "네요",
    "군요",
    "나요",
    "까요",
    "지요",
    "죠",
    "래요",
    "대요",
    "게요",
    "고요",
    "구나",
    "거든",
    "거든요",
    "잖아",
    "잖아요",
    "는데",
    "은데",
    "던데",
    "는데요",
    "은데요",
    "던데요",
    "려고",
    "려고요",
    "려면",
    "려는데",
    "지만",
    "면서",
    "으면",
    "다면",
    "아서",
    "어서",
    "여서",
    "해서",
    "려서",
    "라서",
    "워서",
    "거나",
    "든지",
    "도록",
    "아도",
    "어도",
    "해도",
    "자마자",
    "느라",
    "는다",
    "다며",
    "다던데",
    "다는데",
    "다길래",
    "는지",
    "은지",
    "을지",
    "을까",
    "던가",
    "냐고",
    "자고",
    "으니까",
    "니까",
    "길래",
    "기에",
    "답니다",
    "랍니다",
    "시겠",
    "려던",
    "지는",
    "지도",
    "지를",
    "진다",
    "어야",
    "아야",
    "해야",
];

/// Endings that begin with a consonant at the foot of the stem: 비싼 + 데, 올 + 까, 드립 + 니다.
const FOOTED: &[(char, &[&str])] = &[
    (
        'ㄴ',
        &["데", "데요", "대요", "가요", "다며", "다는데", "다던데"],
    ),
    (
        'ㄹ',
        &[
            "까",
            "까요",
            "게요",
            "래요",
            "수록",
            "텐데",
            "거예요",
            "거야",
            "는지",
        ],
    ),
    ('ㅂ', &["니다", "니까", "시다", "시오"]),
];

/// The consonant that stands at the foot of the past alone (갔, 했었), apart from two stems (있다, 겠).
const PAST: char = 'ㅆ';

/// Whether a word of Korean syllables can only be a verb or an adjective.
///
/// ```
/// use incheon_exports_bot::text::predicate::is_predicate;
/// assert!(is_predicate("헷갈리는데") && is_predicate("떼먹혔다"));
/// assert!(!is_predicate("지하철"));
/// ```
pub fn is_predicate(word: &str) -> bool {
    let foot = |c: char| hangul::decompose(c).and_then(|syllable: Syllable| syllable.jongseong);
    let after = |ending: &&str| {
        let stem = word.strip_suffix(*ending)?;
        stem.chars().next_back()
    };
    ENDINGS.iter().any(|ending| after(ending).is_some())
        || FOOTED.iter().any(|(consonant, endings)| {
            let stems = endings.iter().filter_map(after);
            stems.filter_map(foot).any(|at_foot| at_foot == *consonant)
        })
        || word.chars().filter_map(foot).any(|at_foot| at_foot == PAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_noun_ends_in_is_a_verb_or_an_adjective() {
        for (word, expected) in [
            ("아픈데", true),
            ("비싼데요", true),
            ("않으려고", true),
            ("떼먹으면", true),
            ("헷갈려서", true),
            ("어려울까요", true),
            ("바꿉니다", true),
            ("막혔다", true),
            ("궁금하거든요", true),
            ("데", false),
            ("지하철", false),
            ("편지", false),
            ("먼지", false),
            ("빨래", false),
            ("르완다", false),
            ("자동차는", false),
            ("요", false),
            ("", false),
            ("weather", false),
        ] {
            assert_eq!(is_predicate(word), expected, "{word:?}");
        }
    }
}
