//! String literals as each language quotes and escapes them.

use std::ops::Range;

use crate::document::Decoded;
use crate::extract::decode::escape::{self, Escape};
use crate::span::Span;

/// Stands in a decoded literal where code was interpolated or a variable was joined (OBJECT REPLACEMENT CHARACTER).
pub(super) const GAP: &str = "\u{fffc}";

/// A language's way of quoting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    C,
    CSharp,
    Go,
    Hcl,
    Java,
    JavaScript,
    Kotlin,
    Php,
    Python,
    Ruby,
    Rust,
    Scala,
    Shell,
    Swift,
}

/// Which escapes a literal knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escapes {
    /// None: raw text.
    None,
    /// `\n`, `\x41`, `\u0041`; any other backslash falls away.
    C,
    /// The same, but a backslash that escapes nothing stays.
    Kept,
    /// A doubled quote stands for one: C#'s `@"…"`.
    Doubled,
    /// Only the quote and the backslash itself: single quotes of Ruby and PHP.
    Single,
    /// Double quotes of a shell: the backslash escapes `$`, a backtick, `"`, `\` and the end of a line.
    Shell,
}

impl Quotes {
    /// Where the content of a literal lies in its source text, and which escapes it knows.
    pub(super) fn content(self, raw: &str) -> (Range<usize>, Escapes) {
        if self == Quotes::Ruby && raw.starts_with('%') {
            return percent_literal(raw);
        }
        // Prefixes are short: `br##"`, `u8R"`, `$@"`, `raw"`; what has no quote near its start is bare text.
        let head = raw
            .bytes()
            .take(12)
            .position(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        let Some(open) = head else {
            return (0..raw.len(), Escapes::None);
        };
        let (prefix, rest) = raw.split_at(open);
        let width = self.quote_width(rest);
        if self == Quotes::C && prefix.ends_with('R') {
            return cpp_raw(raw, open);
        }
        let hashes = prefix.bytes().filter(|&byte| byte == b'#').count();
        let start = open + width;
        let closing = raw.len().saturating_sub(hashes + width).max(start);
        let closed = raw.as_bytes()[closing..].starts_with(&rest.as_bytes()[..width]);
        let end = if closed { closing } else { raw.len() };
        (start..end, self.escapes(prefix, rest.as_bytes()[0], width))
    }

    fn quote_width(self, rest: &str) -> usize {
        let quote = rest.as_bytes()[0];
        let run = rest.bytes().take_while(|&byte| byte == quote).count();
        let tripled = match self {
            Quotes::Python => true,
            Quotes::CSharp | Quotes::Java | Quotes::Kotlin | Quotes::Scala | Quotes::Swift => {
                quote == b'"'
            }
            _ => false,
        };
        match run {
            // More than three open C#'s raw literals; elsewhere they are content.
            3.. if tripled && self == Quotes::CSharp => run.min(rest.len() / 2).max(3),
            3.. if tripled => 3,
            _ => 1,
        }
    }

    fn escapes(self, prefix: &str, quote: u8, width: usize) -> Escapes {
        let raw_prefix = prefix.contains(['r', 'R', '#']);
        match (self, quote) {
            (Quotes::Python, _) if raw_prefix => Escapes::None,
            (Quotes::Python, _) => Escapes::Kept,
            (Quotes::Rust | Quotes::Swift, _) if raw_prefix => Escapes::None,
            (Quotes::CSharp, _) if width >= 3 => Escapes::None,
            (Quotes::CSharp, _) if prefix.contains('@') => Escapes::Doubled,
            (Quotes::Go, b'`') => Escapes::None,
            (Quotes::Kotlin | Quotes::Scala, _) if width >= 3 || prefix.starts_with("raw") => {
                Escapes::None
            }
            (Quotes::Php | Quotes::Ruby, b'\'') => Escapes::Single,
            (Quotes::Shell, b'\'') if !prefix.ends_with('$') => Escapes::None,
            (Quotes::Shell, b'"') => Escapes::Shell,
            _ => Escapes::C,
        }
    }
}

/// `%q(…)`, `%Q[…]`, `%w{…}`, `%|…|`.
fn percent_literal(raw: &str) -> (Range<usize>, Escapes) {
    let letters = raw[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let start = raw[1 + letters..]
        .chars()
        .next()
        .map_or(raw.len(), |c| 1 + letters + c.len_utf8());
    let last = raw.chars().next_back().map_or(0, char::len_utf8);
    let end = raw.len().saturating_sub(last).max(start);
    let plain = raw[1..].starts_with(['q', 'w', 'i']);
    (start..end, if plain { Escapes::Single } else { Escapes::C })
}

/// `R"mark(…)mark"`.
fn cpp_raw(raw: &str, open: usize) -> (Range<usize>, Escapes) {
    let Some(paren) = raw[open..].find('(') else {
        return (open..raw.len(), Escapes::None);
    };
    let mark = paren - 1;
    let start = open + paren + 1;
    let end = raw.len().saturating_sub(mark + 2).max(start);
    let end = if raw.is_char_boundary(end) {
        end
    } else {
        raw.len()
    };
    (start..end, Escapes::None)
}

/// Decodes the content of a literal at `span` of `source` into `out`. `gaps`, in order, are parts of it that are code.
pub(super) fn decode(source: &str, span: Span, gaps: &[Span], escapes: Escapes, out: &mut Decoded) {
    let mut at = span.start;
    for gap in gaps.iter().filter(|gap| span.contains(**gap)) {
        if gap.start < at {
            continue;
        }
        decode_run(source, Span::new(at, gap.start), escapes, out);
        out.replaced(GAP, *gap);
        at = gap.end;
    }
    decode_run(source, Span::new(at, span.end), escapes, out);
}

fn decode_run(source: &str, span: Span, escapes: Escapes, out: &mut Decoded) {
    let mark = match escapes {
        Escapes::None => return out.verbatim(&source[span.range()], span.start),
        Escapes::Doubled => b'"',
        _ => b'\\',
    };
    let mut at = span.start;
    while let Some(found) = memchr::memchr(mark, &source.as_bytes()[at..span.end]) {
        let escape = at + found;
        out.verbatim(&source[at..escape], at);
        let (text, len) = decode_escape(&source[escape..span.end], escapes);
        match text {
            Some(c) => out.replaced(c.encode_utf8(&mut [0; 4]), Span::new(escape, escape + len)),
            None if len == 0 => break,
            None => {}
        }
        at = escape + len;
    }
    out.verbatim(&source[at..span.end], at);
}

/// The character that the escape at the start of `rest` stands for, if any, and its length in bytes.
fn decode_escape(rest: &str, escapes: Escapes) -> (Option<char>, usize) {
    let next = rest[1..].chars().next();
    match (escapes, next) {
        (Escapes::Doubled, Some('"')) => (Some('"'), 2),
        (Escapes::Doubled, _) => (Some('"'), 1),
        (Escapes::Single, Some(quoted @ ('\'' | '\\'))) => (Some(quoted), 2),
        (Escapes::Shell, Some(quoted @ ('$' | '`' | '"' | '\\'))) => (Some(quoted), 2),
        (Escapes::Shell, Some('\n')) => (None, 2),
        (Escapes::C | Escapes::Kept, Some(other)) => match escape::read(rest) {
            Some((Escape::Char(c), len)) => (Some(c), len),
            Some((Escape::Nothing, len)) => (None, len),
            None if escapes == Escapes::C => (Some(other), 1 + other.len_utf8()),
            None => (Some('\\'), 1),
        },
        _ => (Some('\\'), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::OffsetMap;
    use proptest::prelude::*;

    fn decoded(quotes: Quotes, raw: &str) -> (String, OffsetMap) {
        let (content, escapes) = quotes.content(raw);
        let mut out = Decoded::new();
        decode(
            raw,
            Span::new(content.start, content.end),
            &[],
            escapes,
            &mut out,
        );
        out.finish()
    }

    #[test]
    fn every_language_undoes_its_own_escapes() {
        let cases = [
            (Quotes::C, r#""a\tb""#, "a\tb"),
            (Quotes::C, "R\"x(a\\n\")x\"", "a\\n\""),
            (Quotes::C, r#"u8"\101""#, "A"),
            (Quotes::Python, r"b'\x41\d'", "A\\d"),
            (Quotes::Python, r"r'\n'", "\\n"),
            (Quotes::Python, "'''a\n'b'''", "a\n'b"),
            (Quotes::Python, r#"f"a""#, "a"),
            (Quotes::CSharp, r#"@"a""b\n""#, "a\"b\\n"),
            (Quotes::CSharp, r#""""a "" \n b""""#, "a \"\" \\n b"),
            (Quotes::CSharp, r#"$"a\u0041""#, "aA"),
            (Quotes::Go, r"`a\n`", "a\\n"),
            (Quotes::Rust, r###"r##"a\"# b"##"###, "a\\\"# b"),
            (Quotes::Rust, r#""\u{e9}""#, "é"),
            (Quotes::Swift, r##"#"a\n"#"##, "a\\n"),
            (Quotes::Java, "\"\"\"\n a\\tb\"\"\"", "\n a\tb"),
            (Quotes::Kotlin, "\"\"\"a\\n\"\"\"", "a\\n"),
            (Quotes::Ruby, r"'a\n\''", "a\\n'"),
            (Quotes::Ruby, r"%q(a\)b)", "a\\)b"),
            (Quotes::Ruby, r"%Q[a\tb]", "a\tb"),
            (Quotes::Php, r"'a\\b\n'", "a\\b\\n"),
            (Quotes::JavaScript, r"`a\q`", "aq"),
            (Quotes::Shell, r"'a\n'", "a\\n"),
            (Quotes::Shell, r"$'a\n'", "a\n"),
            (Quotes::Shell, r#""a\n\$b""#, "a\\n$b"),
            (Quotes::Shell, "plain", "plain"),
            (Quotes::Hcl, r#""""#, ""),
            (Quotes::Python, "\"", ""),
            // Cut off by the end of the text.
            (Quotes::Go, "\"ab", "ab"),
            (Quotes::CSharp, "\"\"\"", ""),
        ];
        for (quotes, raw, expected) in cases {
            assert_eq!(decoded(quotes, raw).0, expected, "{quotes:?} {raw}");
        }
    }

    proptest! {
        #[test]
        fn every_byte_maps_into_the_literal(raw in "[a-zR$@%#'\"`(){}\\\\0-9é\n]{0,24}") {
            let all = [
                Quotes::C, Quotes::CSharp, Quotes::Go, Quotes::Java, Quotes::Kotlin, Quotes::Php, Quotes::Python,
                Quotes::Ruby, Quotes::Rust, Quotes::Shell, Quotes::Swift,
            ];
            for quotes in all {
                let (text, map) = decoded(quotes, &raw);
                for at in 0..text.len() {
                    let parent = map.to_parent(Span::new(at, at + 1));
                    prop_assert!(parent.end <= raw.len() && !parent.is_empty());
                }
            }
        }
    }
}
