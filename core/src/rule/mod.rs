//! Rules: what to look for, as data.
//!
//! [`Rule`] is what authors write, in the built-in packs and in a user's configuration alike. The set of all of
//! them, checked and indexed for the scan, is in `set`.

mod address;
mod check;
mod compiled;
mod example;
mod identifier;
mod keyword;
mod load;
mod meaning;
mod name;
pub(crate) mod needed;
mod pack;
mod set;
mod shape;

pub use address::Address;
pub(crate) use compiled::Compiled;
pub use example::{ExampleDocument, ExampleError, Expected};
pub use identifier::Identifier;
pub(crate) use keyword::Wakes;
pub(crate) use load::rules_from_tables;
pub use load::{check_distinct_ids, parse_rules};
pub(crate) use meaning::Meaning;
pub(crate) use name::{Words, words};
pub use pack::Pack;
pub(crate) use set::{RuleIndex, RuleSet};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::finding::{Category, Severity};

/// How much the name of a field alone says.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Counts only in a record that something strong or several other fields make a patient's: `name`, `city`, `date`.
    Weak,
    /// Counts where health words or other fields of a person stand near: `dob`, `account number`.
    Medium,
    /// Stands for itself: `ssn`, `mrn`, `ghp_…`.
    #[default]
    Strong,
}

impl Strength {
    /// What a name says that also names a patient: `patient_member_id`, `insured_email`.
    pub(crate) fn raised(self) -> Self {
        match self {
            Self::Weak => Self::Medium,
            Self::Medium | Self::Strong => Self::Strong,
        }
    }
}

/// A rule as authors write it. DESIGN: one table in one TOML pack, with its examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// `phi/…` or `secret/…`; the part before the slash is the category.
    pub id: String,
    /// What it is, in a few words, for people.
    pub title: String,
    /// How bad a true finding is.
    pub severity: Severity,
    /// Which Safe Harbor identifier a PHI rule is about.
    #[serde(default)]
    pub identifier: Option<Identifier>,
    /// How much a matching field name alone says.
    #[serde(default)]
    pub strength: Strength,
    /// Lower-case texts of at least three bytes, one of which stands near every match of `regex`.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Finds values in running text around a keyword. Group `value` (or `value2`, in another
    /// alternative), else the whole match, is the value.
    #[serde(default)]
    pub regex: Option<String>,
    /// Names that people give to fields with such values, in lower-case words: `member id`. Case, `_`, `-` and camelCase
    /// of the document do not matter.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Names as in `fields` that count where health words or other fields of a person stand near (`member id`).
    #[serde(default)]
    pub medium_fields: Vec<String>,
    /// Names as in `fields` that say too little by themselves (`name`, `city`, `date`): they count only in a record that
    /// something else makes a patient's.
    #[serde(default)]
    pub weak_fields: Vec<String>,
    /// Names of validators that the values of a column without a header must pass for the column to hold such values;
    /// `first-or-last-name` asks the lists of names.
    #[serde(default)]
    pub columns: Vec<String>,
    /// HL7 v2 addresses: `PID-3.1`, `PID-3.1[5=SS]`.
    #[serde(default)]
    pub hl7v2: Vec<String>,
    /// FHIR addresses: `Patient.identifier.value[type=MR]`.
    #[serde(default)]
    pub fhir: Vec<String>,
    /// C-CDA addresses: `recordTarget/patientRole/id@extension[root=2.16.840.1.113883.4.1]`.
    #[serde(default)]
    pub ccda: Vec<String>,
    /// X12 addresses: `NM1*IL-09[08=MI]`.
    #[serde(default)]
    pub x12: Vec<String>,
    /// DICOM tags: `(0010,0020)`.
    #[serde(default)]
    pub dicom: Vec<String>,
    /// The shape of a field's whole value (anchored at both ends by the engine). Without it any value that is not empty
    /// and no placeholder counts.
    #[serde(default)]
    pub value: Option<String>,
    /// Names of validators, see [`crate::validate`]. In a field that names the value, and for a value with a public prefix,
    /// a failed one lowers confidence; any other bare shape it rejects.
    #[serde(default)]
    pub validators: Vec<String>,
    /// For generic secrets: judge the value by how random it looks.
    #[serde(default)]
    pub random: Randomness,
    /// Words one of which must stand near a match of `regex` (on its line or the one before) for the match to count; empty
    /// when the shape says enough.
    #[serde(default)]
    pub context: Vec<String>,
    /// How many bytes after a keyword a match of `regex` may end, where the usual few hundred are too few: key blocks.
    #[serde(default)]
    pub reach: Option<usize>,
    /// Text that every value starts with and that may be shown: `ghp_`.
    #[serde(default)]
    pub public_prefix: String,
    /// A regex that the logical path must match, for rules about files of one name.
    #[serde(default)]
    pub path: Option<String>,
    /// Profiles in which the rule is off or that alone turn it on; see [`Profiles`].
    #[serde(default)]
    pub profiles: Profiles,
    /// Law, standard or weakness that makes this matter: `45 CFR 164.514(b)(2)(i)(G)`, `CWE-798`.
    #[serde(default)]
    pub citations: Vec<String>,
    /// Why it matters, in one sentence.
    #[serde(default)]
    pub why: String,
    /// What to do about it, in one sentence.
    pub fix: String,
    /// Texts that the rule must and must not find something in.
    pub examples: Examples,
}

/// Whether a value must look random to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Randomness {
    /// The shape says enough.
    #[default]
    Ignored,
    /// Looking random raises, looking like words lowers: passwords.
    Weighed,
    /// A value that looks like words or an identifier does not count: keys and tokens without a prefix.
    Required,
}

/// What becomes of values that are documented never to be anyone's: 078-05-1120, `example.com`, the networks for documentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReservedPolicy {
    /// They are passed over, in every profile.
    #[default]
    Silent,
    /// They count with less confidence, and the evidence says what they are: for data that must hold no identifier of any form.
    Report,
}

/// The profiles that there are: the identifiers of 45 CFR 164.514(b)(2), those of 164.514(e) for a limited data set, Safe
/// Harbor with the national numbers of European countries, and no protected health information at all.
pub const PROFILES: [&str; 4] = [
    "hipaa-safe-harbor",
    "hipaa-limited-data-set",
    "gdpr",
    SECRETS_ONLY,
];

/// The profile in which no rule about protected health information runs, whatever the rule says.
const SECRETS_ONLY: &str = "secrets-only";

/// In which profiles a rule runs. Empty lists: in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profiles {
    /// Runs only in these.
    #[serde(default)]
    pub only: Vec<String>,
    /// Does not run in these.
    #[serde(default)]
    pub except: Vec<String>,
}

/// Positive and negative examples of a rule, in shapes that people really write.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Examples {
    /// Each holds at least one finding of this rule.
    #[serde(rename = "match")]
    pub matches: Vec<Example>,
    /// None holds a finding of this rule.
    pub no_match: Vec<Example>,
}

/// A text to try a rule on. `{{…}}` in it are generators (see `rule/example.rs`), so that no example holds a real-looking
/// secret that other scanners would stumble over: `{{base62:36}}`, `{{digits:9}}`, `{{hex:40}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Example {
    /// Tried as a document named `example.txt`.
    Text(String),
    /// Tried under a path, so that the format and language are known.
    Document {
        /// The text.
        text: String,
        /// The logical path: `src/main.py`.
        path: String,
    },
}

impl Rule {
    /// The category, by the first part of the id; anything but `phi/` is a secret.
    pub fn category(&self) -> Category {
        if self.id.starts_with("phi/") {
            Category::Phi
        } else {
            Category::Secret
        }
    }

    /// The names of its fields, and how much each says.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, Strength)> {
        let names = [
            (&self.fields, self.strength),
            (&self.medium_fields, Strength::Medium),
            (&self.weak_fields, Strength::Weak),
        ];
        names
            .into_iter()
            .flat_map(|(names, strength)| names.iter().map(move |name| (name.as_str(), strength)))
    }

    /// What is wrong with the value of `key`, in a rule that was put together by a program.
    fn wrong(&self, key: &str, message: &str) -> Error {
        Error::Rule {
            origin: "rules".to_owned(),
            rule: self.id.clone(),
            key: key.to_owned(),
            message: message.to_owned(),
        }
    }

    /// Whether the rule runs in the profile of that name.
    pub fn runs_in(&self, profile: &str) -> bool {
        if profile == SECRETS_ONLY && self.category() == Category::Phi {
            return false;
        }
        let Profiles { only, except } = &self.profiles;
        let named = |names: &[String]| names.iter().any(|name| name == profile);
        (only.is_empty() || named(only)) && !named(except)
    }
}
