//! Forms that a test fills in: `cy.get('#ssn').type('…')`, `fill_in "Last name", with: "…"`, `Input Text    id=ssn    …`.
//!
//! The name is that of a control: a label, an identifier, a selector. What one test fills in is one record.

use super::value::{self, Literal};
use super::{Quoted, is_word};
use crate::extract::literal::{Escapes, unescape};
use crate::extract::{Extraction, FieldOrigin, Labels, RecordId, Repeated, Scheme};
use crate::span::Span;

/// Calls that fill a control in: with its name and the value, or on the control with the value alone.
const VERBS: [&str; 21] = [
    ".type(",
    ".fill(",
    ".sendKeys(",
    ".send_keys(",
    ".SendKeys(",
    ".setValue(",
    ".set_value(",
    ".addValue(",
    ".val(",
    ".typeText(",
    ".enterText(",
    ".performTextInput(",
    ".input_text(",
    ".change(",
    ".set(",
    ">type(",
    ">fill(",
    ">fillField(",
    ".fillField(",
    "fill_in",
    "Input Text",
];

/// How far before a call the name of what it is called on is looked for, and how far the arguments go, in bytes.
const REACH: usize = 160;

/// Fillings that stand further apart than this many bytes belong to different people.
const APART: usize = 600;

/// How many fillings of one text are read.
const MAX_FILLINGS: usize = 20_000;

/// Endings of names that say which kind of control it is, in lower case.
const CONTROLS: [&str; 9] = [
    "textfield",
    "textbox",
    "input",
    "field",
    "element",
    "control",
    "box",
    "txt",
    "edit",
];

/// Reads what a text fills in.
pub(super) fn filled<'t>(text: &'t str, labels: &mut Labels, out: &mut Extraction<'t>) {
    let bytes = text.as_bytes();
    let mut places: Vec<(usize, usize)> = VERBS
        .iter()
        .flat_map(|verb| {
            let found = memchr::memmem::find_iter(bytes, verb.as_bytes());
            found.take(MAX_FILLINGS).map(|at| (at, at + verb.len()))
        })
        .collect();
    places.sort_unstable();
    let mut last: Option<(RecordId, usize)> = None;
    for (verb, after) in places {
        if last.is_some_and(|(_, end)| verb < end) {
            continue;
        }
        let Some((name, literal)) = filling(bytes, verb, after) else {
            continue;
        };
        let Some(name) = text
            .get(name.range())
            .map(control)
            .filter(|name| !name.is_empty())
        else {
            continue;
        };
        let span = Span::new(verb, literal.end);
        let record = match last {
            Some((record, end)) if verb - end < APART => {
                let whole = &mut out.records[record.0].span;
                *whole = Span::new(whole.start, literal.end);
                record
            }
            _ => out.record(None, "", span, Repeated::Yes),
        };
        last = Some((record, literal.end));
        let label = labels.intern(Scheme::Named, name);
        let value = match literal.quoted {
            Quoted::Yes => {
                let quote = bytes[literal.span.start - 1];
                unescape(text, literal.span, quote, Escapes::Backslash).0
            }
            Quoted::No => text[literal.span.range()].into(),
        };
        out.field(record, label, FieldOrigin::Setter, value, literal.span);
    }
}

/// The control and the value of the call whose arguments begin at `after`.
fn filling(bytes: &[u8], verb: usize, after: usize) -> Option<(Span, Literal)> {
    if bytes[verb] == b'I' {
        return columns(bytes, after);
    }
    let mut strings = strings(bytes, after);
    match (strings.next(), strings.last()) {
        (Some(value), None) => Some((called_on(bytes, verb)?, value)),
        // The value may stand first, where a name has letters.
        (Some(first), Some(last)) => {
            let has_letter =
                |it: Literal| bytes[it.span.range()].iter().any(u8::is_ascii_alphabetic);
            match has_letter(first) || !has_letter(last) {
                true => Some((first.span, last)),
                false => Some((last.span, first)),
            }
        }
        (None, _) => None,
    }
}

/// The strings among the arguments of a call, up to its end.
fn strings(bytes: &[u8], from: usize) -> impl Iterator<Item = Literal> {
    let limit = (from + REACH).min(bytes.len());
    let (mut at, mut depth) = (from, 0_usize);
    std::iter::from_fn(move || {
        while at < limit {
            match bytes[at] {
                b'"' | b'\'' | b'`' => {
                    let literal = value::string(bytes, at, Escapes::Backslash)?;
                    at = literal.end;
                    return Some(literal);
                }
                // A pattern that the name of a control matches.
                b'/' => {
                    let rest = &bytes[at + 1..limit];
                    let length = memchr::memchr2(b'/', b'\n', rest)?;
                    let span = Span::new(at + 1, at + 1 + length);
                    at = span.end + 1;
                    return Some(Literal {
                        span,
                        end: at,
                        quoted: Quoted::No,
                    });
                }
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth == 0 => return None,
                b')' | b']' | b'}' => depth -= 1,
                b';' => return None,
                b'\n' if bytes[from..at].iter().all(|&byte| byte != b'(') && depth == 0 => {
                    return None;
                }
                _ => {}
            }
            at += 1;
        }
        None
    })
    .filter(|literal| !literal.span.is_empty())
}

/// What a call is called on: the last string before it, else the variable.
fn called_on(bytes: &[u8], verb: usize) -> Option<Span> {
    let floor = verb.saturating_sub(REACH);
    let statement = bytes[floor..verb]
        .iter()
        .rposition(|byte| *byte == b';')
        .map_or(floor, |at| floor + at + 1);
    let before = &bytes[statement..verb];
    let end = before
        .iter()
        .rposition(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    if let Some(end) = end {
        let start = before[..end]
            .iter()
            .rposition(|&byte| byte == before[end])?;
        return Some(Span::new(statement + start + 1, statement + end));
    }
    let length = before
        .iter()
        .rev()
        .take_while(|&&byte| is_word(byte))
        .count();
    (length > 0).then(|| Span::new(verb - length, verb))
}

/// `    id=ssn    123…`: cells that two blanks separate.
fn columns(bytes: &[u8], from: usize) -> Option<(Span, Literal)> {
    let line_end = memchr::memchr(b'\n', &bytes[from..(from + REACH).min(bytes.len())]);
    let line = Span::new(from, from + line_end?);
    let start = value::skip_blanks(bytes, line.start);
    let gap = memchr::memmem::find(bytes.get(start..line.end)?, b"  ")?;
    let name = Span::new(start, start + gap);
    let span = value::trimmed(bytes, Span::new(name.end, line.end));
    (!span.is_empty()).then_some((
        name,
        Literal {
            span,
            end: line.end,
            quoted: Quoted::No,
        },
    ))
}

/// The name in a selector or an identifier of a control: `ssn` of `input[name="ssn"]`, `#ssn-input`, `id=ssn`, `ssnBox`.
fn control(selector: &str) -> &str {
    let mut name = selector.trim();
    if let Some((_, attribute)) = name.rsplit_once('[') {
        name = attribute.split(']').next().unwrap_or_default();
    }
    if let Some((_, behind)) = name.rsplit_once(['=', ':', '#', '/']) {
        name = behind;
    }
    name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = name.to_ascii_lowercase();
    for ending in CONTROLS {
        if let Some(rest) = lower.strip_suffix(ending).filter(|rest| !rest.is_empty()) {
            return name[..rest.len()].trim_end_matches(['-', '_', ' ']);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let (mut labels, mut out) = (Labels::new(), Extraction::default());
        filled(text, &mut labels, &mut out);
        out.listing(&labels)
    }

    #[test]
    fn controls_are_filled_in() {
        let cases = [
            ("cy.get('#patient-ssn').type('1-2');", "patient-ssn = 1-2"),
            (
                "cy.get('input[name=\"ssn\"]').clear().type('1-2');",
                "ssn = 1-2",
            ),
            ("cy.get('[data-cy=ssn]')\n  .type('1-2')", "ssn = 1-2"),
            ("await page.fill('#ssn', '1-2');", "ssn = 1-2"),
            (
                "page.getByLabel('Date of birth').fill('1-2')",
                "Date of birth = 1-2",
            ),
            (
                "userEvent.type(screen.getByLabelText(/last name/i), 'Roe')",
                "last name = Roe",
            ),
            (
                "fireEvent.change(getByTestId('ssn-input'), { target: { value: '1-2' } });",
                "ssn = 1-2",
            ),
            (
                "driver.findElement(By.id(\"ssn\")).sendKeys(\"1-2\");",
                "ssn = 1-2",
            ),
            (
                "find_element(By.XPATH, \"//input[@id='ssn']\").send_keys(\"1-2\")",
                "ssn = 1-2",
            ),
            ("mrnBox.sendKeys(\"1-2\");", "mrn = 1-2"),
            ("$(\"#memberId\").setValue(\"1-2\");", "memberId = 1-2"),
            ("fill_in \"Last name\", with: \"Roe\"\n", "Last name = Roe"),
            ("fill_in('ssn', with: '1-2')", "ssn = 1-2"),
            ("$browser->type('ssn', '1-2')", "ssn = 1-2"),
            ("->type('1-2', 'ssn')", "ssn = 1-2"),
            ("app.textFields[\"SSN\"].typeText(\"1-2\")", "SSN = 1-2"),
            (
                "tester.enterText(find.byKey(Key('patient_ssn')), '1-2');",
                "patient_ssn = 1-2",
            ),
            ("    Input Text    id=ssn    1-2\n", "ssn = 1-2"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), [expected], "{text}");
        }
        for text in [
            "a.type(b)",
            "x.fill(0)",
            "cy.get('#ssn').click()",
            "fill_in",
            "map.set(k, v)",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_one_test_fills_in_is_one_record() {
        let text = "fill_in 'a', with: 'b'\nfill_in 'c', with: 'd'\n";
        let mut out = Extraction::default();
        filled(text, &mut Labels::new(), &mut out);
        assert_eq!((out.records.len(), out.fields.len()), (1, 2));
    }

    proptest! {
        #[test]
        fn any_text_gives_spans_inside_it(
            text in r#"(\.type\(|fill_in|Input Text|  |"|'|/|\(|\)|,|;|\n|é|a|#|=|\[|\]|"é1"){0,40}"#,
        ) {
            let mut out = Extraction::default();
            filled(&text, &mut Labels::new(), &mut out);
            for field in &out.fields {
                prop_assert!(text.get(field.span.range()).is_some_and(|value| !value.is_empty()));
            }
        }
    }
}
