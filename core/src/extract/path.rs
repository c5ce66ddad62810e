//! Paths as text: folders and files are named after people, with the same words and numbers that stand inside them.
//!
//! A path is cut into its parts, and a part into words, numbers and dates. What they mean is not known here.

use crate::span::Span;

/// Bytes of a path that are read. Longer ones are no file system's (PATH_MAX of Linux is 4,096), and are read from their end.
const MAX_PATH: usize = 4096;

/// A folder's or a file's name, without the file's extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) tokens: Vec<Token>,
}

/// A piece of a name. Spans are bytes of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// What a piece of a name looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters: `DOE`, and both words of `JaneDoe`.
    Word,
    /// Digits, behind at most one letter: `48213377`, `A1234567`.
    Number,
    /// Three numbers joined by hyphens that make no date: `NNN-NN-NNNN`.
    Grouped,
    /// A whole date: `1957-04-23`, `04-23-1957`, `19570423`.
    Date,
    /// Letters and digits mixed, as in a checksum.
    Mixed,
}

/// The parts of a path, folders first.
pub(crate) fn parts(path: &str) -> Vec<Part> {
    let from = path.ceil_char_boundary(path.len().saturating_sub(MAX_PATH));
    let mut parts = Vec::new();
    let mut start = from;
    for name in path[from..].split('/') {
        let is_file = start + name.len() == path.len();
        let stem = if is_file { stem(name) } else { name };
        parts.push(Part {
            tokens: tokens(path, Span::new(start, start + stem.len())),
        });
        start += name.len() + 1;
    }
    parts
}

/// A file's name without its extensions: what follows a dot and begins with a letter.
fn stem(name: &str) -> &str {
    let mut stem = name;
    while let Some((before, extension)) = stem.rsplit_once('.') {
        let is_extension = extension.starts_with(|c: char| c.is_ascii_alphabetic());
        if before.is_empty() || !is_extension || extension.len() > 8 {
            break;
        }
        stem = before;
    }
    stem
}

fn tokens(path: &str, part: Span) -> Vec<Token> {
    let mut pieces = Vec::new();
    let text = &path[part.range()];
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                run(path, part.start + from, part.start + at, &mut pieces);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        run(path, part.start + from, part.end, &mut pieces);
    }
    joined(path, &pieces)
}

/// Cuts a run of letters and digits.
fn run(path: &str, start: usize, end: usize, out: &mut Vec<Token>) {
    let text = &path[start..end];
    let letters = text.len() - text.trim_start_matches(char::is_alphabetic).len();
    let digits = &text[letters..];
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let span = Span::new(start, end);
        out.push(Token {
            kind: TokenKind::Mixed,
            span,
        });
        return;
    }
    let numbered = match text[..letters].chars().count() {
        1 if !digits.is_empty() => start,
        _ => {
            words(text, letters, start, out);
            start + letters
        }
    };
    if !digits.is_empty() {
        let span = Span::new(numbered, end);
        out.push(Token {
            kind: TokenKind::Number,
            span,
        });
    }
}

/// The words of `text[..letters]`: a capital after a small letter begins one.
fn words(text: &str, letters: usize, offset: usize, out: &mut Vec<Token>) {
    let mut start = 0;
    let mut previous_small = false;
    for (at, c) in text[..letters].char_indices() {
        if c.is_uppercase() && previous_small {
            let span = Span::new(offset + start, offset + at);
            out.push(Token {
                kind: TokenKind::Word,
                span,
            });
            start = at;
        }
        previous_small = c.is_lowercase();
    }
    if start < letters {
        let span = Span::new(offset + start, offset + letters);
        out.push(Token {
            kind: TokenKind::Word,
            span,
        });
    }
}

/// Digits of numbers that stand for themselves; shorter ones in a row are a version, an address or a time.
const LONG: usize = 5;

/// Joins numbers to dates and groups.
fn joined(path: &str, pieces: &[Token]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        if let Some(kind) = kind_of_three(path, pieces, at) {
            let span = Span::new(pieces[at].span.start, pieces[at + 2].span.end);
            out.push(Token { kind, span });
            at += 3;
            continue;
        }
        let piece = pieces[at];
        let in_row = mark_behind(path, pieces, at).is_some()
            || at > 0 && mark_behind(path, pieces, at - 1).is_some();
        let kind = match piece.kind {
            TokenKind::Number if is_compact_date(&path[piece.span.range()]) => TokenKind::Date,
            TokenKind::Number if in_row && piece.span.len() < LONG => TokenKind::Mixed,
            kind => kind,
        };
        out.push(Token {
            kind,
            span: piece.span,
        });
        at += 1;
    }
    out
}

/// What stands between two numbers in a row.
fn mark_behind<'p>(path: &'p str, pieces: &[Token], at: usize) -> Option<&'p str> {
    let [one, next] = pieces.get(at..at + 2)? else {
        return None;
    };
    let is_plain = |token: &Token| {
        let digits = &path[token.span.range()];
        token.kind == TokenKind::Number && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mark = &path[one.span.end..next.span.start];
    (is_plain(one) && is_plain(next) && matches!(mark, "-" | "_" | "." | " ")).then_some(mark)
}

/// What three numbers from `at` make, if they make something.
fn kind_of_three(path: &str, pieces: &[Token], at: usize) -> Option<TokenKind> {
    let mark = mark_behind(path, pieces, at)?;
    if mark_behind(path, pieces, at + 1) != Some(mark) {
        return None;
    }
    let text = |index: usize| &path[pieces[at + index].span.range()];
    let number = |index: usize| text(index).parse::<u32>().ok();
    let lengths = [text(0).len(), text(1).len(), text(2).len()];
    let is_date = match lengths {
        [4, 1 | 2, 1 | 2] => is_day(number(0)?, number(1)?, number(2)?),
        [1 | 2, 1 | 2, 4] => {
            is_day(number(2)?, number(0)?, number(1)?) || is_day(number(2)?, number(1)?, number(0)?)
        }
        _ => false,
    };
    let alone = mark_behind(path, pieces, at + 2).is_none()
        && (at == 0 || mark_behind(path, pieces, at - 1).is_none());
    if is_date {
        Some(TokenKind::Date)
    } else if lengths == [3, 2, 4] && mark == "-" && alone {
        Some(TokenKind::Grouped)
    } else {
        None
    }
}

fn is_compact_date(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse().ok();
    text.len() == 8
        && match (number(0..4), number(4..6), number(6..8)) {
            (Some(year), Some(month), Some(day)) => is_day(year, month, day),
            _ => false,
        }
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1900..=2099).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pieces of the last part, each after the first letter of its kind.
    fn last(path: &str) -> String {
        let parts = parts(path);
        let pieces = parts.last().expect("a part").tokens.iter().map(|token| {
            let kind = match token.kind {
                TokenKind::Word => 'w',
                TokenKind::Number => 'n',
                TokenKind::Grouped => 'g',
                TokenKind::Date => 'd',
                TokenKind::Mixed => 'm',
            };
            format!("{kind}:{}", &path[token.span.range()])
        });
        pieces.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_are_cut_into_pieces() {
        let cases = [
            ("a/DOE_JANE_1957-04-23", "w:DOE w:JANE d:1957-04-23"),
            ("JaneRoe_04-23-1957.tar.gz", "w:Jane w:Roe d:04-23-1957"),
            ("mrn-48213377.json", "w:mrn n:48213377"),
            ("MRN48213377.json", "w:MRN n:48213377"),
            ("A1234567.pdf", "n:A1234567"),
            ("19570423.csv", "d:19570423"),
            ("99999999.csv", "n:99999999"),
            ("000-12-3456.pdf", "g:000-12-3456"),
            ("000_12_3456.pdf", "m:000 m:12 m:3456"),
            ("000-12-3456-01.pdf", "m:000 m:12 m:3456 m:01"),
            ("v1.2.3", "n:v1 m:2 m:3"),
            ("3d607116-9e59-4e42", "m:3d607116 m:9e59 m:4e42"),
            ("2024-01-05-report.md", "d:2024-01-05 w:report"),
            (
                "mrn_48213377_2020-01-05.pdf",
                "w:mrn n:48213377 d:2020-01-05",
            ),
            ("patient_85.json", "w:patient n:85"),
            (".env", "w:env"),
            ("", ""),
        ];
        for (path, pieces) in cases {
            assert_eq!(last(path), pieces, "{path}");
        }
    }

    #[test]
    fn folders_keep_what_looks_like_an_extension() {
        let parts = parts("roe.jane/x.txt");
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].tokens.len(), 2);
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_within(path in "[/\\PC]{0,60}") {
            let mut end = 0;
            for token in parts(&path).iter().flat_map(|part| &part.tokens) {
                prop_assert!(token.span.start >= end && !token.span.is_empty());
                prop_assert!(path.get(token.span.range()).is_some());
                end = token.span.end;
            }
        }
    }
}
