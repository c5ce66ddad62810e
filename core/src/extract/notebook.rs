//! Jupyter notebooks (nbformat 3 and 4): the source of each cell and the text of its outputs, as views.

use crate::document::{Decoded, Language, View, ViewKind};
use crate::extract::json::text::unescape_into;
use crate::extract::json::tree::{Encoding, Kind, Tree};
use crate::extract::json::{self, MAX_ELEMENT};
use crate::extract::{End, Extraction, Extractor, Labels, Window};

/// Reads notebooks. Images and other binary payloads are passed over; a notebook gives views, not fields.
///
/// ```
/// use safeharbor_core::extract::notebook::NotebookExtractor;
/// use safeharbor_core::{End, Extraction, Extractor, Labels, Window};
/// let text = r#"{"cells": [{"cell_type": "code", "source": ["a = 1\n", "b = 2"]}], "nbformat": 4}"#;
/// let mut out = Extraction::default();
/// let window = Window { text, end: End::Last };
/// NotebookExtractor::default().read(window, &mut Labels::new(), &mut out);
/// assert_eq!(out.views[0].text, "a = 1\nb = 2");
/// ```
#[derive(Debug, Default)]
pub struct NotebookExtractor {
    tree: Tree,
}

impl Extractor for NotebookExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        _labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.tree.begin();
        json::parse(window, &mut self.tree, out);
        let read = match window.end {
            End::Last => {
                self.tree.finish(window.text.len());
                window.text.len()
            }
            End::More => {
                let depth = cut_depth(&self.tree, window.text);
                self.tree.cut(depth, window.text, |_, _| None)
            }
        };
        if read > 0 {
            texts(&self.tree, window.text, out);
        }
        read
    }
}

/// Cells and outputs stay whole: the cut is in the list of cells.
fn cut_depth(tree: &Tree, text: &str) -> usize {
    if text.len() >= MAX_ELEMENT {
        return tree.open.len().saturating_sub(1);
    }
    let is_cells = |node| tree.key(node, text) == Some("cells");
    tree.open
        .iter()
        .rposition(|frame| is_cells(frame.node))
        .unwrap_or(0)
}

/// Keys whose value is text: the source of a cell, the text of a stream or result, the representations of a result.
const TEXTS: [(&str, ViewKind); 6] = [
    ("input", ViewKind::Source(Language::Python)),
    ("text", ViewKind::FreeText),
    ("text/plain", ViewKind::FreeText),
    ("text/markdown", ViewKind::FreeText),
    ("text/html", ViewKind::Markup),
    ("html", ViewKind::Markup),
];

fn texts<'t>(tree: &Tree, text: &'t str, out: &mut Extraction<'t>) {
    let mut source = ViewKind::Cell;
    for (at, node) in tree.nodes.iter().enumerate() {
        let key = tree.key(at, text).unwrap_or_default();
        if key == "cell_type" {
            source = match &text[node.span.range()] {
                "code" => ViewKind::Source(Language::Python),
                _ => ViewKind::Cell,
            };
        }
        if key == "source" {
            out.views.extend(joined(tree, at, text, source));
        } else if let Some((_, kind)) = TEXTS.iter().find(|(name, _)| *name == key) {
            out.views.extend(joined(tree, at, text, *kind));
        } else if key == "traceback" || (key == "application/json" && node.kind == Kind::Object) {
            strings_below(tree, at, text, out);
        }
    }
}

/// A string, or a list of lines, as one view.
fn joined<'t>(tree: &Tree, node: usize, text: &'t str, kind: ViewKind) -> Option<View<'t>> {
    let mut decoded = Decoded::new();
    let lines = match tree.nodes[node].kind {
        Kind::Array => tree.children(node).collect(),
        _ => vec![node],
    };
    for line in lines {
        append(&mut decoded, tree, line, text);
    }
    let (content, map) = decoded.finish();
    (!content.is_empty()).then(|| View {
        kind,
        text: content.into(),
        map,
    })
}

fn strings_below<'t>(tree: &Tree, node: usize, text: &'t str, out: &mut Extraction<'t>) {
    for below in node + 1..tree.nodes[node].end {
        out.views
            .extend(joined(tree, below, text, ViewKind::FreeText));
    }
}

fn append(decoded: &mut Decoded, tree: &Tree, node: usize, text: &str) {
    let node = tree.nodes[node];
    let raw = &text[node.span.range()];
    match node.kind {
        Kind::Text(Encoding::Backslash) => unescape_into(decoded, raw, node.span.start),
        Kind::Text(_) => decoded.verbatim(raw, node.span.start),
        _ => {}
    }
}

/// Whether a text that begins with `head` is a notebook: JSON whose head names cells, or the format itself.
pub fn sniff(head: &str) -> bool {
    json::sniff(head)
        && (head.contains("\"cell_type\"")
            || head.contains("\"nbformat\"")
            || head.contains("\"worksheets\""))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::extract::reading::assert_sound;
    use crate::span::Span;

    const NOTEBOOK: &str = r#"{"cells": [
        {"cell_type": "code", "source": ["x = \"1\"\n", "y = 2"], "outputs": [
            {"output_type": "stream", "text": ["out\n"]},
            {"data": {"image/png": "iVBORw0KGgo=", "text/html": ["<b>1</b>"], "text/plain": "1"}}]},
        {"cell_type": "markdown", "source": "words"}], "nbformat": 4}"#;

    #[test]
    fn sources_and_outputs_are_views() {
        let mut out = Extraction::default();
        let window = Window {
            text: NOTEBOOK,
            end: End::Last,
        };
        NotebookExtractor::default().read(window, &mut Labels::new(), &mut out);
        let views: Vec<_> = out
            .views
            .iter()
            .map(|view| (view.kind, &*view.text))
            .collect();
        assert_eq!(
            views,
            [
                (ViewKind::Source(Language::Python), "x = \"1\"\ny = 2"),
                (ViewKind::FreeText, "out\n"),
                (ViewKind::Markup, "<b>1</b>"),
                (ViewKind::FreeText, "1"),
                (ViewKind::Cell, "words"),
            ]
        );
        let second = out.views[0].map.to_parent(Span::new(8, 13));
        assert_eq!(&NOTEBOOK[second.range()], "y = 2");
    }

    #[test]
    fn cells_arrive_in_windows() {
        let cell = r#"{"cell_type": "code", "source": ["a\n", "b"]}"#;
        let text = format!("{{\"cells\": [{}], \"nbformat\": 4}}", [cell; 9].join(","));
        let mut extractor = NotebookExtractor::default();
        let mut out = Extraction::default();
        let half = Window {
            text: &text[..200],
            end: End::More,
        };
        let read = extractor.read(half, &mut Labels::new(), &mut out);
        let rest = Window {
            text: &text[read..],
            end: End::Last,
        };
        extractor.read(rest, &mut Labels::new(), &mut out);
        assert_eq!(out.views.len(), 9);
    }

    #[test]
    fn notebooks_are_told_from_other_json() {
        assert!(sniff(NOTEBOOK));
        assert!(!sniff(r#"{"cells": 1}"#));
        assert!(!sniff("# \"cell_type\""));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn any_text_is_read(parts in prop::collection::vec(prop_oneof![
            Just("{\"source\": "), Just("[\"é\\n\", "), Just("\"x\\u00e9\""), Just("}"), Just("]"), Just("\"traceback\": ["), Just(","),
        ], 0..12)) {
            let text: String = parts.concat();
            assert_sound(&mut NotebookExtractor::default(), &text);
        }
    }
}
