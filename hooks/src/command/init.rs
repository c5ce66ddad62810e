//! `safeharbor init`.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::failure::{Failure, Status};
use crate::reporting::say;

/// The configuration that is written: everything is a comment, so that it changes nothing until somebody edits it.
const TEMPLATE: &str = include_str!("safeharbor.toml");

/// Writes `safeharbor.toml` into the current folder.
///
/// # Errors
///
/// When the file is there already or cannot be written.
pub(crate) fn init() -> Result<Status, Failure> {
    let path = Path::new(safeharbor_core::CONFIG_NAME);
    let created = OpenOptions::new().write(true).create_new(true).open(path);
    let written = created.and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    match written {
        Ok(()) => {
            say("safeharbor.toml written; commit it, so that hooks find it in the index");
            Ok(Status::Clean)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Failure::Exists {
            path: path.to_path_buf(),
            advice: "edit it, or move it away first".to_owned(),
        }),
        Err(source) => Err(Failure::File {
            path: path.to_path_buf(),
            source,
        }),
    }
}

#[cfg(test)]
mod tests {
    use safeharbor_core::Config;

    use super::TEMPLATE;

    #[test]
    fn the_template_is_valid_as_it_is_and_with_every_key_switched_on() {
        assert_eq!(
            Config::parse("template", TEMPLATE).expect("valid"),
            Config::default()
        );
        let on: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line).to_owned() + "\n")
            .collect();
        let config = Config::parse("template", &on).expect("valid");
        assert!(
            config.profile.is_some() && config.min_severity.is_some() && config.baseline.is_some()
        );
        assert_eq!((config.allow.len(), config.own_rules.len()), (1, 1));
    }
}
