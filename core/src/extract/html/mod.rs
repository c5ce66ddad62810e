//! HTML pages, templates and fragments: forms, labels, definition lists and tables give fields; the running text is one
//! view, each script and style another.

mod walk;

use crate::extract::xml::markup::{Markup, Vocabulary};
use crate::extract::xml::token::Dialect;
use crate::extract::xml::{prose, table};
use crate::extract::{Extraction, Extractor, Labels, Window};

/// Reads HTML.
///
/// ```
/// use safeharbor_core::extract::html::HtmlExtractor;
/// use safeharbor_core::{End, Extraction, Extractor, Labels, Window};
/// let mut labels = Labels::new();
/// let mut out = Extraction::default();
/// let text = "<table><tr><th>City<th>Ward<tr><td>Salem<td>4</table>";
/// HtmlExtractor::default().read(Window { text, end: End::Last }, &mut labels, &mut out);
/// assert_eq!(out.listing(&labels), ["City = Salem", "Ward = 4"]);
/// ```
#[derive(Debug, Default)]
pub struct HtmlExtractor(Markup);

const HTML: Vocabulary = Vocabulary {
    dialect: Dialect::Html,
    columns: table::columns,
    fields: |emit| {
        walk::read(emit, 0);
        prose::view(emit, 0, &["script", "style"]);
    },
};

impl Extractor for HtmlExtractor {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        self.0.read(window, &HTML, labels, out)
    }
}

/// Whether a text that begins with `head` is HTML: it begins with a tag, and one of the first tags is one that only HTML
/// has.
pub fn sniff(head: &str) -> bool {
    const MARKS: [&str; 18] = [
        "<template",
        "<script",
        "<!doctype html",
        "<html",
        "<head>",
        "<body",
        "<table",
        "<form",
        "<div",
        "<input",
        "<label",
        "<ul>",
        "<dl>",
        "<p>",
        "<span",
        "<td>",
        "<tr>",
        "<h1",
    ];
    let start = head.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('<') || start.starts_with("<?php") {
        return false;
    }
    let end = (0..=start.len().min(1024))
        .rev()
        .find(|&end| start.is_char_boundary(end));
    let first = start[..end.unwrap_or(0)].to_ascii_lowercase();
    if first.starts_with("<?xml") && !first.contains("<html") {
        return false;
    }
    let opens_with = MARKS.iter().any(|mark| first.starts_with(mark));
    opens_with || first.contains("<html") || first.contains("<!doctype html")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::ViewKind;
    use crate::extract::End;
    use crate::extract::reading::{assert_sound, listing, listing_in_windows};

    fn read(text: &str) -> Vec<String> {
        listing(&mut HtmlExtractor::default(), text)
    }

    #[test]
    fn forms_lists_and_tables_give_fields() {
        for (text, wanted) in [
            (
                "<form><input name=city value=Salem><input type='submit' name=go value=Go><textarea name='note'>a &amp; b</textarea></form>",
                vec!["city = Salem", "note = a & b"],
            ),
            (
                "<div><label>City:</label> <span>Salem</span></div>",
                vec!["City = Salem"],
            ),
            ("<label>City</label><td>Salem</td>", vec!["City = Salem"]),
            (
                "<dl><dt>City<dd>Salem<dt>Ward<dd><b>4</b></dl>",
                vec!["City = Salem", "Ward = 4"],
            ),
            (
                "<table><thead><tr><th>City</th><th>Ward</th></tr></thead><tbody><tr><td>Salem</td><td><a href=x>4</a></td></tr></tbody></table>",
                vec!["City = Salem", "Ward = 4"],
            ),
            (
                "<table><tr><th>City</th><td>Salem</td></tr><tr><td>Ward:</td><td>4</td></tr><tr><td>a</td><td>b</td></tr></table>",
                vec!["City = Salem", "Ward = 4"],
            ),
            (
                "<tr data-room-number='4'><td>x</td></tr>",
                vec!["room-number = 4"],
            ),
            (
                "<template><room-card ward='4' :city=\"x\"/><b ward='5'>y</b></template>",
                vec!["ward = 4", ":city = x"],
            ),
            ("<p>1 < 2 &nbsp; <br> text", vec![]),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn text_and_scripts_are_views() {
        let text = "<p><b>City:</b> Salem</p><p>x</p><script>if (a < b) { c('<p>'); }</script>";
        let mut out = Extraction::default();
        let window = Window {
            text,
            end: End::Last,
        };
        HtmlExtractor::default().read(window, &mut Labels::new(), &mut out);
        let views: Vec<_> = out
            .views
            .iter()
            .map(|view| (view.kind, &*view.text))
            .collect();
        assert_eq!(
            views,
            [
                (
                    ViewKind::Source(crate::document::Language::Typescript),
                    "if (a < b) { c('<p>'); }"
                ),
                (ViewKind::FreeText, "City: Salem\nx"),
            ]
        );
    }

    #[test]
    fn pages_are_told_from_other_markup() {
        for (head, wanted) in [
            ("<!DOCTYPE html>\n<html>", true),
            ("<table border=1><tr>", true),
            ("<!-- page --><html lang='en'>", true),
            ("<?xml version='1.0'?><dataset>", false),
            ("<project><div/></project>", false),
            ("<?php echo '<html>';", false),
            ("const x = '<div>';", false),
        ] {
            assert_eq!(sniff(head), wanted, "{head}");
        }
    }

    #[test]
    fn long_tables_are_read_in_windows() {
        let row = "<tr><td>Salem</td><td>4</td></tr>\n";
        let text = format!(
            "<html><body><table><tr><th>City</th><th>Ward</th></tr>{}</table></body>",
            row.repeat(150)
        );
        let whole = read(&text);
        assert_eq!(whole.len(), 300);
        assert_eq!(
            listing_in_windows(&mut HtmlExtractor::default(), &text, 2500),
            whole
        );
    }

    #[test]
    fn hostile_text_ends_soon() {
        for unit in [
            "<td>",
            "<table><tr><th>a<th>",
            "<script>",
            "</",
            "<label>x",
            "<input name=",
            "<dt>",
            "<a>b</a>",
        ] {
            let text = unit.repeat(200_000 / unit.len());
            let mut out = Extraction::default();
            let window = Window {
                text: &text,
                end: End::Last,
            };
            assert_eq!(
                HtmlExtractor::default().read(window, &mut Labels::new(), &mut out),
                text.len()
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_read(parts in prop::collection::vec(prop_oneof![
            Just("<table>"), Just("<tr>"), Just("<td>é"), Just("<th>x:"), Just("<label>"), Just("&amp;"), Just("<input name='é' value='"),
            Just("<script>"), Just("</script>"), Just("</table>"), Just("<dd>"), Just("'>"),
        ], 0..14)) {
            let text: String = parts.concat();
            assert_sound(&mut HtmlExtractor::default(), &text);
            sniff(&text);
        }
    }
}
