//! A pack of four rules, and a look at what a scan finds with it.

use std::collections::HashSet;

use safeharbor_core::context::PersonNames;
use safeharbor_core::{
    Document, DocumentReport, Engine, Finding, Lexicon, Options, Pack, Scratch, parse_rules,
};

const RULES: &str = r#"
[[rule]]
id = "phi/ssn"
title = "Social security number"
identifier = "G"
severity = "critical"
fields = ["ssn", "social security number"]
hl7v2 = ["PID-19.1"]
x12 = ["REF*SY-02"]
value = '\d{3}-?\d{2}-?\d{4}'
fix = "Remove it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]

[[rule]]
id = "phi/mrn"
title = "Medical record number"
identifier = "H"
severity = "high"
fields = ["mrn", "patient id"]
hl7v2 = ["PID-3.1"]
dicom = ["(0010,0020)"]
value = '[A-Z]{0,3}\d{4,12}'
fix = "Remove it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]

[[rule]]
id = "phi/name"
title = "Name"
identifier = "A"
severity = "high"
fields = ["patient name"]
hl7v2 = ["PID-5.1", "PID-5.2"]
dicom = ["(0010,0010)"]
fix = "Remove it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]

[[rule]]
id = "secret/password"
title = "Password"
severity = "high"
fields = ["password", "db password"]
value = '\S{8,64}'
fix = "Remove it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]

[[rule]]
id = "secret/acme-token"
title = "Token of Acme"
severity = "high"
keywords = ["acme_"]
regex = 'acme_[a-z0-9]{16}'
public-prefix = "acme_"
fix = "Revoke it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]

[[rule]]
id = "secret/private-key"
title = "Private key"
severity = "critical"
keywords = ["-----begin private key"]
regex = '-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\s]{64,}-----END PRIVATE KEY-----'
reach = 8192
fix = "Revoke it."
examples.match = ["a", "b"]
examples.no-match = ["a", "b"]
"#;

/// A token that the pack's rule finds.
pub(crate) const TOKEN: &str = "acme_q7r2m9x4k1z8w3v6";

/// An engine with the pack.
pub(crate) fn engine() -> Engine {
    let words = |list: &[&str]| {
        list.iter()
            .map(|word| (*word).to_owned())
            .collect::<HashSet<_>>()
    };
    let pack = Pack {
        rules: parse_rules("test.toml", RULES).expect("the pack is right"),
        lexicon: Lexicon {
            person: words(&["patient"]),
            waking: words(&["patient"]),
            ..Lexicon::default()
        },
        language: None,
        names: PersonNames::default(),
    };
    Engine::new(pack, Options::default()).expect("the pack is right")
}

/// Scans a document.
pub(crate) fn scan(path: &str, content: impl AsRef<[u8]>) -> DocumentReport {
    let document = Document::new(path, content.as_ref());
    engine().scan(&document, &mut Scratch::default())
}

/// Each finding as `rule value`, in order.
pub(crate) fn listing(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| format!("{} {}", finding.rule.id, finding.value.reveal());
    findings.iter().map(line).collect()
}

/// What a scan finds, as `rule value`.
pub(crate) fn found(path: &str, content: impl AsRef<[u8]>) -> Vec<String> {
    listing(&scan(path, content).findings)
}
