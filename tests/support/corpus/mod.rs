//! A labelled corpus, made anew at every run: documents in the formats that software commits, full of made-up people and
//! credentials whose places are known, and documents without any.

mod clean;
mod code;
mod credential;
mod document;
mod draw;
mod health;
mod person;
mod settings;
mod shape;

pub(crate) use document::{Kind, Labelled};

use credential::Credentials;
use draw::Draw;
use person::Person;

/// What the results call a format, the path of its documents, and the templates.
const FORMATS: [(&str, &str, &[&str]); 31] = [
    ("HL7 v2", "fixtures/adt.hl7", &health::HL7V2),
    ("FHIR JSON", "fixtures/patient.json", &health::FHIR_JSON),
    ("FHIR XML", "fixtures/patient.xml", &health::FHIR_XML),
    ("C-CDA", "fixtures/summary.xml", &health::CCDA),
    ("X12", "fixtures/claim.x12", &health::X12),
    ("CSV", "export/patients.csv", &health::CSV),
    ("SQL", "db/seed.sql", &settings::SQL),
    ("JSON", "config/data.json", &settings::JSON),
    ("YAML", "config/data.yaml", &settings::YAML),
    (".env", "deploy/.env", &settings::ENV),
    ("log", "var/app.log", &settings::LOG),
    ("Java", "src/test/java/PatientTest.java", &code::JAVA),
    ("Python", "tests/test_patient.py", &code::PYTHON),
    ("C#", "Tests/PatientTests.cs", &code::CSHARP),
    ("Go", "admit/patient_test.go", &code::GO),
    ("TypeScript", "src/patient.ts", &code::TYPESCRIPT),
    ("rows in tests", "match/match_test.go", &shape::GO),
    ("rows in tests", "tests/test_match.py", &shape::PYTHON),
    ("rows in tests", "src/match.test.ts", &shape::TYPESCRIPT),
    ("rows in tests", "Tests/MatchTests.cs", &shape::CSHARP),
    ("forms in tests", "spec/intake_spec.rb", &shape::RUBY),
    ("forms in tests", "cypress/intake.cy.js", &shape::FORMS),
    ("fields of messages", "src/AdmitTest.java", &shape::HL7_JAVA),
    ("fields of messages", "channel/admit.js", &shape::HL7_SCRIPT),
    ("fields of messages", "export/dataset.py", &shape::TAGS),
    ("rows in tests", "data/patients.R", &shape::FRAMES),
    ("rows in tests", "spec/MatchSpec.groovy", &shape::BARS),
    ("blocks in text", "docs/api.md", &shape::MARKDOWN),
    // by content alone
    ("HL7 v2, no name", "fixtures/message", &health::HL7V2),
    ("instruments", "fixtures/results.txt", &health::ASTM),
    ("HL7 v2", "channels/admit.xml", &health::CHANNEL),
];

/// Every template, filled anew.
pub(crate) fn labelled(seed: u64) -> Vec<Labelled> {
    let mut draw = Draw::new(seed);
    let mut documents = Vec::new();
    for (format, path, templates) in FORMATS {
        for template in templates {
            let (person, credentials) = (Person::new(&mut draw), Credentials::new(&mut draw));
            documents.push(Labelled::new(format, path).fill(template, &person, &credentials));
        }
    }
    documents
}

/// Documents in which nothing is to be found.
pub(crate) fn clean(seed: u64) -> Vec<Labelled> {
    clean::documents(&mut Draw::new(seed))
}
