//! The lists in a paragraph: ▲ 하나 ▲ 둘 등, 하나, 둘, 셋 등, 하나·둘.

/// A list that a paragraph holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// Its entries, at least two, in order.
    pub items: Vec<String>,
    /// Whether it says that there are more: 등.
    pub open: bool,
    /// Whether a mark stands before each entry, which is then as long as it was written.
    pub marked: bool,
}

/// Longest that an entry can be, in characters; what is longer is a clause between commas.
const ITEM_MAX_CHARS: usize = 40;

/// The lists of a text: those with a mark before each entry first, then those with commas that end in 등.
pub(super) fn lists(text: &str) -> Vec<List> {
    let mut lists: Vec<List> = marked(text).into_iter().collect();
    lists.extend(with_commas(text));
    lists
}

/// The names in quotation marks ‘…’, which an article sets around programs and plans.
pub(super) fn quoted(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(['‘', '\'', '「']) {
        let Some((name, after)) = after.split_once(['’', '\'', '」']) else {
            break;
        };
        let name = name.trim();
        let is_name = (2..=ITEM_MAX_CHARS).contains(&name.chars().count()) && !name.ends_with('.');
        names.extend(is_name.then_some(name));
        rest = after;
    }
    names
}

fn marked(text: &str) -> Option<List> {
    const MARKS: [char; 4] = ['▲', '△', '◆', '■'];
    let mut parts = text.split(MARKS);
    parts.next()?;
    let mut open = false;
    let mut items = Vec::new();
    for part in parts {
        let end = [" 등 ", " 등을", " 등이", " 등의", " 등으로", " 등."]
            .iter()
            .filter_map(|end| part.find(end))
            .min();
        open |= end.is_some();
        let item = part[..end.unwrap_or(part.len())]
            .trim()
            .trim_end_matches([',', '.', ';'])
            .trim_end();
        if !item.is_empty() && item.chars().count() <= ITEM_MAX_CHARS * 2 {
            items.push(item.to_owned());
        }
    }
    (items.len() >= 2).then_some(List {
        items,
        open,
        marked: true,
    })
}

/// Lists that end in 등, read backwards from it as far as the commas go.
fn with_commas(text: &str) -> Vec<List> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(" 등") {
        let after = text[at + " 등".len()..].chars().next();
        // 등록, 등급: a word of its own is followed by a particle or a space.
        if after.is_some_and(|c| c.is_alphanumeric() && !"을이의은에으도과".contains(c)) {
            continue;
        }
        let start = text[..at].rfind(['.', '▲', '‘', '(']).map_or(0, |stop| {
            stop + text[stop..].chars().next().map_or(0, char::len_utf8)
        });
        let mut items: Vec<&str> = Vec::new();
        for part in text[start..at].rsplit(',') {
            let part = part.trim();
            let first_word_of_list = last_phrase(part);
            let whole = first_word_of_list == part && part.chars().count() <= ITEM_MAX_CHARS;
            items.push(first_word_of_list);
            if !whole {
                break;
            }
        }
        items.reverse();
        let items: Vec<String> = items
            .iter()
            .flat_map(|item| item.split(" 및 "))
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect();
        if items.len() >= 2 {
            found.push(List {
                items,
                open: true,
                marked: false,
            });
        }
    }
    found
}

/// What stands after the last word that ends a phrase of the sentence: of "협력기관은 인천테크노파크" the second.
fn last_phrase(part: &str) -> &str {
    const ENDINGS: [&str; 12] = [
        "은", "는", "을", "를", "에서", "에게", "으로", "함께", "통해", "위해", "따라", "에",
    ];
    let mut start = 0;
    let mut at = 0;
    for word in part.split_inclusive(char::is_whitespace) {
        at += word.len();
        let word = word.trim_end();
        let ends = at < part.len() && ENDINGS.iter().any(|ending| word.ends_with(ending));
        if ends {
            start = at;
        }
    }
    part[start..].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let shown = lists(text).into_iter().map(|list| {
            let more = if list.open { " …" } else { "" };
            format!("{}{more}", list.items.join(" | "))
        });
        shown.collect()
    }

    #[test]
    fn lists_are_found_by_their_marks_and_by_their_end() {
        for (text, expected) in [
            (
                "이를 통해 ▲해외 판로개척 ▲수출 인프라 확충 ▲중국 마케팅 지원 등 3개 분야",
                &["해외 판로개척 | 수출 인프라 확충 | 중국 마케팅 지원 …"][..],
            ),
            ("▲하나, ▲둘.", &["하나 | 둘"]),
            (
                "협력기관은 인천테크노파크, 인천상공회의소, 한국무역협회 인천지역본부 등이다.",
                &["인천테크노파크 | 인천상공회의소 | 한국무역협회 인천지역본부 …"],
            ),
            (
                "이와 함께 동남아 및 일본, 인도 등 9회에 걸쳐",
                &["동남아 | 일본 | 인도 …"],
            ),
            (
                "중국, 미국 위주에서 벗어나 유럽, 중남미 등에 파견",
                &["벗어나 유럽 | 중남미 …"],
            ),
            ("하나 등", &[]),
            ("사업을 등록했고, 등급을 받았다", &[]),
            ("▲하나", &[]),
            ("", &[]),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn names_in_quotation_marks_are_found() {
        for (text, expected) in [
            (
                "‘해외 판로개척’ 사업과 ‘수출 바우처’를",
                &["해외 판로개척", "수출 바우처"][..],
            ),
            ("'가온 수출 사다리' 사업", &["가온 수출 사다리"]),
            ("‘끝까지 하겠다.’고", &[]),
            ("‘열기만", &[]),
            ("“시는 돕겠다”면서", &[]),
        ] {
            assert_eq!(quoted(text), expected, "{text}");
        }
    }
}
