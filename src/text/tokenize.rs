//! Cutting a text into tokens, and the closed classes of grammar that carry no meaning of their own.
//!
//! A token is a run of one script: `FTA지원센터` is two, `3,286개사` is two. Which words exist is left to the search.

use crate::text::fold::fold_keeping_case;
use crate::text::hangul;

/// What a token is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    /// Hangul syllables, perhaps with lone letters among them.
    Hangul,
    /// Lone Korean consonants: initials, or a word left half-typed.
    Initials,
    /// Letters of any other alphabet.
    Latin,
    /// Digits, with the point inside a number.
    Number,
}

/// A run of one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded text; a number without its commas.
    pub text: String,
    /// The text in the case it was typed in.
    pub cased: String,
    /// What it is written in.
    pub script: Script,
    /// Whether it follows the token before it without anything between.
    pub attached: bool,
}

/// The tokens of `text`, in order. Punctuation and symbols separate and are left out; so is the `'s` of a possessive.
///
/// ```
/// use incheon_exports_bot::text::tokenize::tokens;
/// let texts: Vec<String> = tokens("Incheon's 2022년 logistics비!").into_iter().map(|token| token.text).collect();
/// assert_eq!(texts, ["incheon", "2022", "년", "logistics", "비"]);
/// ```
pub fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = fold_keeping_case(text).chars().collect();
    let class_at = |at: usize| characters.get(at).and_then(|&c| class_of(c));
    let mut tokens: Vec<Token> = Vec::new();
    let mut last_end = None;
    let mut start = 0;
    while start < characters.len() {
        let Some(class) = class_at(start) else {
            start += 1;
            continue;
        };
        let mut end = start + 1;
        loop {
            let inside_number =
                class == Script::Number && matches!(characters.get(end), Some(',' | '.'));
            if class_at(end) == Some(class) {
                end += 1;
            } else if inside_number && class_at(end + 1) == Some(Script::Number) {
                end += 2;
            } else {
                break;
            }
        }
        let cased: String = characters[start..end]
            .iter()
            .filter(|&&c| c != ',')
            .collect();
        let after_apostrophe =
            start >= 2 && characters[start - 1] == '\'' && last_end == Some(start - 1);
        if !(after_apostrophe && is_contraction(&cased)) {
            tokens.push(Token {
                text: cased.to_lowercase(),
                script: match class {
                    Script::Hangul if cased.chars().all(hangul::is_consonant) => Script::Initials,
                    other => other,
                },
                cased,
                attached: last_end == Some(start),
            });
        }
        last_end = Some(end);
        start = end;
    }
    tokens
}

/// The script of a token that `c` belongs to; `None` for what separates tokens.
fn class_of(c: char) -> Option<Script> {
    if hangul::is_hangul(c) {
        Some(Script::Hangul)
    } else if c.is_ascii_digit() {
        Some(Script::Number)
    } else if c.is_alphanumeric() {
        Some(Script::Latin)
    } else {
        None
    }
}

/// Whether what follows an apostrophe belongs to the word before it.
fn is_contraction(word: &str) -> bool {
    matches!(word, "s" | "S" | "re" | "ll" | "ve" | "d" | "m" | "t")
}

/// The singular of an English word: `companies` is `company`, `vouchers` is `voucher`. Other words stay.
pub fn singular(word: &str) -> String {
    if word.len() <= 3 || !word.is_ascii() {
        return word.to_owned();
    }
    let keep = |cut: usize| word[..word.len() - cut].to_owned();
    if let Some(stem) = word.strip_suffix("ies") {
        return if stem.len() > 1 {
            format!("{stem}y")
        } else {
            keep(1)
        };
    }
    // One who misspells companies writes companys, so a y keeps its s for nothing.
    if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        return keep(2);
    }
    if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return keep(1);
    }
    word.to_owned()
}

/// Particles and copulas that follow a noun, longest spelling of each; they may follow one another (에서 + 는).
const PARTICLES: &[&str] = &[
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "에서",
    "에게",
    "께",
    "한테",
    "로",
    "으로",
    "와",
    "과",
    "랑",
    "이랑",
    "도",
    "만",
    "까지",
    "부터",
    "보다",
    "마다",
    "처럼",
    "대로",
    "밖에",
    "이나",
    "나",
    "라도",
    "이라도",
    "란",
    "이란",
    "라는",
    "이라는",
    "라고",
    "이라고",
    "들",
    "요",
    "님",
    "씨",
    "때",
    "쯤",
    "인",
    "인가",
    "인가요",
    "인지",
    "인데",
    "인데요",
    "인데도",
    "이다",
    "이고",
    "이며",
    "이면",
    "이니",
    "이에요",
    "예요",
    "이예요",
    "에요",
    "이야",
    "야",
    "이지",
    "이죠",
    "였",
    "이었",
    "였어",
    "였어요",
    "였나",
    "였나요",
    "였죠",
    "였지",
    "였는지",
    "였던",
    "였더라",
    "였을까",
    "이었어",
    "이었어요",
    "이었나",
    "이었나요",
    "이었죠",
    "이었는지",
    "이었던",
    "였는데",
    "이었는데",
    "라던데",
    "이라던데",
    "라는데",
    "이라는데",
    "라며",
    "이라며",
    "이래",
    "이래요",
    "일까",
    "일까요",
    "이냐",
    "임",
    "입니까",
    "입니다",
    "이라면",
    "라면",
    "치고",
    "으로서",
    "로서",
    "로써",
    "하고",
    "에는",
    "에도",
    "이서",
    "이라",
    "이라서",
    "라서",
    "이네요",
    "네요",
    "이군요",
    "군요",
    "이거든요",
    "거든요",
    "이잖아요",
    "잖아요",
    "이므로",
    "므로",
    "이지만",
    "지만",
    "인데다",
    "이든",
    "든",
    "이야말로",
    "조차",
    "마저",
    "커녕",
    "말고",
    "뿐",
    "만큼",
    "에선",
    "에게서",
    "한테서",
    "로부터",
    "으로부터",
    "보단",
    "이어야",
    "여야",
    "이길래",
    "이시",
    "이신",
    "이신가요",
    "인가여",
    "인가용",
    "이라던가",
    "라던가",
    "이라든지",
    "라든지",
    "인지요",
    "이던가",
    "이던데",
    "이더라",
    "일지",
    "일지도",
    "이었는데요",
    "였는데요",
    "이세요",
    "세요",
    "이십니까",
    "이랍니다",
    "랍니다",
    "이라네요",
    "라네요",
    "이라고요",
    "라고요",
    "이라구요",
    "라구요",
];

/// Beginnings of the verbs that turn a noun into a question or a request (하다, 되다, 있다, 받다, 주다, 싶다, 보다 …).
const VERBS: &[&str] = &[
    "하", "해", "했", "할", "한", "함", "합", "되", "돼", "됐", "된", "될", "됩", "있", "없", "받",
    "주", "줘", "줄", "준", "줬", "싶", "싶은", "보", "볼", "봐", "봤", "쓰", "써", "썼", "쓸",
    "가", "갔", "갈", "간", "오", "와", "왔", "온", "만드", "만든", "얻", "시켜", "시키", "시킨",
    "당하", "당한", "드려", "드리", "않", "드립", "드릴", "줍", "십", "하십", "주십", "계시",
    "계신", "계세", "못하", "못한", "못해", "못했", "바랍", "원하", "되신", "받으",
];

/// What follows those beginnings; they chain (했 + 나 + 요).
const TAILS: &[&str] = &[
    "나",
    "나요",
    "어",
    "어요",
    "아",
    "아요",
    "요",
    "는",
    "은",
    "을",
    "던",
    "고",
    "면",
    "으면",
    "려면",
    "으려면",
    "려고",
    "으려고",
    "려",
    "러",
    "으러",
    "기",
    "지",
    "지요",
    "죠",
    "냐",
    "니",
    "니까",
    "는지",
    "은지",
    "을지",
    "는데",
    "은데",
    "는데요",
    "은데요",
    "을까",
    "을까요",
    "까",
    "까요",
    "습니까",
    "습니다",
    "니다",
    "다",
    "다고",
    "다면",
    "라",
    "라고",
    "세요",
    "시",
    "신",
    "실",
    "셨",
    "어서",
    "아서",
    "서",
    "도",
    "야",
    "자",
    "음",
    "네",
    "네요",
    "군",
    "군요",
    "구나",
    "거",
    "게",
    "게요",
    "래",
    "래요",
    "었",
    "았",
    "겠",
    "여",
    "데",
    "데요",
    "줘",
    "줘요",
    "주",
    "주는",
    "주나",
    "준",
    "줄",
    "주세",
    "볼",
    "수",
    "만",
    "기도",
    "잖아",
    "거든",
    "단",
    "대",
    "대요",
    "며",
    "므로",
    "달라",
    "달라고",
    "십시오",
    "십시요",
    "시겠",
    "는지요",
    "은지요",
    "을지요",
    "거든요",
    "잖아요",
    "던데",
    "던데요",
    "더라",
    "더라고요",
    "다던데",
    "다는데",
    "다며",
    "다면서",
    "냐고",
    "냐고요",
    "다고요",
    "지만",
    "다가",
    "든지",
    "도록",
    "자면",
    "느냐",
    "려는",
    "려는데",
    "려던",
    "으려는데",
    "려고요",
    "으려고요",
    "고요",
    "는다",
    "는다고",
    "는다면",
    "을래",
    "을래요",
    "아야",
    "어야",
    "아도",
    "어도",
    "습니까요",
    "셈",
    "욤",
    "죠잉",
    "니까요",
    "으니",
    "으니까",
    "으며",
    "으면서",
    "면서",
    "자마자",
    "길래",
    "을게",
    "을게요",
    "을수록",
    "을텐데",
    "을거",
    "을거야",
    "을거예요",
    "셔",
    "셔요",
    "십니다",
    "십니까",
    "고자",
    "고자하",
    "은가",
    "은가요",
    "는가",
    "는가요",
    "던가",
    "던가요",
    "는군",
    "는군요",
    "네여",
    "나여",
    "나용",
    "어여",
    "아여",
    "서요",
    "면요",
    "지욥",
    "구요",
    "는구나",
    "더군요",
    "더라구요",
];

/// What a piece of grammar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grammar {
    /// A particle: follows a noun.
    Particle,
    /// The beginning of an auxiliary verb: follows a noun or begins a token of its own.
    Verb,
    /// The ending of a verb: follows one.
    Tail,
}

/// Every piece of Korean grammar with what it is; the same letters may be several.
pub fn grammar() -> impl Iterator<Item = (&'static str, Grammar)> {
    let class = |pieces: &'static [&'static str], grammar| {
        pieces.iter().map(move |&piece| (piece, grammar))
    };
    class(PARTICLES, Grammar::Particle)
        .chain(class(VERBS, Grammar::Verb))
        .chain(class(TAILS, Grammar::Tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_a_run_of_one_script() {
        for (input, expected) in [
            ("수출 바우처", "수출:Hangul 바우처:Hangul"),
            ("FTA지원센터", "fta:Latin 지원센터+:Hangul"),
            ("logistics비", "logistics:Latin 비+:Hangul"),
            (
                "2022년 3,286개사",
                "2022:Number 년+:Hangul 3286:Number 개사+:Hangul",
            ),
            (
                "$54.3 billion, 2022.",
                "54.3:Number billion:Latin 2022:Number",
            ),
            ("통·번역", "통:Hangul 번역:Hangul"),
            ("ㅅㅊ ㅂㅇㅊ", "ㅅㅊ:Initials ㅂㅇㅊ:Initials"),
            ("시장갳 무역ㅂ", "시장갳:Hangul 무역ㅂ:Hangul"),
            ("B2B", "b:Latin 2+:Number b+:Latin"),
            ("K-SURE", "k:Latin sure:Latin"),
            (
                "Incheon's what’s it don't",
                "incheon:Latin what:Latin it:Latin don:Latin",
            ),
            ("'수출'", "수출:Hangul"),
            ("café 中国", "café:Latin 中国:Latin"),
            ("... !? 🎉", ""),
            ("", ""),
        ] {
            let got: Vec<String> = tokens(input)
                .iter()
                .map(|t| {
                    format!(
                        "{}{}:{:?}",
                        t.text,
                        if t.attached { "+" } else { "" },
                        t.script
                    )
                })
                .collect();
            assert_eq!(got.join(" "), expected, "tokens of {input:?}");
        }
    }

    #[test]
    fn the_case_typed_is_kept_beside_the_folded_text() {
        let typed = &tokens("EjRnd")[0];
        assert_eq!(
            (typed.text.as_str(), typed.cased.as_str()),
            ("ejrnd", "EjRnd")
        );
    }

    #[test]
    fn english_plurals_become_singular() {
        for (word, expected) in [
            ("companies", "company"),
            ("companys", "company"),
            ("vouchers", "voucher"),
            ("exhibitions", "exhibition"),
            ("businesses", "business"),
            ("fees", "fee"),
            ("ties", "tie"),
            ("covid", "covid"),
            ("cis", "cis"),
            ("us", "us"),
            ("status", "status"),
            ("process", "process"),
            ("analysis", "analysis"),
            ("수출s", "수출s"),
            ("", ""),
        ] {
            assert_eq!(singular(word), expected, "singular of {word:?}");
        }
    }

    #[test]
    fn grammar_is_listed_once_and_in_hangul_alone() {
        let mut pieces: Vec<_> = grammar().collect();
        let all = pieces.len();
        assert!(
            pieces
                .iter()
                .all(|(piece, _)| piece.chars().all(hangul::is_syllable))
        );
        pieces.sort_by_key(|&(piece, class)| (piece, class as u8));
        pieces.dedup();
        assert_eq!(pieces.len(), all);
    }
}
