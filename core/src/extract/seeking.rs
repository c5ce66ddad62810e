//! What the name of a function tells that looks something up.

/// Beginnings of the names of functions whose only argument says what to look for, not what something is, in lower case.
const SEEKING: [&str; 24] = [
    "get", "find", "fetch", "load", "read", "open", "lookup", "contains", "starts", "ends", "join",
    "split", "replace", "remove", "delete", "include", "use", "exists", "index", "query", "select",
    "match", "search", "env",
];

/// Whether a function's only argument says what to look for.
pub(crate) fn is_seeking(name: &str) -> bool {
    SEEKING.iter().any(|start| {
        name.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    })
}

/// What a function looks something up by: `LastName` of `findByLastName`, `mrn` of `get_patient_by_mrn`.
pub(crate) fn sought(name: &str) -> Option<&str> {
    let (_, property) = name
        .split_once("_by_")
        .or_else(|| name.split_once("By"))
        .filter(|_| is_seeking(name))?;
    // Anything may have a name: a control, a segment.
    let is_property = property.starts_with(|first: char| first.is_alphabetic())
        && !property.eq_ignore_ascii_case("name");
    is_property.then_some(property)
}

#[cfg(test)]
mod tests {
    use super::sought;

    #[test]
    fn what_is_looked_up_by() {
        let cases = [
            ("findByLastName", Some("LastName")),
            ("get_patient_by_mrn", Some("mrn")),
            ("findByName", None),
            ("getSigningSecret", None),
            ("setByHand", None),
        ];
        for (name, expected) in cases {
            assert_eq!(sought(name), expected, "{name}");
        }
    }
}
