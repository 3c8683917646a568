//! Lines of a saved text: which belong to the article, and which of them were one before they were wrapped.

/// The lines of a text that hold something, those of one block joined where they were wrapped within a sentence.
pub(super) fn unwrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            goes_on = false;
            continue;
        }
        // A short line is a heading or a button, not one that ran out of space.
        let wrapped = |line: &str| line.chars().count() >= 20 && !ends_a_sentence(line);
        match lines.last_mut() {
            Some(last) if goes_on && !opens_an_entry(line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
        goes_on = wrapped(line);
    }
    lines
}

fn ends_a_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['”', '’', '"', '\'', ')', ']']);
    line.ends_with(['.', '?', '!', ':'])
}

/// Whether a line begins something of its own: an entry of a list, a dateline, a label.
fn opens_an_entry(line: &str) -> bool {
    line.starts_with([
        '▲', '△', '○', '◇', '◆', '■', '□', '※', '·', '•', '-', '[', '【', '<',
    ])
}

pub(super) fn reads_like_a_paragraph(line: &str) -> bool {
    line.chars().count() >= 40 && line.contains("다.") && !is_furniture(line) && !is_end(line)
}

/// Whether the article is over: comments, rights, links to others.
pub(super) fn is_end(line: &str) -> bool {
    /// A sentence of the article may begin with such a word; what follows an article is short.
    const MAX_CHARS: usize = 60;
    const ENDS: [&str; 20] = [
        "댓글",
        "저작권",
        "ⓒ",
        "©",
        "copyright",
        "무단전재",
        "무단 전재",
        "관련기사",
        "관련 기사",
        "주요기사",
        "이슈포토",
        "많이 본",
        "인기기사",
        "최신기사",
        "이 기사를 공유",
        "기사제보",
        "태그",
        "<끝>",
        "(끝)",
        "다른기사",
    ];
    let short = line.chars().count() <= MAX_CHARS;
    let line = line.to_lowercase();
    let line = line.trim_start_matches(['<', '[', '■', '▶', ' ']);
    short
        && (ENDS
            .iter()
            .any(|end| line.starts_with(end.trim_start_matches('<')))
            || line.ends_with("다른기사 보기"))
}

/// Whether a line is furniture within an article: a caption, a button, an advertisement.
pub(super) fn is_furniture(line: &str) -> bool {
    const MAX_CHARS: usize = 120;
    const EXACTLY: [&str; 14] = [
        "상태바",
        "광고",
        "공유",
        "공유하기",
        "기사저장",
        "글자크기",
        "인쇄",
        "프린트",
        "이전",
        "다음",
        "스크랩",
        "좋아요",
        "홈",
        "닫기",
    ];
    const CAPTIONS: [&str; 6] = ["사진=", "사진 =", "사진제공", "사진 제공", "/사진", "[사진"];
    let short = line.chars().count() <= MAX_CHARS;
    let mail_alone = line.contains('@') && !line.contains("다.") && line.chars().count() <= 50;
    EXACTLY.contains(&line)
        || mail_alone
        || line.eq_ignore_ascii_case("advertisement")
        || line.starts_with("이 기사를 공유")
        || (short && CAPTIONS.iter().any(|caption| line.contains(caption)))
}
