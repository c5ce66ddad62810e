//! Telling JSON from everything else that begins with a bracket.

/// Whether a text that begins with `head` is JSON or a near relative.
///
/// It must open with an object whose first key is followed by a colon, or with an array whose first element is an object,
/// an array, a string or a number followed by a comma or the end: `[section]` of an INI file and a block of code do not.
pub fn sniff(head: &str) -> bool {
    let head = after_comments(head);
    match head.as_bytes().first() {
        Some(b'{') => object(&head[1..]),
        Some(b'[') => array(&head[1..]),
        _ => false,
    }
}

fn object(inside: &str) -> bool {
    let inside = after_comments(inside);
    match inside.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => match after_string(inside, *quote) {
            Some(rest) => rest.trim_start().starts_with(':'),
            None => false,
        },
        Some(b'}') => inside[1..].trim().is_empty(),
        _ => false,
    }
}

fn array(inside: &str) -> bool {
    let inside = after_comments(inside);
    let followed = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with([',', ']'])
    };
    match inside.as_bytes().first() {
        Some(b'{') => object(&inside[1..]),
        // TOML's `[[table]]` holds a bare word; an array of arrays a quote, a number or a bracket.
        Some(b'[') => array(&inside[1..]),
        Some(b']') => inside[1..].trim().is_empty(),
        Some(b'"') => after_string(inside, b'"').is_some_and(followed),
        Some(b'-' | b'0'..=b'9') => {
            let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
            let rest = inside.trim_start_matches(number).trim_start();
            rest.starts_with(',')
        }
        _ => false,
    }
}

/// What follows the string at the head of `text`.
fn after_string(text: &str, quote: u8) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() && bytes[at] != quote && bytes[at] != b'\n' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (bytes.get(at) == Some(&quote)).then(|| &text[at + 1..])
}

fn after_comments(text: &str) -> &str {
    let mut text = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let rest = if text.starts_with("//") {
            text.find('\n').map_or("", |end| &text[end..])
        } else if text.starts_with("/*") {
            text.find("*/").map_or("", |end| &text[end + 2..])
        } else {
            return text;
        };
        text = rest.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_from_code() {
        for (head, wanted) in [
            (r#"{"a": 1}"#, true),
            ("\u{feff} {\n  'a': 1", true),
            ("// settings\n/* more */ {\n // x\n \"a\" : 1", true),
            (r#"[{"a": 1}, {"a": 2}]"#, true),
            ("[1, 2, 3]", true),
            (r#"["a", "b"]"#, true),
            ("[[1, 2], [3, 4]]", true),
            ("[section]\nkey = 1", false),
            ("[[bin]]\nname = \"x\"", false),
            ("{ int x = 1; }", false),
            ("{% block body %}", false),
            ("{{ template }}", false),
            ("[link](https://example.org)", false),
            ("\"a\": 1", false),
            ("int main() { return 0; }", false),
            ("", false),
        ] {
            assert_eq!(sniff(head), wanted, "{head}");
        }
    }
}
