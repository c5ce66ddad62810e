//! Mail addresses.
//!
//! Source: RFC 5321 section 4.1.2 (dot-string local parts) and section 4.5.3.1 (lengths); RFC 1123 section 2.1 (labels).

/// Endings of file names that are no top-level domains, so `icon@2x.png` is no address.
const FILE_ENDINGS: [&str; 12] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "json", "xml", "txt",
];

/// An address `local@domain`: a local part of 1 to 64 letters, digits and marks with single dots inside, a domain of at
/// least two labels whose last is of letters. `mailto:` may stand before it. No quoted local parts, no address literals.
pub(super) fn email(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    is_local_part(local) && is_domain(domain)
}

fn is_local_part(text: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    (1..=64).contains(&text.len())
        && text.bytes().all(allowed)
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !text.starts_with('.')
        && !text.ends_with('.')
        && !text.contains("..")
}

/// A domain name of at least two labels, the last of at least two letters (or an internationalised `xn--` one).
pub(super) fn is_domain(text: &str) -> bool {
    let Some((_, last)) = text.rsplit_once('.') else {
        return false;
    };
    let top_level = last.len() >= 2
        && (last.bytes().all(|byte| byte.is_ascii_alphabetic()) || last.starts_with("xn--"))
        && !FILE_ENDINGS
            .iter()
            .any(|ending| last.eq_ignore_ascii_case(ending));
    top_level && text.len() <= 253 && text.split('.').all(is_label)
}

/// One label of a host name: 1 to 63 letters, digits and hyphens, none of these at an end.
pub(super) fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_cases() {
        for right in [
            "jane@example.org",
            "jane.doe+tag@mail.example.co.uk",
            "j@x-y.example.com",
            "mailto:jane@example.org",
            " jane@example.org ",
            "o'neil@example.org",
            "a@b.xn--p1ai",
        ] {
            assert!(email(right), "{right:?}");
        }
        for wrong in [
            "",
            "@",
            "jane",
            "jane@",
            "@example.org",
            "jane@localhost",
            ".jane@example.org",
            "jane.@example.org",
            "ja..ne@example.org",
            "jane@example..org",
            "jane@-example.org",
            "jane@example.1",
            "icon@2x.png",
            "jane doe@example.org",
            "jane@exa mple.org",
            "--@example.org",
            "jane@example.o",
        ] {
            assert!(!email(wrong), "{wrong:?}");
        }
    }
}
