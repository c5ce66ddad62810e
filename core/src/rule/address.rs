//! Addresses of fields in standard formats, as rules write them: `PID-3.1[5=SS]`, `Patient.identifier.value[type=MR]`.

/// A path and the conditions on its qualifiers.
///
/// A condition `name=value` holds when the field carries that qualifier with that value; a trailing `*` in the value
/// matches any rest; `name!=value` holds when it does not.
///
/// ```
/// use safeharbor_core::Address;
/// let address = Address::parse("PID-3.1[5=SS]").unwrap();
/// assert_eq!(address.path, "PID-3.1");
/// assert!(address.holds(&[("5", "SS".into())]));
/// assert!(!address.holds(&[]));
/// assert!(Address::parse("PID-3.1[5").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The path, in the scheme's own notation.
    pub path: String,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    name: String,
    wanted: Wanted,
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Equal,
    Different,
}

impl Address {
    /// Parses an address; `None` when a bracket is not closed or holds no `=`.
    pub fn parse(text: &str) -> Option<Self> {
        let (path, mut rest) = match text.find('[') {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let mut conditions = Vec::new();
        while !rest.is_empty() {
            let (condition, after) = rest.strip_prefix('[')?.split_once(']')?;
            let (name, value) = condition.split_once('=')?;
            let (name, wanted) = match name.strip_suffix('!') {
                Some(name) => (name, Wanted::Different),
                None => (name, Wanted::Equal),
            };
            conditions.push(Condition {
                name: name.to_owned(),
                wanted,
                value: value.to_owned(),
            });
            rest = after;
        }
        (!path.is_empty()).then(|| Self {
            path: path.to_owned(),
            conditions,
        })
    }

    /// Whether every condition holds for a field's qualifiers.
    pub fn holds(&self, qualifiers: &[(&'static str, std::borrow::Cow<'_, str>)]) -> bool {
        self.conditions.iter().all(|condition| {
            let matched = qualifiers
                .iter()
                .any(|(name, value)| *name == condition.name && fits(&condition.value, value));
            matched == (condition.wanted == Wanted::Equal)
        })
    }

    /// The qualifiers that the conditions ask about.
    pub(crate) fn asks(&self) -> impl Iterator<Item = &str> {
        self.conditions
            .iter()
            .map(|condition| condition.name.as_str())
    }

    /// How many conditions there are: of two addresses that hold, the one with more conditions is meant.
    pub fn specificity(&self) -> usize {
        self.conditions.len()
    }
}

fn fits(pattern: &str, value: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => value.starts_with(prefix),
        None => value.eq_ignore_ascii_case(pattern),
    }
}
