//! Lines of a wire format that stand in source code, logs or documents: what goes before and after them.

/// Whether a word may begin after `byte`.
pub(super) fn opens_word(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"_$".contains(&byte)
}

/// How many bytes of white space, quotes, line continuation and comment markers stand at the head of `bytes`; `None` when
/// there is nothing else.
pub(super) fn junk(bytes: &[u8]) -> Option<usize> {
    bytes
        .iter()
        .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

/// Where what starts at `start` ends within `bytes`, a line that begins at `from`, and where to read on: at the end of the
/// line, at the quote that closes the literal around it, or at a line end written as an escape (`\r`, `\n`), if a literal
/// ends there too or `begins` knows what follows.
///
/// Looks no further than the end it finds, so that a line of many such pieces is read in linear time.
pub(super) fn end(
    bytes: &[u8],
    from: usize,
    start: usize,
    begins: impl Fn(usize) -> bool,
) -> (usize, usize) {
    // A quote twice looks for one kind, a backslash for none.
    let (one, other) = enclosing_quotes(bytes, from, start);
    // A run of line ends is walked once.
    let mut passed = start;
    for at in memchr::memchr3_iter(one, other, b'\\', &bytes[start..]).map(|at| start + at) {
        if bytes[at] != b'\\' {
            if closes(bytes, start, at) {
                return (at, at + 1);
            }
        } else if at >= passed {
            passed = after_line_ends(bytes, at);
            let literal_ends = bytes.get(passed).is_none_or(|next| b"\"'`".contains(next));
            if passed > at && (literal_ends || begins(passed)) {
                return (at, passed);
            }
        }
    }
    (bytes.len(), bytes.len())
}

/// The quotes that may close the literal around `start`: the one before it, or either kind when what stands before it is a
/// line end spelled out, in the midst of a literal.
fn enclosing_quotes(bytes: &[u8], from: usize, start: usize) -> (u8, u8) {
    let before = &bytes[..start];
    match before.last() {
        Some(&quote) if start > from && b"\"'`".contains(&quote) => (quote, quote),
        _ if before.ends_with(b"\\n") || before.ends_with(b"\\r") => (b'"', b'\''),
        _ => (b'\\', b'\\'),
    }
}

/// Whether the quote at `at` closes a literal: what may follow a literal follows it, so that an apostrophe in a name, or the
/// two quotes of an empty value, do not count.
fn closes(bytes: &[u8], start: usize, at: usize) -> bool {
    let before = &bytes[start..at];
    let escaped_or_double = before
        .last()
        .is_some_and(|&last| last == b'\\' || last == bytes[at]);
    let next = bytes.get(at + 1);
    !escaped_or_double && next.is_none_or(|next| b" \t,;:)+]}.\\".contains(next))
}

/// What follows the line ends spelled out at `at`; `at` itself when there are none. A path may hold `\n` too, so what
/// follows decides.
fn after_line_ends(bytes: &[u8], at: usize) -> usize {
    let run = bytes[at..]
        .chunks_exact(2)
        .take_while(|pair| matches!(pair, [b'\\', b'r' | b'n']));
    at + 2 * run.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_where_a_line_ends() {
        // The line, where the content starts, and the content.
        let cases = [
            ("A|b", 0, "A|b"),
            (r#""A|b\r""#, 1, "A|b"),
            (r#""A|b\r\nX|c""#, 1, "A|b"),
            (r"A|\\host\new", 0, r"A|\\host\new"),
            (r#""A|b","#, 1, "A|b"),
            (r#"\nA|b", "X|c""#, 2, "A|b"),
            (r"\nA|b' + x", 2, "A|b"),
            (r"'A|O'Brien|',", 1, "A|O'Brien|"),
            (r#""A|""|b" + c"#, 1, r#"A|""|b"#),
            (r#""A|"",b" + c"#, 1, r#"A|"",b"#),
            (r#"A|"b", c"#, 0, r#"A|"b", c"#),
        ];
        for (line, start, content) in cases {
            let begins = |at: usize| line[at..].starts_with("X|");
            let (end, _) = end(line.as_bytes(), 0, start, begins);
            let closing = end.min(line.len());
            assert_eq!(&line[start..closing], content, "{line}");
        }
    }
}
