//! Delimited files inside string literals: a header with the name of a field, and rows below it.

use super::is_word;
use super::value;
use crate::document::{View, ViewKind};
use crate::extract::Extraction;
use crate::extract::literal::{Escapes, unescape};
use crate::span::Span;

/// How long the header of a table may be, in bytes.
const MAX_HEADER: usize = 2000;

/// Adds each string literal whose first line is a header with one of `hits` in it, as a table.
pub fn tables<'t>(text: &'t str, hits: &[Span], out: &mut Extraction<'t>) {
    let mut done = 0;
    for &hit in hits.iter() {
        if hit.start < done {
            continue;
        }
        let Some(quote) = opening(text.as_bytes(), hit) else {
            continue;
        };
        let Some(literal) = value::string(text.as_bytes(), quote, Escapes::Backslash) else {
            continue;
        };
        done = literal.end;
        let mark = text.as_bytes()[quote];
        // A raw string, or one in three quotes, has lines of its own.
        let escapes = match text[literal.span.range()].contains('\n') {
            true => Escapes::None,
            false => Escapes::Backslash,
        };
        let (text, map) = unescape(text, literal.span, mark, escapes);
        let rows = text.trim().lines().count();
        if rows > 1 {
            out.views.push(View {
                kind: ViewKind::Table,
                text,
                map,
            });
        }
    }
}

/// The quote that opens the literal whose first line is a header around `hit`: names with one delimiter between them.
fn opening(bytes: &[u8], hit: Span) -> Option<usize> {
    let listed =
        |byte: u8| is_word(byte) || matches!(byte, b',' | b'|' | b';' | b'\t' | b' ' | b'-');
    let floor = hit.start.saturating_sub(MAX_HEADER);
    let before = bytes[floor..hit.start].iter().rev();
    let start = hit.start - before.take_while(|&&byte| listed(byte)).count();
    let after = bytes[hit.end..].iter().take(MAX_HEADER);
    let end = hit.end + after.take_while(|&&byte| listed(byte)).count();
    let ends_line = match bytes.get(end)? {
        b'\n' | b'\r' => true,
        b'\\' => matches!(bytes.get(end + 1), Some(b'n' | b'r')),
        _ => false,
    };
    let line = &bytes[start..end];
    let is_header = [b',', b'|', b';', b'\t'].iter().any(|delimiter| {
        line.iter().filter(|byte| *byte == delimiter).count() >= 2
            && line.split(|byte| byte == delimiter).all(|name| {
                let name = name.trim_ascii();
                name.iter().any(u8::is_ascii_alphabetic)
                    && name.iter().filter(|&&it| it == b' ').count() <= 3
            })
    });
    if !ends_line || !is_header {
        return None;
    }
    // The header may stand on the line behind the quote.
    let head = bytes[..start].trim_ascii_end();
    let quote = head.len().checked_sub(1)?;
    let mark = bytes[quote];
    if !matches!(mark, b'"' | b'\'' | b'`') || start - quote > 32 {
        return None;
    }
    let triple = quote >= 2 && bytes[quote - 1] == mark && bytes[quote - 2] == mark;
    Some(if triple { quote - 2 } else { quote })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_in_literals() {
        let cases: [(&str, &[&str]); 8] = [
            ("x := `a,ssn,c\n1,2,3\n`", &["a,ssn,c\n1,2,3\n"]),
            (
                "x = \"\"\"\n    a|ssn|c\n    1|2|3\n\"\"\"",
                &["\n    a|ssn|c\n    1|2|3\n"],
            ),
            (r#"x = "a,ssn,c\n1,2,3\n";"#, &["a,ssn,c\n1,2,3\n"]),
            ("x := `a,ssn,c\n`", &[]),
            ("x = \"a, ssn, c\"", &[]),
            ("f(a, ssn, c)\n", &[]),
            ("x = `a;\nssn = 1\n`", &[]),
            ("x = `a,ssn,c\n1,2,3", &[]),
        ];
        for (text, expected) in cases {
            let at = text.find("ssn").expect("the name");
            let mut out = Extraction::default();
            tables(text, &[Span::new(at, at + 3)], &mut out);
            let views: Vec<_> = out.views.iter().map(|view| view.text.as_ref()).collect();
            assert_eq!(views, expected, "{text}");
        }
    }
}
