//! Contacts: the TEL data type of CDA is a URI, whose scheme says what kind of contact it is.

use std::borrow::Cow;

use crate::span::Span;

/// URI schemes and the kinds of contact that they mean, by the names that FHIR has for them.
const SCHEMES: [(&str, &str); 4] = [
    ("tel:", "phone"),
    ("fax:", "fax"),
    ("mailto:", "email"),
    ("http", "url"),
];

/// The kind of contact, the contact without its scheme, and where that stands.
pub(super) fn contact(
    value: Cow<'_, str>,
    span: Span,
) -> (Option<&'static str>, Cow<'_, str>, Span) {
    let found = SCHEMES.iter().find(|(scheme, _)| {
        let head = value.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    });
    let Some((scheme, kind)) = found else {
        return (None, value, span);
    };
    if !scheme.ends_with(':') {
        return (Some(kind), value, span);
    }
    // Nothing in front of the contact can be an entity reference, so both texts lose the same bytes.
    let rest = &value[scheme.len()..];
    let front = value.len() - rest.trim_start_matches([' ', '/']).len();
    let span = Span::new(span.start + front, span.end);
    let value = match value {
        Cow::Borrowed(value) => Cow::Borrowed(&value[front..]),
        Cow::Owned(mut value) => {
            value.drain(..front);
            Cow::Owned(value)
        }
    };
    (Some(kind), value, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_tells_the_kind() {
        for (value, kind, rest) in [
            ("tel:555-0100", Some("phone"), "555-0100"),
            ("tel: +1 555-0100", Some("phone"), "+1 555-0100"),
            ("MAILTO:jane@example.org", Some("email"), "jane@example.org"),
            (
                "mailto://jane@example.org",
                Some("email"),
                "jane@example.org",
            ),
            ("https://example.org", Some("url"), "https://example.org"),
            ("555-0100", None, "555-0100"),
            ("é", None, "é"),
        ] {
            let (found, contact, span) = contact(value.into(), Span::new(10, 10 + value.len()));
            assert_eq!((found, &*contact), (kind, rest), "{value}");
            assert_eq!(span.len(), rest.len(), "{value}");
        }
    }
}
