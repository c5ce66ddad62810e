//! SARIF 2.1.0, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>, as far as findings need it.
//!
//! The types are our own: the part of the format that is used here is small, and generating all of it costs more build time
//! than the rest of this crate. Results are written as they come, and the rules that they name after them; the order of an
//! object's keys carries no meaning.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use safeharbor_core::{DocumentReport, Finding, LogicalPath, Rule, Severity};
use serde::Serialize;

use super::{Report, Totals, citations, json_text};

/// Code scanning services reject a run with more results.
/// <https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit>
const MOST_RESULTS: usize = 25_000;

/// What stays as it is in the path of a URI: RFC 3986, section 2.3 (unreserved), and the slash.
const NOT_IN_URI: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The SARIF report.
#[derive(Default)]
pub(super) struct Sarif {
    rules: Vec<Arc<Rule>>,
    rule_at: HashMap<String, usize>,
    results: usize,
    left_out: usize,
    head_written: bool,
}

impl Report for Sarif {
    fn document(
        &mut self,
        _: &LogicalPath,
        found: &DocumentReport,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.head(out)?;
        for finding in &found.findings {
            if self.results == MOST_RESULTS {
                self.left_out += 1;
                continue;
            }
            out.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
            let index = self.rule_index(&finding.rule);
            json_text::write(out, &SarifResult::new(finding, index))?;
            self.results += 1;
        }
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        self.head(out)?;
        out.write_all(b"\n],\"columnKind\":\"unicodeCodePoints\",\"tool\":")?;
        json_text::write(out, &Tool::new(&self.rules))?;
        out.write_all(b",\"invocations\":")?;
        json_text::write(out, &[Invocation::new(totals, self.left_out)])?;
        out.write_all(b"}]}\n")
    }
}

impl Sarif {
    fn head(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.head_written {
            return Ok(());
        }
        self.head_written = true;
        out.write_all(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"results\":[",
        )
    }

    fn rule_index(&mut self, rule: &Arc<Rule>) -> usize {
        let next = self.rules.len();
        let index = *self.rule_at.entry(rule.id.clone()).or_insert(next);
        if index == next {
            self.rules.push(Arc::clone(rule));
        }
        index
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'f> {
    rule_id: &'f str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    partial_fingerprints: Fingerprints<'f>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    byte_offset: usize,
    byte_length: usize,
}

/// `primaryLocationLineHash` is the one that code scanning services tell repeated results by.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints<'f> {
    primary_location_line_hash: &'f str,
}

impl<'f> SarifResult<'f> {
    fn new(finding: &'f Finding, rule_index: usize) -> Self {
        let text = format!(
            "{}: {}. {}",
            finding.rule.title,
            finding.value.redacted(),
            finding.rule.fix
        );
        Self {
            rule_id: &finding.rule.id,
            rule_index,
            level: level(finding.rule.severity),
            message: Message { text },
            locations: [Location {
                physical_location: PhysicalLocation {
                    artifact_location: ArtifactLocation {
                        uri: uri(&finding.path),
                    },
                    region: Region {
                        start_line: finding.start.line,
                        start_column: finding.start.column,
                        end_line: finding.end.line,
                        end_column: finding.end.column,
                        byte_offset: finding.span.start,
                        byte_length: finding.span.len(),
                    },
                },
            }],
            partial_fingerprints: Fingerprints {
                primary_location_line_hash: &finding.fingerprint.0,
            },
        }
    }
}

/// A relative reference, RFC 3986: `./` is dropped, since services match paths from the root.
fn uri(path: &LogicalPath) -> String {
    let path = path.as_str();
    utf8_percent_encode(path.strip_prefix("./").unwrap_or(path), NOT_IN_URI).to_string()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

#[derive(Serialize)]
struct Tool<'r> {
    driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'r> {
    name: &'static str,
    version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'r> {
    id: &'r str,
    short_description: Message,
    full_description: Message,
    help: Message,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    /// The scale of CVSS, by which code scanning services rank.
    #[serde(rename = "security-severity")]
    security_severity: &'static str,
    tags: Vec<String>,
}

impl<'r> Tool<'r> {
    fn new(rules: &'r [Arc<Rule>]) -> Self {
        Self {
            driver: Driver {
                name: "Safeharbor",
                version: env!("CARGO_PKG_VERSION"),
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                rules: rules.iter().map(|rule| Descriptor::new(rule)).collect(),
            },
        }
    }
}

impl<'r> Descriptor<'r> {
    fn new(rule: &'r Rule) -> Self {
        let why = if rule.why.is_empty() {
            &rule.title
        } else {
            &rule.why
        };
        let category = match rule.category() {
            safeharbor_core::Category::Phi => "phi",
            safeharbor_core::Category::Secret => "secret",
        };
        // Ten tags are shown, twenty are taken.
        let tags = ["security".to_owned(), category.to_owned()];
        Self {
            id: &rule.id,
            short_description: Message {
                text: rule.title.clone(),
            },
            full_description: Message { text: why.clone() },
            help: Message {
                text: rule.fix.clone(),
            },
            default_configuration: Configuration {
                level: level(rule.severity),
            },
            properties: Properties {
                security_severity: match rule.severity {
                    Severity::Critical => "9.5",
                    Severity::High => "8.0",
                    Severity::Medium => "5.5",
                    Severity::Low => "3.0",
                },
                tags: tags.into_iter().chain(citations(rule)).take(10).collect(),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

impl Invocation {
    fn new(totals: &Totals, left_out: usize) -> Self {
        let unreadable = totals.unreadable_named.iter().map(|named| ("error", named));
        let limited = totals.limits_named.iter().map(|named| ("warning", named));
        let mut notifications: Vec<Notification> = unreadable
            .chain(limited)
            .map(|(level, (path, reason))| Notification {
                level,
                message: Message {
                    text: format!("{path}: {reason}"),
                },
            })
            .collect();
        if left_out > 0 {
            notifications.push(Notification {
                level: "warning",
                message: Message {
                    text: format!(
                        "{left_out} more results were left out: a run holds at most {MOST_RESULTS}"
                    ),
                },
            });
        }
        Self {
            execution_successful: totals.unreadable == 0,
            tool_execution_notifications: notifications,
        }
    }
}

#[cfg(test)]
mod tests {
    use safeharbor_core::LogicalPath;

    use super::super::{Details, Format, Report, Totals, fixture};
    use super::{MOST_RESULTS, Sarif, uri};

    #[test]
    fn a_run_with_results_and_their_rules() {
        let text = fixture::written(Format::Sarif, Details::default());
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("JSON"));
    }

    #[test]
    fn results_past_the_limit_are_counted() {
        let mut report = Sarif::default();
        let mut out = Vec::new();
        let (path, found) = (LogicalPath::new("a"), fixture::token());
        for _ in 0..MOST_RESULTS + 7 {
            report.document(&path, &found, &mut out).expect("written");
        }
        report
            .finish(&Totals::default(), &mut out)
            .expect("written");
        let value: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        let run = &value["runs"][0];
        assert_eq!(run["results"].as_array().map(Vec::len), Some(MOST_RESULTS));
        let note = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(note.as_str().is_some_and(|text| text.starts_with("7 more")));
    }

    #[test]
    fn paths_are_relative_references() {
        let cases = [
            ("./a b/c.txt", "a%20b/c.txt"),
            ("é%FF#?", "%C3%A9%25FF%23%3F"),
        ];
        for (path, expected) in cases {
            assert_eq!(uri(&LogicalPath::new(path)), expected);
        }
    }
}
