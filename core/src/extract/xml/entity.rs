//! Character and entity references of XML and HTML: `&amp;`, `&#233;`, `&#xE9;`. No entity is ever declared or expanded,
//! so none can blow up.

use std::borrow::Cow;

use crate::document::Decoded;
use crate::span::Span;

/// The text that `raw` stands for.
pub(crate) fn decode(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut decoded = Decoded::new();
    decode_into(&mut decoded, raw, 0);
    Cow::Owned(decoded.finish().0)
}

/// Appends `raw`, which stands at byte `start` of the parent, to `decoded` with its references undone.
pub(crate) fn decode_into(decoded: &mut Decoded, raw: &str, start: usize) {
    let mut at = 0;
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'&', &raw.as_bytes()[from..]) {
        let ampersand = from + found;
        from = ampersand + 1;
        let Some((character, length)) = reference(&raw[ampersand..]) else {
            continue;
        };
        decoded.verbatim(&raw[at..ampersand], start + at);
        let mut buffer = [0; 4];
        let span = Span::new(start + ampersand, start + ampersand + length);
        decoded.replaced(character.encode_utf8(&mut buffer), span);
        at = ampersand + length;
        from = at;
    }
    decoded.verbatim(&raw[at..], start + at);
}

/// No name or number of a reference is longer.
const MAX_REFERENCE: usize = 10;

/// The reference at the head of `text`: its character and its length with `&` and `;`.
fn reference(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let window = &bytes[..bytes.len().min(MAX_REFERENCE + 2)];
    let end = memchr::memchr(b';', window)?;
    let name = text.get(1..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None => named(name)?,
    };
    Some((character, end + 1))
}

/// The five of XML 1.0 section 4.6, and those of HTML that stand in records of people.
fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "ccedil" => 'ç',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_undone() {
        for (raw, wanted) in [
            ("a &amp; b", "a & b"),
            ("&#233;&#xe9;&eacute;", "ééé"),
            ("&unknown; & &;", "&unknown; & &;"),
            ("&&lt;", "&<"),
            ("O&apos;Hara", "O'Hara"),
            ("&#xffffffff; &#55296;", "&#xffffffff; &#55296;"),
        ] {
            assert_eq!(decode(raw), wanted, "{raw}");
        }
    }
}
