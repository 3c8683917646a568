//! The little markdown that cards use: written for Discord, taken out again for a terminal, and kept out of what
//! somebody typed.

/// `text` in bold.
pub fn bold(text: &str) -> String {
    format!("**{text}**")
}

/// One line of a list.
pub fn bullet(text: &str) -> String {
    format!("- {text}")
}

/// Characters that can start markup or a mention on Discord.
const MARKUP: &[char] = &[
    '\\', '*', '_', '~', '`', '|', '>', '#', '-', '+', '[', ']', '(', ')', '<', ':', '@',
];

/// What somebody typed, on one line, so that it shows as typed: no markup, no mention, no control or direction marks.
///
/// At most `max_chars` characters of the text are shown; the backslashes do not count.
pub fn escape(text: &str, max_chars: usize) -> String {
    let shown: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|&c| !c.is_control() && !is_invisible(c))
        .collect();
    let mut escaped = String::with_capacity(shown.len());
    for c in super::limits::clip(&shown, max_chars).chars() {
        if MARKUP.contains(&c) {
            escaped.push('\\');
        }
        escaped.push(c);
        if c == '@' {
            // Discord reads `@everyone` through a backslash, but not through a zero-width space.
            escaped.push('\u{200B}');
        }
    }
    escaped
}

/// Zero-width and direction-changing characters, with which a text could disguise what surrounds it.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// `text` without the markup that [`bold`] and [`escape`] write, for places that render none.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| MARKUP.contains(next)) => {
                plain.extend(chars.next());
            }
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
            }
            '`' | '\u{200B}' => {}
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_cannot_format_or_ping() {
        for (typed, expected) in [
            ("수출 바우처", "수출 바우처"),
            ("**수출**", "\\*\\*수출\\*\\*"),
            ("@everyone 무료", "\\@\u{200B}everyone 무료"),
            (
                "<@1> [x](y)",
                "\\<\\@\u{200B}1> \\[x\\]\\(y\\)"
                    .replace('>', "\\>")
                    .as_str(),
            ),
            ("한\n줄\t로", "한 줄 로"),
            ("\u{202E}뒤집기\u{0}", "뒤집기"),
        ] {
            assert_eq!(escape(typed, 100), expected, "{typed:?}");
        }
    }

    #[test]
    fn length_is_counted_before_the_backslashes() {
        assert_eq!(escape("****", 4), "\\*\\*\\*\\*");
        assert_eq!(escape("수출바우처", 4), "수출바…");
    }

    #[test]
    fn plain_text_reads_as_it_was_typed() {
        for text in ["수출-바우처", "a*b*c", "@everyone", "C/O (원산지)", "\\"] {
            assert_eq!(plain(&escape(text, 100)), text, "{text:?}");
        }
        assert_eq!(
            plain("**543억 달러** (2022년), `/수출 2022`"),
            "543억 달러 (2022년), /수출 2022"
        );
    }
}
