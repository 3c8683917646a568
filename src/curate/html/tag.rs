//! The tags of a page with their attributes, and the entities that stand for characters.

/// A tag of a page, a comment or a declaration.
pub(super) struct Tag<'a> {
    /// In lower case; empty for a comment or declaration.
    pub name: String,
    attributes: &'a str,
    pub closes: bool,
    pub ends_itself: bool,
    /// Bytes that it takes.
    pub length: usize,
}

impl<'a> Tag<'a> {
    /// The tag that `source` begins with; `None` where its `<` is text.
    pub fn read(source: &'a str) -> Option<Self> {
        if let Some(comment) = source.strip_prefix("<!--") {
            let length = comment.find("-->").map_or(source.len(), |end| end + 7);
            return Some(Self {
                name: String::new(),
                attributes: "",
                closes: false,
                ends_itself: true,
                length,
            });
        }
        let inside = source.strip_prefix('<')?;
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            return None;
        }
        // A > within quotes does not end the tag.
        let mut quote = None;
        let end = inside.find(|c: char| match (quote, c) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(c);
                false
            }
            (Some(open), c) if open == c => {
                quote = None;
                false
            }
            _ => false,
        })?;
        let body = &inside[..end];
        let closes = body.starts_with('/');
        let body = body.trim_start_matches('/');
        let name_end = body
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(body.len());
        Some(Self {
            name: body[..name_end].to_ascii_lowercase(),
            attributes: &body[name_end..],
            closes,
            ends_itself: body.ends_with('/') || body.starts_with(['!', '?']),
            length: end + 2,
        })
    }

    /// The value of an attribute, its entities decoded; `None` where it is not there.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c == '=' || c.is_whitespace())
                .unwrap_or(rest.len());
            let key = &rest[..end];
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                let start = usize::from(quote.is_some());
                let until = |c: char| quote.map_or(c.is_whitespace(), |quote| c == quote);
                let length = after[start..].find(until).unwrap_or(after.len() - start);
                value = &after[start..start + length];
                rest = &after[(start + length + start).min(after.len())..];
            } else if key.is_empty() {
                rest = rest.get(1..).unwrap_or_default();
            }
            if key.eq_ignore_ascii_case(name) {
                return Some(decode_entities(value));
            }
        }
    }
}

/// Entities as the characters they stand for; unknown ones stay as they are.
pub(super) fn decode_entities(text: &str) -> String {
    /// Longest name of an entity that is read.
    const NAME_MAX: usize = 8;
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let entity = after
            .find(';')
            .filter(|&end| end <= NAME_MAX)
            .and_then(|end| Some((entity(&after[..end])?, end)));
        match entity {
            Some((c, end)) => {
                decoded.push(c);
                rest = &after[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    const NAMES: [(&str, char); 19] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("middot", '·'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("hellip", '…'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("bull", '•'),
        ("copy", '©'),
        ("times", '×'),
        ("deg", '°'),
        ("rarr", '→'),
    ];
    NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, c)| *c)
}
