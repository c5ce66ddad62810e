//! Fields as code numbers them that reads messages: `h['PID'][0][5]`, `msg.segment("PID")[5]`, `pid.getField(5)`.

use super::path::SEGMENTS;

/// How many bytes of an expression are looked at.
const MAX_EXPRESSION: usize = 200;

/// The address, as packs write it, of the field that an expression reads; its first component stands for it.
pub(crate) fn numbered(expression: &str) -> Option<String> {
    if expression.len() > MAX_EXPRESSION {
        return None;
    }
    let segment = |name: &'static str| {
        let at = expression.find(name)?;
        let (before, behind) = (&expression[..at], &expression[at + name.len()..]);
        let quote = before.chars().next_back()?;
        let behind = behind
            .strip_prefix(quote)
            .filter(|_| "\"'".contains(quote))?;
        let mut numbers = numbers(behind);
        // A message has several segments of one name.
        let is_list = behind.starts_with(']') || before.contains("egments");
        let field = numbers.nth(usize::from(is_list))?;
        Some(format!("{name}-{field}.1"))
    };
    SEGMENTS.into_iter().find_map(segment).or_else(|| {
        let (variable, member) = expression.split_once(['.', '-'])?;
        let is_pid = variable.trim_start_matches('$').eq_ignore_ascii_case("pid");
        let member = member.trim_start_matches('>');
        let method = member.split('(').next()?;
        let is_field = ["getField", "GetField", "field", "Fields"].contains(&method);
        let field = numbers(member).next().filter(|_| is_pid && is_field)?;
        Some(format!("PID-{field}.1"))
    })
}

/// The numbers in brackets of an expression.
fn numbers(expression: &str) -> impl Iterator<Item = u8> {
    let parts = expression.split(['[', '(']).skip(1);
    parts.filter_map(|part| {
        let number = part.split([']', ')']).next()?;
        number.trim().parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_by_number() {
        let cases = [
            ("h['PID'][0][5]", Some("PID-5.1")),
            ("str(msg[\"PID\"][0][5][0])", Some("PID-5.1")),
            ("h.segment('PID')[3]", Some("PID-3.1")),
            ("h.segments('NK1')[0][2]", Some("NK1-2.1")),
            ("message.getSegment(\"PID\").getField(19)", Some("PID-19.1")),
            ("m.Segments(\"PID\")[0].Fields(5).Value", Some("PID-5.1")),
            ("$pid->getField(5)", Some("PID-5.1")),
            ("pid.getField(7).toString()", Some("PID-7.1")),
            ("h['PID'][0]", None),
            ("h['PID']", None),
            ("h['OBX'][0][5]", None),
            ("pid.kill(5)", None),
            ("rapid.getField(5)", None),
            ("PIDs[5]", None),
        ];
        for (expression, expected) in cases {
            assert_eq!(numbered(expression).as_deref(), expected, "{expression}");
        }
    }

    proptest! {
        #[test]
        fn any_expression_is_read(expression in r#"(PID|pid|'|"|\[|\]|\(|\)|[0-9]{1,4}|\.|getField|é){0,20}"#) {
            numbered(&expression);
        }
    }
}
