//! Safeharbor's built-in rules, on the rule types of `safeharbor-core`.
//!
//! The rules are the `[[rule]]` tables of `packs/**/*.toml`. The build script reads and checks them, and this crate holds
//! the outcome in a compact form, so that a program that starts neither parses TOML nor compiles a regex. This crate
//! knows no file system, no git and no engine.
//!
//! ```
//! use safeharbor_core::{Engine, Options};
//! let pack = safeharbor_patterns::pack();
//! assert!(pack.rules.iter().any(|rule| rule.id == "secret/github-pat"));
//! let engine = Engine::new(pack, Options::default())?;
//! # Ok::<(), safeharbor_core::Error>(())
//! ```

use safeharbor_core::context::{LanguageModel, PersonNames, WordList};
use safeharbor_core::{Pack, Rule};

/// What the build script made of the packs, in postcard's format.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));

/// The language model that the build script trained on the word lists.
static LANGUAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/language.bin"));

/// Every built-in rule, ordered by pack and within a pack as written, with the word lists.
///
/// Unpacks the rules anew at each call, in under half a millisecond; call it once. The word lists are used as they lie in
/// the program and cost nothing.
///
/// # Panics
///
/// Never in a build that passed its tests: the bytes come from the build script of this very crate.
pub fn pack() -> Pack {
    let packed: Pack = postcard::from_bytes(PACKED)
        .expect("the build script packed these bytes from the same types");
    Pack {
        language: language_model(),
        names: person_names(),
        ..packed
    }
}

/// The rules of [`pack`] alone.
pub fn rules() -> Vec<Rule> {
    pack().rules
}

/// Trained on the lists of English words and of words of code, and knowing both; see `packs/words/README.md`.
fn language_model() -> Option<LanguageModel> {
    LanguageModel::new(
        LANGUAGE,
        WordList::new(include_str!("../packs/words/english.txt")),
        WordList::new(include_str!("../packs/words/code.txt")),
    )
}

fn person_names() -> PersonNames {
    PersonNames {
        first: WordList::new(include_str!("../packs/words/first-names.txt")),
        last: WordList::new(include_str!("../packs/words/last-names.txt")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use safeharbor_core::context::NameLikeness;

    #[test]
    fn the_language_model_tells_words_from_random_strings() {
        let language = language_model().expect("the build script trained it");
        for words in [
            "patient_record_number",
            "getAccessTokenFromRequest",
            "swordfish",
        ] {
            assert!(language.looks_random(words) < 0.5, "{words}");
        }
        for random in ["x7Kq9ZtP2mWvB4nR8sLd", "q0w9zk3vx81mfj27"] {
            assert!(language.looks_random(random) > 0.5, "{random}");
        }
    }

    #[test]
    fn the_lists_know_common_names() {
        assert_eq!(person_names().likeness("Maria Garcia"), NameLikeness::Full);
        assert_eq!(person_names().likeness("Parser Token"), NameLikeness::None);
    }
}
