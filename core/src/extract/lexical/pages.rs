//! Pages that code stands in or between (PHP, JSP, ERB, components): what an element labels, `<b>MRN:</b> 7731042`, is read as
//! the page that it is.

use crate::document::{OffsetMap, View, ViewKind};
use crate::extract::Extraction;
use crate::span::Span;

/// How long the text of an element is that labels something, and how far behind it what it labels begins, in bytes.
const MAX_LABEL: usize = 64;
const REACH: usize = 200;

/// How many bytes around the first and the last label belong to what they are about.
const AROUND: usize = 600;

/// Adds the part of the page in which labels of health information stand, if there are some with a value.
pub fn pages<'t>(text: &'t str, hits: &[Span], out: &mut Extraction<'t>) {
    let bytes = text.as_bytes();
    let mut found: Option<Span> = None;
    for &hit in hits {
        if let Some(value) = labelled(bytes, hit) {
            let span = found.unwrap_or(Span::new(hit.start, value));
            found = Some(Span::new(span.start.min(hit.start), span.end.max(value)));
        }
    }
    let Some(Span { start, end }) = found else {
        return;
    };
    // From the first tag that begins a line up to the end of a line.
    let floor = start.saturating_sub(AROUND);
    let own_line = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |at| at + 1);
    let begins = |at: &usize| {
        let line = bytes[*at..].trim_ascii_start();
        line.starts_with(b"<") && !line.starts_with(b"<?") && !line.starts_with(b"<%")
    };
    let lines = memchr::memchr_iter(b'\n', &bytes[floor..start]);
    let start = lines
        .map(|at| floor + at + 1)
        .find(begins)
        .unwrap_or(own_line);
    let ceiling = (end + AROUND).min(bytes.len());
    let end = memchr::memrchr(b'\n', &bytes[end..ceiling]).map_or(ceiling, |at| end + at);
    let end = text.ceil_char_boundary(end);
    out.views.push(View {
        kind: ViewKind::Markup,
        text: text[start..end].into(),
        map: OffsetMap::Verbatim(start),
    });
}

/// Where the value begins that the text of an element labels, in which `hit` stands: behind a colon, in the same element or the
/// one around it.
fn labelled(bytes: &[u8], hit: Span) -> Option<usize> {
    let is_label =
        |byte: &u8| byte.is_ascii_alphanumeric() || b" _'#/.()-".contains(byte) || !byte.is_ascii();
    let before = bytes[hit.start.saturating_sub(MAX_LABEL)..hit.start]
        .iter()
        .rev();
    let opens = hit.start - before.take_while(|byte| is_label(byte)).count();
    if bytes.get(opens.checked_sub(1)?) != Some(&b'>') {
        return None;
    }
    let behind = bytes[hit.end..].iter().take(MAX_LABEL);
    let mut at = hit.end + behind.take_while(|byte| is_label(byte)).count();
    let limit = (at + REACH).min(bytes.len());
    let mut is_introduced = false;
    while at < limit {
        match bytes[at] {
            b':' if !is_introduced => is_introduced = true,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'<' if matches!(bytes.get(at + 1), Some(b'/'))
                || bytes[at + 1..].first().is_some_and(u8::is_ascii_alphabetic) =>
            {
                at += memchr::memchr(b'>', &bytes[at..limit])?;
            }
            // What a template fills in is nobody's.
            byte => {
                let is_text =
                    byte.is_ascii_alphanumeric() || b"(+".contains(&byte) || !byte.is_ascii();
                return (is_introduced && is_text).then_some(at);
            }
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let hits: Vec<Span> = text
            .match_indices("MRN")
            .map(|(at, word)| Span::new(at, at + word.len()))
            .collect();
        let mut out = Extraction::default();
        pages(text, &hits, &mut out);
        out.views
            .iter()
            .map(|view| view.text.clone().into_owned())
            .collect()
    }

    #[test]
    fn labels_with_values() {
        for (text, expected) in [
            (
                "<?php f(); ?>\n<div>\n<p><b>MRN:</b> 77</p>\n</div>\nrest",
                vec!["<div>\n<p><b>MRN:</b> 77</p>\n</div>"],
            ),
            (
                "a\n<td>Patient MRN #</td>: <td>77</td>",
                vec!["<td>Patient MRN #</td>: <td>77</td>"],
            ),
            ("<p>MRN: <b>é</b></p>", vec!["<p>MRN: <b>é</b></p>"]),
            ("<p>MRN: <?= $mrn ?></p>", vec![]),
            ("<p>MRN: {{ mrn }}</p>", vec![]),
            ("<label>MRN:</label><input name=\"x\">", vec![]),
            ("<th>MRN</th><th>Name</th>", vec![]),
            ("if (a > MRN && b) {}", vec![]),
            ("x->MRN: 77", vec!["x->MRN: 77"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(text in "(MRN|>|<b>|</b>|:| |\n|é|7|<|a){0,40}") {
            for view in read(&text) {
                prop_assert!(text.contains(&view));
            }
        }
    }
}
