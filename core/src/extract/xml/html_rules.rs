//! Where HTML leaves tags out: void elements and implied end tags (HTML Living Standard, sections 13.1.2 and 13.1.2.4).

/// Elements without content or end tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Whether an element never has content.
pub(crate) fn is_void(name: &str) -> bool {
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// Whether the start tag of `new` ends the element `open` without an end tag.
pub(crate) fn ends(new: &str, open: &str) -> bool {
    let is = |name: &str, all: &[&str]| all.iter().any(|one| name.eq_ignore_ascii_case(one));
    const CELLS: &[&str] = &["td", "th"];
    const SECTIONS: &[&str] = &["thead", "tbody", "tfoot"];
    const BLOCKS: &[&str] = &[
        "p", "div", "table", "ul", "ol", "dl", "form", "h1", "h2", "h3", "h4",
    ];
    if is(new, CELLS) {
        is(open, CELLS)
    } else if is(new, &["tr"]) {
        is(open, CELLS) || is(open, &["tr"])
    } else if is(new, SECTIONS) {
        is(open, CELLS) || is(open, &["tr"]) || is(open, SECTIONS)
    } else if is(new, &["dt", "dd"]) {
        is(open, &["dt", "dd"])
    } else if is(new, &["li", "option"]) {
        open.eq_ignore_ascii_case(new)
    } else {
        is(new, BLOCKS) && is(open, &["p"])
    }
}
