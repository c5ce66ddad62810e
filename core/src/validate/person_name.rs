//! The shape of a person's name.
//!
//! Sources: HL7 v2.5.1 data type XPN and DICOM PS3.5 value representation PN (`LAST^FIRST^MIDDLE`); customs of English-speaking
//! records (`Last, First M.`). A shape only: whether the words are names is for the lists in [`crate::context`].

/// One to six words of letters with apostrophes, hyphens and dots of initials inside, joined by blanks, one comma
/// (`Last, First`), or carets (`LAST^FIRST^M`). At least one word has two letters; all letters are lower case in no word but
/// a particle (`van`, `de la`), unless the whole name is.
pub(super) fn person_name(text: &str) -> bool {
    let text = text.trim();
    let commas = text.matches(',').count();
    let words = || {
        text.split(['^', ' ', ',', '='])
            .filter(|word| !word.is_empty())
    };
    let count = words().count();
    text.len() <= 120
        && commas <= 2
        && !text.starts_with(',')
        && (1..=6).contains(&count)
        && words().all(is_name_word)
        && words().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        && is_cased_like_a_name(words())
}

fn is_name_word(word: &str) -> bool {
    let inside = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.');
    let doubled = ["--", "''", ".."].iter().any(|mark| word.contains(mark));
    word.starts_with(char::is_alphabetic)
        && !word.ends_with('-')
        && !doubled
        && word.chars().all(inside)
}

fn is_cased_like_a_name<'w>(mut words: impl Iterator<Item = &'w str> + Clone) -> bool {
    let particle = |word: &str| word.chars().count() <= 4;
    let lower = |word: &str| !word.contains(char::is_uppercase);
    // Two changes from lower to upper case inside a word are an identifier's: `MacDonald`, but not `getUserName`.
    let humps = |word: &str| {
        let pairs = word.chars().zip(word.chars().skip(1));
        pairs
            .filter(|(a, b)| a.is_lowercase() && b.is_uppercase())
            .count()
    };
    let starts_lower_then_humps =
        |word: &str| word.starts_with(char::is_lowercase) && humps(word) > 0;
    words
        .clone()
        .all(|word| humps(word) <= 1 && !starts_lower_then_humps(word))
        && (words.clone().all(lower) || words.all(|word| !lower(word) || particle(word)))
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
