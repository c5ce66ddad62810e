//! Values of a familiar kind: numbers, versions, paths, addresses, names, selectors.

use super::check;

pub(super) fn is_colour(value: &str) -> bool {
    let hexadecimal = value.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let functions = ["rgb(", "rgba(", "hsl(", "hsla("];
    hexadecimal || (value.ends_with(')') && functions.iter().any(|name| value.starts_with(name)))
}

/// A decimal or `0x` number of at most eight digits, with sign, point, exponent, thousands and a short unit, or a pair of
/// ports.
pub(super) fn is_number(value: &str) -> bool {
    if value.split(':').count() == 2
        && value.split(':').all(|port| {
            (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit())
        })
    {
        return true;
    }
    if value.len() <= 12 && is_sum(value) {
        return true;
    }
    let text = value.strip_prefix(['-', '+']).unwrap_or(value);
    let hexadecimal = text.strip_prefix("0x").is_some_and(|digits| {
        let digits = digits.trim_end_matches(['u', 'U', 'l', 'L']);
        (1..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let unit =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_'));
    let short_unit = unit.len() <= 3
        && unit
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'%');
    let points = text.matches('.').count();
    // `8485cae` is rather hexadecimal than a number with its unit.
    let most = if unit.is_empty() { 8 } else { 5 };
    let plain = points <= 1 && (digits <= most || (points == 1 && unit.is_empty()));
    hexadecimal || (text.starts_with(|c: char| c.is_ascii_digit()) && short_unit && plain)
}

/// `256/32`, `60*60*24`: numbers that code reckons with.
fn is_sum(value: &str) -> bool {
    let mut numbers = value.split(['*', '/', '+', '-']).peekable();
    let several = value.contains(['*', '/', '+', '-']);
    several
        && numbers.all(|number| {
            (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// `1.2.3`, `v2.0.0-rc.1+build`, `^1.0`, `>=2.1, <3`, `<2.0.5|>=3`.
pub(super) fn is_version(value: &str) -> bool {
    let text = value.trim_start_matches(['^', '~', '>', '<', '=', ' ', 'v', 'V']);
    let core = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    let (core, rest) = text.split_at(core);
    let numbers = core.split('.').filter(|part| !part.is_empty());
    let label = |byte: u8| byte.is_ascii_alphanumeric() || b".-+_ <>=,|*".contains(&byte);
    core.contains('.')
        && text.len() <= 40
        && numbers.clone().count() >= 2
        && numbers.clone().all(|part| part.len() <= 5)
        && (rest.is_empty()
            || (rest.starts_with(['-', '+', '.', ',', ' ', '|', 'r', 'a', 'b', '*'])
                && rest.len() <= 24
                && rest.bytes().all(label)))
}

/// `type/subtype` of a registered top-level type (RFC 6838), with parameters or not.
pub(crate) fn is_media_type(value: &str) -> bool {
    let types = [
        "application",
        "audio",
        "font",
        "image",
        "message",
        "model",
        "multipart",
        "text",
        "video",
    ];
    let essence = value.split(';').next().unwrap_or(value).trim();
    essence.split_once('/').is_some_and(|(kind, subtype)| {
        let name = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+*".contains(&byte);
        types.contains(&kind)
            && !subtype.is_empty()
            && subtype.len() <= 100
            && subtype.bytes().all(name)
    })
}

/// A web address whose authority has no user information and no part of which is a long unbroken run of letters and digits.
pub(super) fn is_plain_url(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let broken = |text: &str| {
        text.split(|c: char| !c.is_ascii_alphanumeric())
            .all(is_wordlike)
    };
    check("url", value) && !authority.contains('@') && broken(rest)
}

/// Short, or without the mix of letters and digits that tokens have.
fn is_wordlike(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    part.len() < 16 || (digits * 8 <= part.len() && part.len() < 40)
}

/// `/usr/lib/x`, `./a/b.txt`, `C:\x\y`, `a/b/c.ext`, `~/x`: steps of words, none of them long and random.
pub(super) fn is_file_path(value: &str) -> bool {
    let rooted = ["/", "./", "../", "~/", "\\\\"]
        .iter()
        .any(|root| value.starts_with(root));
    let drive = value
        .get(1..3)
        .is_some_and(|mark| matches!(mark, ":\\" | ":/"))
        && value.starts_with(|c: char| c.is_ascii_alphabetic());
    let steps = || value.split(['/', '\\']);
    let ending = steps()
        .next_back()
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(stem, ending)| {
            !stem.is_empty()
                && (1..=5).contains(&ending.len())
                && ending.starts_with(|c: char| c.is_ascii_lowercase())
        });
    let allowed = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '.' | '-' | '_' | ' ' | '@' | '~' | ':' | '*' | '$' | '{' | '}'
            )
    };
    let plain =
        |step: &str| step.chars().all(allowed) && step.split(['.', '-', '_']).all(is_wordlike);
    let count = steps().filter(|step| !step.is_empty()).count();
    // Base64 holds slashes too, but hardly a step of one case throughout.
    let uncased = |step: &str| {
        !step.contains(|c: char| c.is_ascii_uppercase())
            || !step.contains(|c: char| c.is_ascii_digit())
    };
    (count >= 2 || (count == 1 && (rooted || drive)))
        && (rooted || drive || ending)
        && !value.contains("://")
        && steps().all(|step| plain(step) && (uncased(step) || step.len() < 8))
}

/// Three or more names with dots or backslashes between them: packages, classes, members, hosts.
pub(super) fn is_qualified_name(value: &str) -> bool {
    let separator = if value.contains('\\') { r"\" } else { "." };
    // In a literal that is read as it stands, a backslash is doubled.
    let names = || {
        value
            .split(separator)
            .filter(|name| !name.is_empty() || separator == ".")
    };
    let name = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'))
            && text.bytes().filter(u8::is_ascii_digit).count() <= 2
            && case_changes(text) * 3 <= text.len()
    };
    // `\xc2\xa0` behind a word are bytes; a class has a capital.
    let is_class = || {
        names()
            .last()
            .is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    names().count() >= 3
        && value.len() <= 200
        && names().all(name)
        && (separator == "." || is_class())
}

/// How often lower case follows upper or the other way round, beyond one capital at the front.
fn case_changes(text: &str) -> usize {
    let pairs = text.as_bytes().windows(2).skip(1);
    pairs
        .filter(|pair| pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase())
        .count()
}

/// `.class-name`, `#id`, `div.class > a:hover`, `[name=x]`: a selector with at least one mark of selectors and words only.
pub(super) fn is_css_selector(value: &str) -> bool {
    let marks = [
        " > ",
        ":hover",
        ":focus",
        "::before",
        "::after",
        ":not(",
        ":first-child",
        ":last-child",
        ":nth-child",
    ];
    let starts = value.starts_with(['.', '#', '['])
        && value[1..].starts_with(|c: char| c.is_ascii_lowercase())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || b"-_.#[]=\" >:".contains(&byte));
    (starts && value.len() >= 3)
        || (value.len() <= 200 && marks.iter().any(|mark| value.contains(mark)))
}
