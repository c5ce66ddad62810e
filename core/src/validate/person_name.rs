//! The shape of a person's name.
//!
//! Sources: HL7 v2.5.1 data type XPN and DICOM PS3.5 value representation PN (`LAST^FIRST^MIDDLE`); customs of English-speaking
//! records (`Last, First M.`). A shape only: whether the words are names is for the lists in [`crate::context`].

use crate::trim::trim;

/// One to six words of letters with apostrophes, hyphens and dots of initials inside, joined by blanks, one comma
/// (`Last, First`), or carets (`LAST^FIRST^M`). At least one word has two letters; all letters are lower case in no word but
/// a particle (`van`, `de la`), unless the whole name is.
pub(super) fn person_name(text: &str) -> bool {
    let text = trim(text);
    if text.len() > 120 || text.starts_with(',') {
        return false;
    }
    let mut name = Name::default();
    let mut word = Word::default();
    for c in text.chars() {
        let fits = match c {
            '^' | ' ' | ',' | '=' => {
                name.commas += usize::from(c == ',');
                name.add(std::mem::take(&mut word))
            }
            _ => word.add(c),
        };
        if !fits {
            return false;
        }
    }
    name.add(word) && name.is_one()
}

/// A name as far as it was read.
#[derive(Default)]
struct Name {
    commas: usize,
    words: usize,
    /// Whether a word has more than one letter.
    longer_than_initials: bool,
    /// Words that have a capital.
    capitalised: usize,
    /// Words without one that are too long for a particle.
    lower: usize,
}

impl Name {
    /// Adds a word, if it is none of an empty one; false when it is none of a name.
    fn add(&mut self, word: Word) -> bool {
        if word.characters == 0 {
            return true;
        }
        self.words += 1;
        self.longer_than_initials |= word.letters > 1;
        self.capitalised += usize::from(word.has_upper);
        self.lower += usize::from(!word.has_upper && word.characters > 4);
        word.last != '-' && word.humps <= 1 && !(word.starts_lower && word.humps > 0)
    }

    fn is_one(&self) -> bool {
        self.commas <= 2
            && (1..=6).contains(&self.words)
            && self.longer_than_initials
            && (self.capitalised == 0 || self.lower == 0)
    }
}

/// A word of a name as far as it was read.
#[derive(Clone, Copy, Default)]
struct Word {
    characters: usize,
    letters: usize,
    has_upper: bool,
    starts_lower: bool,
    /// Changes from lower to upper case. Two are an identifier's: `MacDonald`, but not `getUserName`.
    humps: usize,
    last: char,
}

impl Word {
    /// Adds a character; false when it does not stand in names, or not here.
    fn add(&mut self, c: char) -> bool {
        let is_letter = c.is_alphabetic();
        let is_first = self.characters == 0;
        let doubled = c == self.last && matches!(c, '-' | '\'' | '.');
        let fits = is_letter || !is_first && !doubled && matches!(c, '\'' | '’' | '-' | '.');
        let is_upper = c.is_uppercase();
        self.characters += 1;
        self.letters += usize::from(is_letter);
        self.has_upper |= is_upper;
        self.starts_lower |= is_first && c.is_lowercase();
        self.humps += usize::from(!is_first && is_upper && self.last.is_lowercase());
        self.last = c;
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn person_name_cases() {
        for right in [
            "Jane Roe",
            "Roe, Jane",
            "Roe, Jane Q.",
            "ROE^JANE^Q",
            "ROE^JANE^Q^JR^DR",
            "Jane",
            "jane roe",
            "Mary-Anne O'Neil",
            "Ludwig van Beethoven",
            "José Núñez",
            "J. R. Roe",
            "MacDonald",
            "de la Cruz, Ana",
            "Roe, Jane, MD",
        ] {
            assert!(person_name(right), "{right}");
        }
        for wrong in [
            "",
            "J",
            "Jane2",
            "getUserName",
            "userName",
            "jane@example.org",
            "Jane_Roe",
            "a,b,c,d",
            "Jane  Roe some words more than six of them",
            "-Jane",
            "Jane--Roe",
            "12345",
            "<name>",
            ", Jane",
            "ROE|JANE",
            "Quarterly results for Jane",
        ] {
            assert!(!person_name(wrong), "{wrong}");
        }
    }
}
