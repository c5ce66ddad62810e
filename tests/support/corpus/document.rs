//! Documents with labels: templates whose blanks are filled with made-up values.

use std::ops::Range;

use super::credential::Credentials;
use super::person::Person;

/// A document, and what stands where in it.
pub(crate) struct Labelled {
    /// What the table of results calls the format.
    pub(crate) format: &'static str,
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) labels: Vec<Label>,
}

/// A value in a document.
pub(crate) struct Label {
    /// In bytes.
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier that must be found.
    Phi,
    /// A credential that must be found.
    Secret,
    /// May be found or not: a city, which a state can be larger than.
    Neutral,
}

impl Labelled {
    pub(crate) fn new(format: &'static str, path: impl Into<String>) -> Self {
        Self {
            format,
            path: path.into(),
            text: String::new(),
            labels: Vec::new(),
        }
    }

    /// Adds `template` with its blanks, `«ssn»`, filled from a person and credentials.
    pub(crate) fn fill(
        mut self,
        template: &str,
        person: &Person,
        credentials: &Credentials,
    ) -> Self {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('«') {
            let (blank, after) = after.split_once('»').expect("a closed blank");
            self.text.push_str(before);
            let (kind, value) = value(blank, person, credentials);
            let start = self.text.len();
            self.text.push_str(&value);
            self.labels.push(Label {
                span: start..self.text.len(),
                kind,
            });
            rest = after;
        }
        self.text.push_str(rest);
        self
    }

    /// The text with its values cut out, one line where a value was.
    pub(crate) fn without_values(&self) -> String {
        let mut text = String::new();
        let mut at = 0;
        for label in &self.labels {
            text.push_str(&self.text[at..label.span.start]);
            text.push('\n');
            at = label.span.end;
        }
        text.push_str(&self.text[at..]);
        text
    }
}

fn value(blank: &str, person: &Person, credentials: &Credentials) -> (Kind, String) {
    let (year, month, day) = person.birth;
    let [area, exchange, line] = &person.phone;
    let phi = match blank {
        "first" => person.first.to_owned(),
        "last" => person.last.to_owned(),
        // as SQL writes an apostrophe
        "last''" => person.last.replace('\'', "''"),
        "LAST" => person.last.to_uppercase(),
        "name" => format!("{} {}", person.first, person.last),
        "last, first" => format!("{}, {}", person.last, person.first),
        "ssn" => person.ssn.clone(),
        "ssn9" => person.ssn.replace('-', ""),
        "mrn" => person.mrn.clone(),
        "member" => person.member.clone(),
        "account" => person.account.clone(),
        "birth" => format!("{year}-{month:02}-{day:02}"),
        "birth8" => format!("{year}{month:02}{day:02}"),
        "birth/" => format!("{month:02}/{day:02}/{year}"),
        "phone" => format!("({area}){exchange}-{line}"),
        "phone-" => format!("{area}-{exchange}-{line}"),
        "phone10" => format!("{area}{exchange}{line}"),
        "email" => person.email.clone(),
        "street" => person.street.clone(),
        "zip" => person.zip.clone(),
        "city" => return (Kind::Neutral, person.city.to_owned()),
        _ => return (Kind::Secret, credential(blank, credentials)),
    };
    (Kind::Phi, phi)
}

fn credential(blank: &str, credentials: &Credentials) -> String {
    match blank {
        "github" => credentials.github.clone(),
        "aws-id" => credentials.aws_id.clone(),
        "aws-secret" => credentials.aws_secret.clone(),
        "slack" => credentials.slack.clone(),
        "stripe" => credentials.stripe.clone(),
        "jwt" => credentials.jwt.clone(),
        "password" => credentials.password.clone(),
        "api-key" => credentials.api_key.clone(),
        _ => panic!("no such blank: {blank}"),
    }
}
