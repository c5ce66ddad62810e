//! The reader of one format, at once and in windows.

use safeharbor::extract::reading::{assert_sound, listing_in_windows};
use safeharbor::extract::specimens::{FORMATS, Format};

use crate::Target;

/// The forms of the format that has this name. An input says in its first byte which form is read, in its second how large windows are.
pub(crate) fn target(name: &str) -> Target {
    let forms: Vec<&'static Format> = FORMATS.iter().filter(|it| it.name == name).collect();
    assert!(
        !forms.is_empty(),
        "no target and no format is called {name}"
    );
    let seeds = (0_u8..).zip(&forms).flat_map(|(number, form)| {
        let seed = move |text: &&str| [&[number, 60], text.as_bytes()].concat();
        form.documents.iter().map(seed)
    });
    let seeds = seeds.collect();
    let check = move |data: &[u8]| {
        let [form, size, text @ ..] = data else {
            return;
        };
        let Format { reader, sniff, .. } = forms[usize::from(*form) % forms.len()];
        let text = String::from_utf8_lossy(text);
        sniff(&text);
        assert_sound(&mut *reader(), &text);
        listing_in_windows(&mut *reader(), &text, usize::from(*size) + 1);
    };
    Target::new(check, seeds)
}
