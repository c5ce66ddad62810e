//! The element names that give a path its beginning (HL7 CDA R2, Refined Message Information Model).

/// Participations, and the parameters of a query for patients (IHE ITI-47): the outermost one on the way to a value begins the
/// value's path.
const PARTICIPATIONS: &[&str] = &[
    "authenticator",
    "author",
    "consumable",
    "custodian",
    "dataEnterer",
    "documentationOf",
    "encompassingEncounter",
    "informant",
    "informationRecipient",
    "legalAuthenticator",
    "livingSubjectBirthTime",
    "livingSubjectId",
    "livingSubjectName",
    "mothersMaidenName",
    "participant",
    "patientAddress",
    "patientTelecom",
    "performer",
    "product",
    "recordTarget",
    "responsibleParty",
    "specimen",
    "subject",
];

/// Clinical statements and the document: values outside any participation are named from the nearest.
const STATEMENTS: &[&str] = &[
    "ClinicalDocument",
    "act",
    "encounter",
    "observation",
    "observationMedia",
    "organizer",
    "procedure",
    "relatedDocument",
    "substanceAdministration",
    "supply",
];

/// Elements that say nothing about anybody.
const SILENT: &[&str] = &[
    "templateId",
    "typeId",
    "realmCode",
    "confidentialityCode",
    "languageCode",
];

/// Attributes that hold a value.
pub(super) const VALUES: &[&str] = &["extension", "value", "displayName", "code"];

/// What an element is to the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Participation,
    Statement,
    Silent,
    Other,
}

/// The role of an element by its name.
pub(super) fn role(name: &str) -> Role {
    let is = |names: &[&str]| names.binary_search(&name).is_ok();
    if is(PARTICIPATIONS) {
        Role::Participation
    } else if is(STATEMENTS) {
        Role::Statement
    } else if SILENT.contains(&name) {
        Role::Silent
    } else {
        Role::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(PARTICIPATIONS.is_sorted());
        assert!(STATEMENTS.is_sorted());
        assert_eq!(role("recordTarget"), Role::Participation);
    }
}
