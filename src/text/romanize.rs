//! Korean written in Latin letters: writing it by the Revised Romanisation, and folding the spellings people use instead.
//!
//! Two texts are the same word when their [`sound_key`]s are equal; which of two keys is closer is left to the search.

use crate::text::hangul::{self, Syllable, compose, decompose};

/// What each leading consonant is written as, in the order of [`hangul::CHOSEONG`].
const INITIALS: [&str; 19] = [
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
    "h",
];

/// What each vowel is written as, in the order of [`hangul::JUNGSEONG`].
const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "eu", "ui", "i",
];

/// What each final is written as, in the order of [`hangul::JONGSEONG`].
const FINALS: [&str; 27] = [
    "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
    "t", "ng", "t", "t", "k", "t", "p", "t",
];

/// `text` by the Revised Romanisation, each syllable by itself (국내 is `guknae`); what is not Hangul stays.
///
/// How neighbours change each other (`gungnae`) is left to [`as_pronounced`].
pub fn romanize(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for c in text.chars() {
        match decompose(c) {
            Some(syllable) => write_syllable(&mut latin, syllable),
            None => latin.push(c),
        }
    }
    latin
}

fn write_syllable(latin: &mut String, syllable: Syllable) {
    let spelling = |letters: &[char], spellings: &[&'static str], letter| {
        let position = letters.binary_search(&letter);
        position.map_or("", |i| spellings[i])
    };
    latin.push_str(spelling(&hangul::CHOSEONG, &INITIALS, syllable.choseong));
    latin.push_str(spelling(&hangul::JUNGSEONG, &VOWELS, syllable.jungseong));
    if let Some(last) = syllable.jongseong {
        latin.push_str(spelling(&hangul::JONGSEONG, &FINALS, last));
    }
}

/// `text` respelled as it is spoken: 국내 is 궁내, 판로 is 팔로, 협력 is 혐녁, 무역의 is 무여긔.
///
/// Covers the changes that show when a name is written in Latin letters: a final before a vowel moves over, a stop
/// before a nasal becomes one, and ㄴ and ㄹ meet as ㄹㄹ.
pub fn as_pronounced(text: &str) -> String {
    let mut syllables: Vec<Result<Syllable, char>> =
        text.chars().map(|c| decompose(c).ok_or(c)).collect();
    for i in 1..syllables.len() {
        let [earlier, later] = [i - 1, i].map(|at| syllables[at]);
        if let (Ok(mut first), Ok(mut second)) = (earlier, later) {
            meet(&mut first, &mut second);
            syllables[i - 1] = Ok(first);
            syllables[i] = Ok(second);
        }
    }
    syllables
        .into_iter()
        .filter_map(|syllable| match syllable {
            Ok(s) => compose(s.choseong, s.jungseong, s.jongseong),
            Err(other) => Some(other),
        })
        .collect()
}

/// Changes a final and the consonant that follows it as speech does.
fn meet(first: &mut Syllable, second: &mut Syllable) {
    let Some(last) = first.jongseong else { return };
    if second.choseong == 'ㅇ' {
        let (stays, moves) = match hangul::split(last) {
            Some((stays, moves)) => (Some(stays), moves),
            None => (None, last),
        };
        if last != 'ㅇ' && hangul::CHOSEONG.binary_search(&moves).is_ok() {
            first.jongseong = stays;
            second.choseong = moves;
        }
        return;
    }
    let stop = match last {
        'ㄱ' | 'ㄲ' | 'ㅋ' | 'ㄳ' | 'ㄺ' => Some('ㅇ'),
        'ㄷ' | 'ㅅ' | 'ㅆ' | 'ㅈ' | 'ㅊ' | 'ㅌ' | 'ㅎ' => Some('ㄴ'),
        'ㅂ' | 'ㅍ' | 'ㅄ' | 'ㄿ' => Some('ㅁ'),
        _ => None,
    };
    match (last, second.choseong, stop) {
        ('ㄴ', 'ㄹ', _) | ('ㄹ', 'ㄴ', _) => {
            first.jongseong = Some('ㄹ');
            second.choseong = 'ㄹ';
        }
        ('ㅁ' | 'ㅇ', 'ㄹ', _) => second.choseong = 'ㄴ',
        (_, 'ㄴ' | 'ㅁ', Some(nasal)) => first.jongseong = Some(nasal),
        (_, 'ㄹ', Some(nasal)) => {
            first.jongseong = Some(nasal);
            second.choseong = 'ㄴ';
        }
        _ => {}
    }
}

/// Spellings that are one sound to somebody who writes Korean in Latin letters, by their first letter; of one letter, longest
/// first.
///
/// ㅓ, ㅗ, ㅜ and ㅡ share a key because o, u, eo, oo and eu are used for any of them (Inchon, Inchun, Incheon); so do the
/// three series of stops, which no two systems write alike.
const SOUNDS: &[(&str, &str)] = &[
    ("ae", "e"),
    ("b", "p"),
    ("ch", "j"),
    ("ck", "k"),
    ("c", "k"),
    ("d", "t"),
    ("eui", "i"),
    ("ee", "i"),
    ("eo", "o"),
    ("eu", "o"),
    ("f", "p"),
    ("g", "k"),
    ("oe", "we"),
    ("oo", "o"),
    ("ou", "o"),
    ("ph", "p"),
    ("q", "k"),
    ("r", "l"),
    ("sh", "s"),
    ("tch", "j"),
    ("ui", "i"),
    ("u", "o"),
    ("v", "p"),
    ("wae", "we"),
    ("weo", "o"),
    ("woe", "we"),
    ("woo", "o"),
    ("we", "we"),
    ("wi", "i"),
    ("wo", "o"),
    ("wu", "o"),
    ("x", "ks"),
    ("yae", "ye"),
    ("yeo", "yo"),
    ("yoo", "yo"),
    ("you", "yo"),
    ("yu", "yo"),
    ("z", "j"),
];

/// For each letter of the alphabet where its [`SOUNDS`] begin, and after the last where all end.
const SOUNDS_OF: [usize; 27] = {
    let mut begin = [0; 27];
    let mut at = 0;
    while at < SOUNDS.len() {
        begin[(SOUNDS[at].0.as_bytes()[0] - b'a') as usize + 1] = at + 1;
        at += 1;
    }
    let mut letter = 1;
    while letter < begin.len() {
        if begin[letter] < begin[letter - 1] {
            begin[letter] = begin[letter - 1];
        }
        letter += 1;
    }
    begin
};

/// The key that all usual spellings of a Korean word share; letters other than a–z are left out.
///
/// ```
/// use incheon_exports_bot::text::romanize::{romanize, sound_key};
/// assert_eq!(sound_key("soochool"), sound_key(&romanize("수출")));
/// ```
pub fn sound_key(latin: &str) -> String {
    let letters: String = latin
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let mut key = String::with_capacity(letters.len());
    let mut rest = letters.as_str();
    while let Some(&first) = rest.as_bytes().first() {
        let letter = usize::from(first - b'a');
        let (length, sound) = SOUNDS[SOUNDS_OF[letter]..SOUNDS_OF[letter + 1]]
            .iter()
            .find(|(spelling, _)| rest.starts_with(spelling))
            .map_or((1, &rest[..1]), |&(spelling, sound)| {
                (spelling.len(), sound)
            });
        for c in sound.chars() {
            // Doubling a letter is a matter of taste: kkot, mall, Inchonn.
            if !key.ends_with(c) {
                key.push(c);
            }
        }
        rest = &rest[length..];
    }
    key
}

/// The keys of a Korean name as spelled and as pronounced; one where they agree, none where it holds no Hangul.
pub fn sound_keys(name: &str) -> Vec<String> {
    if !name.chars().any(hangul::is_syllable) {
        return Vec::new();
    }
    let spelled = sound_key(&romanize(name));
    let spoken = sound_key(&romanize(&as_pronounced(name)));
    if spelled == spoken {
        vec![spelled]
    } else {
        vec![spelled, spoken]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_by_the_revised_romanisation() {
        for (korean, expected) in [
            ("수출 바우처", "suchul baucheo"),
            ("인천", "incheon"),
            ("시장개척단", "sijanggaecheokdan"),
            ("해외 무역사무소", "haeoe muyeoksamuso"),
            ("국내", "guknae"),
            ("원산지", "wonsanji"),
            ("닭", "dak"),
            ("FTA 지원센터", "FTA jiwonsenteo"),
            ("ㄱㅏ", "ㄱㅏ"),
            ("", ""),
        ] {
            assert_eq!(romanize(korean), expected, "{korean:?}");
        }
    }

    #[test]
    fn neighbours_change_each_other_as_in_speech() {
        for (spelled, spoken) in [
            ("국내", "궁내"),
            ("판로", "팔로"),
            ("협력", "혐녁"),
            ("독립", "동닙"),
            ("업무", "엄무"),
            ("무역의", "무여긔"),
            ("기업인", "기어빈"),
            ("중앙회의", "중앙회의"),
            ("실내", "실래"),
            ("종로", "종노"),
            ("값이", "갑시"),
            ("국 내", "국 내"),
            ("수출", "수출"),
            ("", ""),
        ] {
            assert_eq!(as_pronounced(spelled), spoken, "{spelled:?}");
        }
    }

    #[test]
    fn usual_spellings_share_a_key() {
        for (korean, spellings) in [
            ("수출", vec!["suchul", "soochul", "soochool", "su-chul"]),
            ("바우처", vec!["baucheo", "baucho", "paucheo", "bauchu"]),
            (
                "시장개척단",
                vec![
                    "sijang gaecheokdan",
                    "shijanggaechukdan",
                    "sijang gechokdan",
                ],
            ),
            ("해외", vec!["haeoe", "haewoe", "haewe", "hae-oe"]),
            ("상담회", vec!["sangdamhoe", "sangdamhwe", "sangdamhwae"]),
            ("국내", vec!["guknae", "gungnae", "kungnae", "gooknae"]),
            ("판로", vec!["pallo", "panro", "palro"]),
            ("인천", vec!["incheon", "inchon", "inchun", "Incheon"]),
            (
                "유정복",
                vec![
                    "yu jeongbok",
                    "yoo jung bok",
                    "you jeong-bok",
                    "yoo chung bok",
                ],
            ),
            (
                "중소기업",
                vec!["jungso gieop", "jungsogiup", "joongso kieop"],
            ),
            ("멘토링", vec!["mentoring", "mentoling"]),
            ("지원", vec!["jiwon", "jiweon", "jeewon"]),
            (
                "김상섭",
                vec!["kim sangseop", "gim sang seob", "kim sang-sup"],
            ),
        ] {
            let keys = sound_keys(korean);
            for spelling in spellings {
                let key = sound_key(spelling);
                assert!(
                    keys.contains(&key),
                    "{spelling} ({key}) for {korean} ({keys:?})"
                );
            }
        }
    }

    #[test]
    fn sounds_are_found_by_their_first_letter() {
        for letter in 'a'..='z' {
            let at = usize::from(letter as u8 - b'a');
            let of_letter = &SOUNDS[SOUNDS_OF[at]..SOUNDS_OF[at + 1]];
            let begins = |(spelling, _): &&(&str, &str)| spelling.starts_with(letter);
            assert!(of_letter.iter().all(|sound| begins(&sound)), "{letter}");
            let all = SOUNDS.iter().filter(begins).count();
            assert_eq!(of_letter.len(), all, "{letter}");
            assert!(of_letter.is_sorted_by(|(a, _), (b, _)| a.len() >= b.len()));
        }
    }

    #[test]
    fn different_words_keep_different_keys() {
        for (first, second) in [
            ("수출", "수입"),
            ("인천", "부산"),
            ("바우처", "보험"),
            ("전시회", "상담회"),
            ("미국", "중국"),
        ] {
            assert_ne!(
                sound_keys(first),
                sound_keys(second),
                "{first} and {second}"
            );
        }
        assert_eq!(sound_keys("voucher"), Vec::<String>::new());
    }
}
