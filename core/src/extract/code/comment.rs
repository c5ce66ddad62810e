//! Comments: a view for each run of consecutive comment lines, without their markers.

use crate::document::{Decoded, View, ViewKind};
use crate::extract::Extraction;
use crate::span::Span;

/// The shortest comment that may hold something, in bytes.
const MIN_COMMENT: usize = 8;

/// The comments seen since the last code.
#[derive(Debug, Default)]
pub(super) struct Comments {
    run: Vec<Span>,
}

impl Comments {
    /// Takes the next comment; one that does not follow the last directly ends that run.
    pub(super) fn push<'t>(&mut self, span: Span, source: &'t str, out: &mut Extraction<'t>) {
        let follows = self.run.last().is_some_and(|last| {
            let between = source.get(last.end..span.start).unwrap_or("code");
            // Some grammars count the line's end as part of the comment.
            between.trim().is_empty() && between.bytes().filter(|&byte| byte == b'\n').count() <= 1
        });
        if !follows {
            self.flush(source, out);
        }
        self.run.push(span);
    }

    /// Ends the run and gives its view, if its text may hold something.
    pub(super) fn flush<'t>(&mut self, source: &'t str, out: &mut Extraction<'t>) {
        let mut decoded = Decoded::new();
        for span in self.run.drain(..) {
            if !decoded.text().is_empty() && !decoded.text().ends_with('\n') {
                decoded.replaced("\n", Span::new(span.start, span.start + 1));
            }
            strip(source, span, &mut decoded);
        }
        if decoded.text().len() < MIN_COMMENT || !may_hold_something(decoded.text()) {
            return;
        }
        let (text, map) = decoded.finish();
        out.views.push(View {
            kind: ViewKind::Comment,
            text: text.into(),
            map,
        });
    }
}

/// Comments that are words alone hold no field and no message.
fn may_hold_something(text: &str) -> bool {
    text.contains([':', '=', '|', '*', '<', '{']) || text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Appends the lines of a comment without what marks them as such.
fn strip(source: &str, span: Span, out: &mut Decoded) {
    let Some(comment) = source.get(span.range()) else {
        return;
    };
    let mut at = span.start;
    for line in comment.split_inclusive('\n') {
        let content = line.trim_start();
        let marker = marker_len(content);
        let content = &content[marker..];
        let start = at + line.len() - content.len();
        let text = content.strip_suffix("*/").unwrap_or(content);
        out.verbatim(text, start);
        at += line.len();
    }
}

/// The length of the marker that a line of a comment begins with, and of one space after it.
fn marker_len(line: &str) -> usize {
    const MARKERS: [&str; 13] = [
        "<!--", "///", "//!", "/**", "/*!", "*/", "//", "/*", "#!", "##", "--", "#", "*",
    ];
    let marker = MARKERS
        .iter()
        .find(|marker| line.starts_with(**marker))
        .map_or(0, |marker| marker.len());
    let spaced = marker > 0 && line[marker..].starts_with(' ');
    marker + usize::from(spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn views(source: &str, spans: &[(usize, usize)]) -> Vec<String> {
        let mut comments = Comments::default();
        let mut out = Extraction::default();
        for (start, end) in spans {
            comments.push(Span::new(*start, *end), source, &mut out);
        }
        comments.flush(source, &mut out);
        for view in &out.views {
            for (at, c) in view.text.char_indices().filter(|(_, c)| *c != '\n') {
                let parent = view.map.to_parent(Span::new(at, at + c.len_utf8()));
                assert_eq!(&source[parent.range()], c.to_string());
            }
        }
        out.views.iter().map(|view| view.text.to_string()).collect()
    }

    #[test]
    fn runs_of_lines_are_one_view() {
        let source = "// PID|1||7\n  // PV1|1|é\n\n// OBX|1|2|3|4\n";
        let expected = ["PID|1||7\nPV1|1|é", "OBX|1|2|3|4"];
        assert_eq!(views(source, &[(0, 11), (14, 25), (27, 41)]), expected);
    }

    #[test]
    fn blocks_lose_their_stars() {
        let source = "/**\n * SSN: 1\n * name: x\n */";
        assert_eq!(views(source, &[(0, source.len())]), ["\nSSN: 1\nname: x\n"]);
    }

    #[test]
    fn words_alone_are_no_view() {
        assert!(views("// nothing to see here", &[(0, 22)]).is_empty());
    }
}
