//! Persons' names by the lists of them.

use super::word_list::WordList;
use crate::validate;

/// How much of a text is known as a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameLikeness {
    /// Not even the shape of one, or no word of it is known.
    None,
    /// One word is a known first or last name, and others are unknown, or there are none.
    Partial,
    /// A known first name and a known last name, in either order.
    Full,
}

/// The lists of first and last names.
#[derive(Clone, Debug, Default)]
pub struct PersonNames {
    /// First names.
    pub first: WordList,
    /// Last names.
    pub last: WordList,
}

impl PersonNames {
    /// Judges a whole value: `Jane Roe`, `Roe, Jane Q.`, `ROE^JANE`. Titles and initials do not count. Prose and columns
    /// without a header need it; a field that is named as a name does not.
    pub fn likeness(&self, text: &str) -> NameLikeness {
        if !validate::find("person-name").is_some_and(|shape| (shape.check)(text)) {
            return NameLikeness::None;
        }
        let (mut words, mut first, mut last, mut both) = (0, 0, 0, 0);
        for word in text
            .split(['^', ' ', ',', '-', '\'', '.'])
            .filter(|word| is_counted(word))
        {
            words += 1;
            match (self.first.contains(word), self.last.contains(word)) {
                (true, true) => both += 1,
                (true, false) => first += 1,
                (false, true) => last += 1,
                (false, false) => {}
            }
        }
        let known = first + last + both;
        let covers = first.min(1) + last.min(1) + both >= 2;
        match known {
            0 => NameLikeness::None,
            _ if words >= 2 && covers => NameLikeness::Full,
            _ => NameLikeness::Partial,
        }
    }
}

/// Initials, titles and degrees say nothing.
fn is_counted(word: &str) -> bool {
    let titles = [
        "mr", "mrs", "ms", "dr", "md", "jr", "sr", "ii", "iii", "iv", "phd", "rn", "do", "prof",
    ];
    word.len() > 1 && !titles.iter().any(|title| title.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_cases() {
        let names = PersonNames {
            first: WordList::new("jane\njordan\nmary\n"),
            last: WordList::new("jordan\nroe\nsmith\n"),
        };
        for (text, likeness) in [
            ("Jane Roe", NameLikeness::Full),
            ("ROE^JANE^Q", NameLikeness::Full),
            ("Roe, Jane Q., MD", NameLikeness::Full),
            ("Mary-Jane Smith", NameLikeness::Full),
            ("Jordan Jordan", NameLikeness::Full),
            ("Mr. Jordan", NameLikeness::Partial),
            ("Jane Quux", NameLikeness::Partial),
            ("jane", NameLikeness::Partial),
            ("Quux Frob", NameLikeness::None),
            ("jane.roe@example.org", NameLikeness::None),
            ("", NameLikeness::None),
        ] {
            assert_eq!(names.likeness(text), likeness, "{text}");
        }
    }
}
