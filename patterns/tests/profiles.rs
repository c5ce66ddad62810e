//! Each profile turns on and off what it says, and every example of health information does in the engine what its rule
//! says of it.

use safeharbor_core::{
    Category, Document, Engine, EvidenceKind, Expected, Options, PROFILES, ReservedPolicy, Rule,
    Scratch,
};

fn engine(profile: &str) -> Engine {
    let options = Options {
        profile: profile.to_owned(),
        ..Options::default()
    };
    Engine::new(safeharbor_patterns::pack(), options).expect("checked by the build script")
}

fn finds(engine: &Engine, rule: &str, document: &Document<'_>) -> bool {
    let report = engine.scan(document, &mut Scratch::default());
    report
        .findings
        .iter()
        .any(|finding| finding.rule.id == rule)
}

/// The first positive example of a rule.
fn example_of(rules: &[Rule], id: &str) -> Document<'static> {
    let rule = rules.iter().find(|rule| rule.id == id).expect("a rule");
    let mut examples = rule
        .example_documents()
        .expect("checked by the build script");
    examples.swap_remove(0).document
}

/// In which profiles rules find their example, in the order of [`PROFILES`].
#[test]
fn each_profile_finds_what_it_says() {
    const ALL_OF_PHI: [bool; 4] = [true, true, true, false];
    const NOT_LIMITED: [bool; 4] = [true, false, true, false];
    const GDPR: [bool; 4] = [false, false, true, false];
    const ALL: [bool; 4] = [true; 4];
    let cases = [
        ("phi/ssn", ALL_OF_PHI),
        ("phi/mrn", ALL_OF_PHI),
        ("phi/name", ALL_OF_PHI),
        ("phi/address", ALL_OF_PHI),
        ("phi/nhs-number", ALL_OF_PHI),
        ("phi/ohip-number", ALL_OF_PHI),
        ("phi/bc-health-number", ALL_OF_PHI),
        ("phi/australian-medicare", ALL_OF_PHI),
        ("phi/australian-ihi", ALL_OF_PHI),
        // 45 CFR 164.514(e)(2) names neither dates nor ages nor ZIP codes.
        ("phi/birth-date", NOT_LIMITED),
        ("phi/date", NOT_LIMITED),
        ("phi/age-over-89", NOT_LIMITED),
        ("phi/zip", NOT_LIMITED),
        ("phi/french-nir", GDPR),
        ("phi/german-tax-id", GDPR),
        ("phi/dutch-bsn", GDPR),
        ("phi/polish-pesel", GDPR),
        ("phi/italian-tax-code", GDPR),
        ("phi/spanish-dni", GDPR),
        ("phi/swedish-personnummer", GDPR),
        ("secret/github-pat", ALL),
    ];
    let rules = safeharbor_patterns::rules();
    for (profile, at) in PROFILES.into_iter().zip(0..) {
        let engine = engine(profile);
        for (rule, found) in cases {
            let document = example_of(&rules, rule);
            assert_eq!(
                finds(&engine, rule, &document),
                found[at],
                "{rule} in {profile}"
            );
        }
    }
}

#[test]
fn every_example_of_phi_does_in_the_engine_what_its_rule_says() {
    let engines = PROFILES.map(|profile| (profile, engine(profile)));
    let mut wrong = Vec::new();
    let rules = safeharbor_patterns::rules();
    for rule in rules.iter().filter(|rule| rule.category() == Category::Phi) {
        let (_, engine) = engines
            .iter()
            .find(|(profile, _)| rule.runs_in(profile))
            .expect("a profile in which the rule runs");
        for example in rule
            .example_documents()
            .expect("checked by the build script")
        {
            if finds(engine, &rule.id, &example.document) != (example.expected == Expected::Match) {
                wrong.push(format!(
                    "{} {} {}",
                    rule.id,
                    example.expected.key(),
                    example.ordinal
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Values that an authority keeps from being given out are nobody's, unless the configuration wants to hear of them.
#[test]
fn reserved_values_are_silent_until_they_are_asked_for() {
    let report = Options {
        reserved: ReservedPolicy::Report,
        ..Options::default()
    };
    let silent = engine("hipaa-safe-harbor");
    let reporting = Engine::new(safeharbor_patterns::pack(), report).expect("checked");
    let number = 1_000_000 + 7_654_321;
    let row = |column: &str, value: &str| format!("mrn,{column}\n{number},{value}\n");
    // Each with a value of the same form that may be somebody's.
    let cases = [
        ("phi/ssn", "ssn", "078-05-1120", format!("{}-05-1121", 217)),
        (
            "phi/phone",
            "phone",
            "212-555-0123",
            format!("{}-664-2345", 212),
        ),
        (
            "phi/email",
            "email",
            "jane@example.org",
            format!("jane@{}.org", "roe-family"),
        ),
        (
            "phi/ip",
            "ip_address",
            "192.0.2.7",
            format!("{}.2.69.142", 81),
        ),
    ];
    for (rule, column, nobodys, somebodys) in cases {
        let find = |engine: &Engine, value: &str| {
            let text = row(column, value);
            let report = engine.scan(
                &Document::new("a.csv", text.as_bytes()),
                &mut Scratch::default(),
            );
            report
                .findings
                .into_iter()
                .find(|finding| finding.rule.id == rule)
        };
        assert!(find(&silent, nobodys).is_none(), "{rule}");
        let somebodys = find(&reporting, &somebodys).expect(rule);
        let nobodys = find(&reporting, nobodys).expect(rule);
        assert!(nobodys.confidence < somebodys.confidence, "{rule}");
        let says_so = |kind| kind == EvidenceKind::ReservedValue;
        assert!(
            nobodys.evidence.iter().any(|reason| says_so(reason.kind)),
            "{rule}"
        );
        assert!(
            !somebodys.evidence.iter().any(|reason| says_so(reason.kind)),
            "{rule}"
        );
    }
}
