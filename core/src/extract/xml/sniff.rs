//! Telling XML from code that begins with `<`.

/// Whether a text that begins with `head` is XML: a declaration, or one well-formed start tag whose element is closed or
/// goes on with more markup.
pub fn sniff(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("<?xml") {
        return true;
    }
    let head = after_prolog(head);
    let Some((tag, rest)) = head.strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
        return false;
    };
    if !tag.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return false;
    }
    let name = tag
        .split(|c: char| c.is_whitespace() || c == '/')
        .next()
        .unwrap_or_default();
    let is_name = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
    let attributes = tag[name.len()..].trim().trim_end_matches('/');
    let quoted = attributes.is_empty() || (attributes.contains("=\"") || attributes.contains("='"));
    let html = name.eq_ignore_ascii_case("html") || name.eq_ignore_ascii_case("script");
    let rest = rest.trim_start();
    is_name
        && quoted
        && !html
        && (tag.ends_with('/') || rest.starts_with('<') || rest.contains(&format!("</{name}")))
}

fn after_prolog(head: &str) -> &str {
    let mut head = head;
    loop {
        let closer = if head.starts_with("<!--") {
            "-->"
        } else if head.starts_with("<?")
            || (head.starts_with("<!") && !head[2..].starts_with("DOCTYPE html"))
        {
            ">"
        } else {
            return head;
        };
        match head.find(closer) {
            Some(end) => head = head[end + closer.len()..].trim_start(),
            None => return "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_told_from_code() {
        for (head, wanted) in [
            ("<?xml version=\"1.0\"?>", true),
            ("\u{feff}<!-- x --><a b=\"1\"/>", true),
            ("<project xmlns=\"http://x\">\n  <a>", true),
            ("<a>1</a>", true),
            ("<dataset>\n <PATIENT", true),
            ("<?php echo 1;", false),
            ("<html><body>", false),
            ("<T extends Foo>(x: T) => x", false),
            ("<< EOF", false),
            ("a < b", false),
            ("", false),
        ] {
            assert_eq!(sniff(head), wanted, "{head}");
        }
    }
}
