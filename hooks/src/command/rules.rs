//! `safeharbor rules list | show | test`.

use std::io::{BufWriter, Write};
use std::path::Path;

use safeharbor_core::{Category, Engine, Expected, Rule, Scratch};

use crate::args::{JudgementArguments, RulesCommand};
use crate::failure::{Failure, Status};
use crate::report::Details;
use crate::reporting::say;
use crate::settings::Judgement;
use crate::terminal::sanitised;

/// Runs one of the three.
///
/// # Errors
///
/// When the configuration is wrong, the rule is unknown, or an example does not hold.
pub(crate) fn rules(command: RulesCommand) -> Result<Status, Failure> {
    match command {
        RulesCommand::List => list(&known_rules()?),
        RulesCommand::Show { id } => show(&known_rules()?, &id),
        RulesCommand::Test { file } => test(file.as_deref()),
    }
}

/// The built-in rules and those of the nearest configuration.
fn known_rules() -> Result<Vec<Rule>, Failure> {
    let judgement = Judgement::nearest(
        Path::new("."),
        &JudgementArguments::default(),
        Details::Brief,
    )?;
    let pack = judgement
        .config()
        .changed(judgement.origin(), safeharbor_patterns::pack())?;
    let mut rules = pack.rules;
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(rules)
}

fn list(rules: &[Rule]) -> Result<Status, Failure> {
    let width = rules
        .iter()
        .map(|rule| rule.id.chars().count())
        .max()
        .unwrap_or(0);
    let mut out = BufWriter::new(std::io::stdout());
    for rule in rules {
        let letter = rule
            .identifier
            .map_or(' ', |identifier| identifier.letter());
        let severity = format!("{:?}", rule.severity).to_lowercase();
        let (id, title) = (sanitised(&rule.id), sanitised(&rule.title));
        writeln!(out, "{id:width$}  {letter}  {severity:8}  {title}")
            .map_err(Failure::of_output)?;
    }
    out.flush().map_err(Failure::of_output)?;
    Ok(Status::Clean)
}

fn show(rules: &[Rule], id: &str) -> Result<Status, Failure> {
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        let near = rules.iter().map(|rule| rule.id.clone());
        return Err(Failure::NoSuchRule {
            id: id.to_owned(),
            near: near.filter(|known| known.contains(id)).take(5).collect(),
        });
    };
    let text = description(rule);
    std::io::stdout()
        .write_all(text.as_bytes())
        .map_err(Failure::of_output)?;
    Ok(Status::Clean)
}

fn description(rule: &Rule) -> String {
    let category = match rule.category() {
        Category::Phi => "protected health information",
        Category::Secret => "secret",
    };
    let identifier = rule
        .identifier
        .map(|identifier| format!("({}) {}", identifier.letter(), identifier.title()));
    let addresses = [&rule.hl7v2, &rule.fhir, &rule.ccda, &rule.x12, &rule.dicom];
    let addresses: Vec<&str> = addresses
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let lines = [
        ("title", rule.title.clone()),
        ("category", category.to_owned()),
        ("severity", format!("{:?}", rule.severity).to_lowercase()),
        ("identifier", identifier.unwrap_or_default()),
        ("citations", rule.citations.join("; ")),
        ("why", rule.why.clone()),
        ("fix", rule.fix.clone()),
        ("keywords", rule.keywords.join(", ")),
        ("fields", rule.fields.join(", ")),
        ("addresses", addresses.join(", ")),
        ("regex", rule.regex.clone().unwrap_or_default()),
        ("value", rule.value.clone().unwrap_or_default()),
        ("validators", rule.validators.join(", ")),
    ];
    let mut text = format!("{}\n", sanitised(&rule.id));
    for (name, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        let mut gap = format!("  {name:<11} ");
        for line in value.trim_end().lines() {
            text.push_str(&format!("{gap}{}\n", sanitised(line)));
            gap = " ".repeat(14);
        }
    }
    text
}

/// Tries the examples: of the rules in `file`, else of all that are known.
fn test(file: Option<&Path>) -> Result<Status, Failure> {
    let (judgement, tried) = match file {
        None => {
            let arguments = JudgementArguments::default();
            (
                Judgement::nearest(Path::new("."), &arguments, Details::Brief)?,
                known_rules()?,
            )
        }
        Some(file) => {
            let arguments = JudgementArguments {
                config: Some(file.to_path_buf()),
                ..JudgementArguments::default()
            };
            let judgement = Judgement::nearest(Path::new("."), &arguments, Details::Brief)?;
            let tried = judgement.config().own_rules.clone();
            (judgement, tried)
        }
    };
    let engine = judgement.engine()?;
    let mut scratch = Scratch::default();
    let (tried, off): (Vec<_>, Vec<_>) = tried.into_iter().partition(|rule| engine.runs(&rule.id));
    let broken: Vec<String> = tried
        .iter()
        .flat_map(|rule| broken_examples(&engine, rule, &mut scratch))
        .collect();
    for line in &broken {
        say(line);
    }
    if !broken.is_empty() {
        return Err(Failure::Examples {
            broken: broken.len(),
        });
    }
    say(&format!("the examples of {} rules hold", tried.len()));
    if !off.is_empty() {
        say(&format!(
            "{} rules were not tried: the profile turns them off",
            off.len()
        ));
    }
    Ok(Status::Clean)
}

fn broken_examples(engine: &Engine, rule: &Rule, scratch: &mut Scratch) -> Vec<String> {
    let documents = match rule.example_documents() {
        Ok(documents) => documents,
        Err(error) => {
            return vec![format!(
                "{}: {}: {}",
                rule.id,
                error.expected.key(),
                error.message
            )];
        }
    };
    let mut broken = Vec::new();
    for example in documents {
        let found = engine.scan(&example.document, scratch);
        let hit = found
            .findings
            .iter()
            .any(|finding| finding.rule.id == rule.id);
        let (id, list, ordinal) = (&rule.id, example.expected.key(), example.ordinal);
        match (example.expected, hit) {
            (Expected::Match, false) => broken.push(format!(
                "{id}: {list} {ordinal}: expected a finding, found none"
            )),
            (Expected::NoMatch, true) => broken.push(format!(
                "{id}: {list} {ordinal}: expected no finding, found one"
            )),
            _ => {}
        }
    }
    broken
}
