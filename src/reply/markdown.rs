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

/// A command to press, under the name it has in the language of the text: `</사업:0>`.
///
/// Pressing needs the id under which the command is registered. Only the edge knows it, and puts it in by
/// [`with_commands`]; 0 stands for it until then.
pub fn command(name: &str) -> String {
    format!("{COMMAND_START}{name}{COMMAND_END}")
}

const COMMAND_START: &str = "</";
const COMMAND_END: &str = ":0>";

/// `text` with every [`command`] in it replaced by what `written` makes of its name.
pub fn with_commands(text: &str, written: impl Fn(&str) -> String) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(COMMAND_START) {
        replaced.push_str(before);
        match after.split_once(COMMAND_END) {
            // What was typed does not read as a name: its colons are escaped.
            Some((name, behind)) if name.chars().all(char::is_alphanumeric) => {
                replaced.push_str(&written(name));
                rest = behind;
            }
            _ => {
                replaced.push_str(COMMAND_START);
                rest = after;
            }
        }
    }
    replaced.push_str(rest);
    replaced
}

/// Somebody's name, as Discord shows it to whoever reads.
pub fn user(id: u64) -> String {
    format!("<@{id}>")
}

/// Characters that can start markup or a mention on Discord.
const MARKUP: &[char] = &[
    '\\', '*', '_', '~', '`', '|', '>', '#', '-', '+', '[', ']', '(', ')', '<', ':', '@',
];

/// What somebody typed, on one line, so that it shows as typed: no markup, no mention, no control or direction marks.
///
/// At most `max_chars` characters of the text are shown; the backslashes do not count.
pub fn escape(text: &str, max_chars: usize) -> String {
    let shown = visible(text);
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

/// `text` on one line, without control or direction marks, but with what could be markup.
pub fn visible(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .filter(|&c| !c.is_control() && !is_invisible(c))
        .collect()
}

/// Zero-width and direction-changing characters, with which a text could disguise what surrounds it.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// `text` without the markup that [`bold`], [`command`] and [`escape`] write, for places that render none.
pub fn plain(text: &str) -> String {
    let text = with_commands(text, |name| format!("/{name}"));
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
    fn commands_are_written_as_their_reader_can_use_them() {
        let text = format!("{} 또는 {}", command("사업"), command("질문"));
        assert_eq!(plain(&text), "/사업 또는 /질문");
        let clickable = with_commands(&text, |name| format!("</{name}:7>"));
        assert_eq!(clickable, "</사업:7> 또는 </질문:7>");
        for typed in ["</사업:0>", "</", "</사업", ":0>"] {
            let escaped = escape(typed, 100);
            let followed = format!("{escaped} {}", command("질문"));
            assert_eq!(plain(&followed), format!("{typed} /질문"));
            let replaced = with_commands(&escaped, |_| "바뀜".to_owned());
            assert_eq!(replaced, escaped, "{typed}");
            assert_eq!(plain(&escaped), typed);
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
