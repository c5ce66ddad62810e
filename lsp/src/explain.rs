//! A finding in words: what it is, why it counts, what the law or the standard says, and what to do. Never the value.

use safeharbor_core::{Evidence, Finding, Rule, Severity};

/// Where the pages of the built-in rules are.
const RULE_PAGE: &str = concat!(
    env!("CARGO_PKG_REPOSITORY"),
    "/blob/main/docs/built-in-rules.md"
);

/// How many reasons a hover lists.
const MOST_REASONS: usize = 6;

/// The web address of a rule's page: headings become anchors without their slashes.
pub(crate) fn rule_page(id: &str) -> String {
    let anchor: String = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    format!("{RULE_PAGE}#{anchor}")
}

/// What a rule cites, its Safe Harbor identifier first.
pub(crate) fn citations(rule: &Rule) -> Vec<String> {
    let identifier = rule.identifier.map(safeharbor_core::Identifier::citation);
    let mut all: Vec<String> = identifier.into_iter().collect();
    for citation in &rule.citations {
        if !all.contains(citation) {
            all.push(citation.clone());
        }
    }
    all
}

/// One line: what it is, and the first citation.
pub(crate) fn line(rule: &Rule) -> String {
    match citations(rule).first() {
        Some(citation) => format!("{} ({citation})", rule.title),
        None => rule.title.clone(),
    }
}

/// What hover shows, in Markdown. `companions` are other findings of the same record.
pub(crate) fn markdown(finding: &Finding, companions: &[&Finding]) -> String {
    let rule = &finding.rule;
    let mut text = format!(
        "**{}** · {} · {:.0} % sure\n\n",
        capitalised(&rule.title),
        severity(rule.severity),
        // Nothing is certain.
        (finding.confidence * 100.0).min(99.0)
    );
    if !rule.why.is_empty() {
        text.push_str(&format!("{}\n\n", rule.why));
    }
    text.push_str("Why it counts:\n");
    for reason in finding.evidence.iter().take(MOST_REASONS) {
        text.push_str(&format!("- {}\n", reason_line(reason)));
    }
    if let Some(together) = together(companions) {
        text.push_str(&format!("- it stands in one record with {together}\n"));
    }
    text.push_str(&format!("\nTo do: {}\n\n", rule.fix));
    let cited = citations(rule);
    if !cited.is_empty() {
        text.push_str(&format!("{}\n\n", cited.join(" · ")));
    }
    text.push_str(&format!("[{}]({})", rule.id, rule_page(&rule.id)));
    text
}

/// `name, birth date and member number`, each kind once; `None` for nothing.
fn together(companions: &[&Finding]) -> Option<String> {
    let mut titles: Vec<&str> = Vec::new();
    for finding in companions {
        if !titles.contains(&finding.rule.title.as_str()) {
            titles.push(&finding.rule.title);
        }
    }
    let (last, before) = titles.split_last()?;
    Some(if before.is_empty() {
        (*last).to_owned()
    } else {
        format!("{} and {last}", before.join(", "))
    })
}

fn reason_line(evidence: &Evidence) -> String {
    let reason = evidence.kind.reason();
    if evidence.weight < 0.0 {
        format!("but {reason}")
    } else {
        reason.to_owned()
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use safeharbor_core::{Document, Engine, Options, Scratch};

    #[test]
    fn a_finding_in_words_without_its_value() {
        let engine = Engine::new(safeharbor_patterns::pack(), Options::default()).expect("rules");
        let value = ["536", "22", "1840"].join("-");
        let text = format!(
            "patient = {{'ssn': '{value}', 'birth_date': '1961-07-14', 'mrn': '00482913'}}\n"
        );
        let document = Document::new("a.py", text.as_bytes().to_vec());
        let report = engine.scan(&document, &mut Scratch::default());
        let ssn = report
            .findings
            .iter()
            .find(|finding| finding.rule.id == "phi/ssn");
        let ssn = ssn.expect("found");
        let companions: Vec<_> = report
            .findings
            .iter()
            .filter(|other| other.span != ssn.span)
            .collect();
        let text = markdown(ssn, &companions);
        assert!(!text.contains(&value));
        for part in [
            "% sure",
            "Why it counts:\n- ",
            "To do: ",
            "45 CFR 164.514(b)(2)(i)(G)",
            "#phissn)",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(!companions.is_empty(), text.contains("in one record with"));
    }
}
