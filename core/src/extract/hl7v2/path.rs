//! Components as code names them that builds or reads messages: by their place (`PID.5.1`, `/.PID-5-2`, `pid_3`), or by the
//! names that the standard gives to fields and components (`pid.getPatientName(0).getGivenName()`, HL7 v2.5.1 section 3.4.2 and
//! chapter 2A).

/// Segments about a patient or a relative that code names components of.
pub(super) const SEGMENTS: [&str; 6] = ["PID", "NK1", "GT1", "IN1", "IN2", "MRG"];

/// Fields of PID by name, in lower case and without underscores, with their number and type.
const FIELDS: [(&str, u8, Type); 19] = [
    ("patientid", 2, Type::Id),
    ("patientidentifierlist", 3, Type::Id),
    ("alternatepatientidpid", 4, Type::Id),
    ("alternatepatientid", 4, Type::Id),
    ("patientname", 5, Type::Name),
    ("mothersmaidenname", 6, Type::Name),
    ("datetimeofbirth", 7, Type::Time),
    ("dateofbirth", 7, Type::Time),
    ("patientalias", 9, Type::Name),
    ("patientaddress", 11, Type::Address),
    ("countycode", 12, Type::Id),
    ("phonenumberhome", 13, Type::Phone),
    ("phonenumberbusiness", 14, Type::Phone),
    ("patientaccountnumber", 18, Type::Id),
    ("ssnnumberpatient", 19, Type::Id),
    ("driverslicensenumberpatient", 20, Type::Id),
    ("driverslicensenumber", 20, Type::Id),
    ("mothersidentifier", 21, Type::Id),
    ("patientdeathdateandtime", 29, Type::Time),
];

/// Data types by what their components are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Id,
    Name,
    Time,
    Address,
    Phone,
}

impl Type {
    fn components(self) -> &'static [(&'static str, u8)] {
        match self {
            Self::Id => &[("id", 1), ("idnumber", 1), ("licensenumber", 1)],
            Self::Name => &[
                ("familyname", 1),
                ("surname", 1),
                ("familylastname", 1),
                ("givenname", 2),
                ("secondandfurthergivennamesorinitialsthereof", 3),
                ("middleinitialorname", 3),
            ],
            Self::Time => &[("time", 1), ("timeofanevent", 1)],
            Self::Address => &[
                ("streetaddress", 1),
                ("streetormailingaddress", 1),
                ("otherdesignation", 2),
                ("city", 3),
                ("ziporpostalcode", 5),
            ],
            Self::Phone => &[
                ("telephonenumber", 1),
                ("phonenumber", 1),
                ("emailaddress", 4),
            ],
        }
    }
}

/// What may stand behind the name of a component: its value, as text.
const TAILS: [&str; 7] = [
    "value", "text", "data", "tostring", "trim", "parse", "encode",
];

/// The address, as packs write it, of the component that a chain of names leads to; outermost first.
pub(crate) fn address(names: &[&str]) -> Option<String> {
    let end = names
        .iter()
        .rposition(|name| !TAILS.contains(&plain(name).as_str()))?;
    let names = &names[..=end];
    by_place(names[end]).or_else(|| by_name(names))
}

/// `PID.5.1`, `/PATIENT/PID-5-1`, `pid_5_1`, `PID.F5.R1.C1`, `PID-3(0)-1`: a segment, a field and perhaps a component.
fn by_place(path: &str) -> Option<String> {
    let path = path.rsplit('/').next()?.trim_start_matches('.');
    let (segment, rest) = path.split_at_checked(3)?;
    let segment = SEGMENTS
        .iter()
        .find(|known| known.eq_ignore_ascii_case(segment))?;
    let separator = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '-' | '_'))?;
    let mut places = [0_u16, 1];
    for (at, part) in rest[1..]
        .split(separator)
        .filter(|part| !part.starts_with('R'))
        .enumerate()
    {
        let number = part
            .split(['(', '['])
            .next()?
            .trim_start_matches(['F', 'C']);
        *places.get_mut(at)? = number.parse().ok().filter(|&place| place < 100)?;
    }
    let [field, component] = places;
    Some(format!("{segment}-{field}.{component}"))
}

/// `pid`, `patientName`, `givenName`: a field of PID by name, and perhaps a component of it.
fn by_name(names: &[&str]) -> Option<String> {
    let (at, field, kind) = names.iter().enumerate().rev().find_map(|(at, name)| {
        let name = plain(name);
        let &(_, field, kind) = FIELDS.iter().find(|(known, ..)| *known == name)?;
        Some((at, field, kind))
    })?;
    let is_pid = names[..at].iter().any(|name| plain(name) == "pid") || is_numbered(names[at]);
    let mut component = None;
    for name in &names[at + 1..] {
        let name = plain(name);
        let &(_, place) = kind.components().iter().find(|(known, _)| *known == name)?;
        component = Some(place);
    }
    // Others have names and birth dates, too.
    let is_message = is_pid || field == 3 && component.is_some();
    is_message.then(|| format!("PID-{field}.{}", component.unwrap_or(1)))
}

/// Whether the number stands before the name: `getPid5_PatientName`.
fn is_numbered(name: &str) -> bool {
    getter(name)
        .get(..3)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("pid"))
}

/// A name in lower case, without underscores, without the verb of a getter and without a number before it.
fn plain(name: &str) -> String {
    let name = getter(name);
    let name = match name.split_once('_') {
        Some((number, name)) if number.ends_with(|c: char| c.is_ascii_digit()) => name,
        _ => name,
    };
    name.chars()
        .filter(|c| *c != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

fn getter(name: &str) -> &str {
    let rest = ["get", "Get", "set", "Set"]
        .iter()
        .find_map(|verb| name.strip_prefix(verb));
    rest.filter(|rest| rest.starts_with(char::is_uppercase))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chains_of_names() {
        let cases: [(&[&str], Option<&str>); 22] = [
            (&["PID.5.1"], Some("PID-5.1")),
            (&["msg", "PID", "PID.5", "PID.5.2"], Some("PID-5.2")),
            (&["self", "msg", "PID.19.1", "toString"], Some("PID-19.1")),
            (&["terser", "/.PID-5-1"], Some("PID-5.1")),
            (&["/PATIENT_RESULT/PATIENT/PID-7"], Some("PID-7.1")),
            (&["PID-3(0)-1"], Some("PID-3.1")),
            (&["PID.F5.R1.C1"], Some("PID-5.1")),
            (&["m", "pid", "pid_3", "pid_3_1"], Some("PID-3.1")),
            (&["m", "pid", "patient_name"], Some("PID-5.1")),
            (
                &["pid", "getPatientName", "getFamilyName", "getSurname"],
                Some("PID-5.1"),
            ),
            (
                &["pid", "GetPatientName", "GivenName", "Value"],
                Some("PID-5.2"),
            ),
            (
                &["pid", "getPid5_PatientName", "getXpn2_GivenName"],
                Some("PID-5.2"),
            ),
            (
                &["x", "getPatientIdentifierList", "getIDNumber"],
                Some("PID-3.1"),
            ),
            (
                &[
                    "pid",
                    "getPatientIdentifierList",
                    "getAssigningAuthority",
                    "getNamespaceID",
                ],
                None,
            ),
            (
                &["adt", "PID", "DateTimeOfBirth", "Time", "Value"],
                Some("PID-7.1"),
            ),
            (&["pid", "getPatientAddress", "getCity"], Some("PID-11.3")),
            (&["patient", "getPatientName", "getGivenName"], None),
            (&["patientName"], None),
            (&["PID"], None),
            (&["PID.x"], None),
            (&["pid"], None),
            (&["OBX-5-1"], None),
        ];
        for (names, expected) in cases {
            assert_eq!(address(names).as_deref(), expected, "{names:?}");
        }
    }

    proptest! {
        #[test]
        fn any_names_are_read(names in prop::collection::vec(r"(PID|pid|get|[.\-_/(é0-9FRC]){0,6}", 0..5)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            address(&names);
        }
    }
}
