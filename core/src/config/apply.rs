//! What a configuration does to the built-in rules.

use globset::Glob;

use super::Config;
use crate::error::Error;
use crate::rule::Pack;

impl Config {
    /// `pack` with the user's rules added (one with the id of a built-in rule takes its place), other severities set, and
    /// what is disabled taken out. `origin` names the configuration in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] when a change names a rule that does not exist, or a pattern is malformed.
    pub fn changed(&self, origin: &str, mut pack: Pack) -> Result<Pack, Error> {
        let wrong = |message: String| Error::Config {
            origin: origin.to_owned(),
            message,
        };
        for own in &self.own_rules {
            match pack.rules.iter_mut().find(|rule| rule.id == own.id) {
                Some(rule) => rule.clone_from(own),
                None => pack.rules.push(own.clone()),
            }
        }
        for (id, severity) in &self.rules.severity {
            let rule = pack.rules.iter_mut().find(|rule| rule.id == *id);
            let rule =
                rule.ok_or_else(|| wrong(format!("rules.severity: no rule has the id `{id}`")))?;
            rule.severity = *severity;
        }
        for pattern in &self.rules.disable {
            let matcher = Glob::new(pattern)
                .map_err(|error| wrong(format!("rules.disable: `{pattern}`: {}", error.kind())))?
                .compile_matcher();
            let before = pack.rules.len();
            pack.rules.retain(|rule| !matcher.is_match(&rule.id));
            if pack.rules.len() == before {
                return Err(wrong(format!(
                    "rules.disable: no rule has an id like `{pattern}`"
                )));
            }
        }
        Ok(pack)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    const RULES: &str = r#"
        [[rule]]
        id = "phi/one"
        title = "one"
        severity = "high"
        identifier = "R"
        fields = ["one"]
        fix = "none"
        examples.match = ["one = 1234567"]
        examples.no-match = ["two = 1234567"]
    "#;

    fn changed(text: &str) -> Result<Vec<(String, Severity)>, String> {
        let built_in = Config::parse("pack", RULES).expect("a rule").own_rules;
        let pack = Pack {
            rules: built_in,
            ..Pack::default()
        };
        let config = Config::parse("test", text).expect("a configuration");
        match config.changed("test", pack) {
            Ok(pack) => Ok(pack
                .rules
                .into_iter()
                .map(|rule| (rule.id, rule.severity))
                .collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn rules_are_added_replaced_reweighed_and_disabled() {
        let one = |severity| Ok(vec![("phi/one".to_owned(), severity)]);
        assert_eq!(changed(""), one(Severity::High));
        assert_eq!(
            changed("[rules.severity]\n\"phi/one\" = \"low\""),
            one(Severity::Low)
        );
        assert_eq!(changed("[rules]\ndisable = [\"phi/*\"]"), Ok(Vec::new()));
        assert_eq!(
            changed(&RULES.replace("high", "medium")),
            one(Severity::Medium)
        );
        let two = changed(&RULES.replace("phi/one", "phi/two")).map(|rules| rules.len());
        assert_eq!(two, Ok(2));
    }

    #[test]
    fn a_change_to_no_rule_is_an_error() {
        let unknown = changed("[rules]\ndisable = [\"phi/on\"]").expect_err("unknown");
        assert_eq!(
            unknown,
            "test: rules.disable: no rule has an id like `phi/on`"
        );
        let unknown = changed("[rules.severity]\n\"phi/tow\" = \"low\"").expect_err("unknown");
        assert_eq!(
            unknown,
            "test: rules.severity: no rule has the id `phi/tow`"
        );
        assert!(changed("[rules]\ndisable = [\"phi/[\"]").is_err());
    }
}
