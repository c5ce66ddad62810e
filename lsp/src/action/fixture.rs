//! Documents to try actions on.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use safeharbor_core::{Cancellation, Config, LogicalPath, Surrogates};

use super::{Around, Fix, Target, fixes};
use crate::document::IndexedText;
use crate::judgement::Judgement;
use crate::scan::{Analysis, Scanned, Space, scan};

/// A folder with a document in it.
pub(super) struct Folder {
    holder: tempfile::TempDir,
}

impl Folder {
    pub(super) fn new() -> Self {
        Self {
            holder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub(super) fn root(&self) -> PathBuf {
        self.holder.path().canonicalize().expect("it exists")
    }

    /// Scans `text` as the file `name`.
    pub(super) fn analysis(&self, name: &str, text: &str) -> Analysis {
        let root = self.root();
        let judgement = Judgement::load(&root, &Config::default(), &|path| fs::read(path));
        let judgement = Arc::new(judgement.expect("valid"));
        let logical = LogicalPath::new(name);
        let path = root.join(name);
        let scanned = Scanned {
            name: &logical,
            path: Some(&path),
            text,
            cancellation: &Cancellation::default(),
        };
        let report = scan(&judgement, &scanned, None, &mut Space::default()).expect("no panic");
        Analysis {
            id: 1,
            version: 1,
            revision: 0,
            epoch: 0,
            content: IndexedText::new(text.to_owned()),
            report,
            judgement,
            name: logical,
            path: Some(path),
        }
    }

    /// All fixes of all findings of `text` as the file `name`.
    pub(super) fn fixes(&self, name: &str, text: &str) -> Vec<Fix> {
        let analysis = self.analysis(name, text);
        let around = Around {
            analysis: &analysis,
            surrogates: &surrogates(),
            read: &|path: &Path| fs::read(path),
        };
        let all = safeharbor_core::Span::new(0, text.len());
        assert!(
            !analysis.report.findings.is_empty(),
            "nothing found in {text}"
        );
        fixes(&around, all)
    }

    /// The first fix whose title begins so.
    pub(super) fn fix(&self, name: &str, text: &str, title: &str) -> Option<Fix> {
        let mut all = self.fixes(name, text).into_iter();
        all.find(|fix| fix.title.starts_with(title))
    }
}

pub(super) fn surrogates() -> Surrogates {
    Surrogates::new([7; 32])
}

/// The document after a fix.
pub(super) fn applied(fix: &Fix, text: &str) -> String {
    let own = fix
        .edits
        .iter()
        .find(|(target, _)| *target == Target::Document);
    let mut edits = own.expect("it edits the document").1.clone();
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, new) in edits {
        text.replace_range(span.range(), &new);
    }
    text
}

/// A token of GitHub's shape; its checksum is right.
pub(super) fn token() -> String {
    format!(
        "{}_{}{}",
        "ghp",
        "x7Kq9ZtP2mWvB4nR8sLdQ1cF6hJ3yE",
        checksum("x7Kq9ZtP2mWvB4nR8sLdQ1cF6hJ3yE")
    )
}

/// CRC-32 of ISO 3309 in six base-62 digits.
fn checksum(text: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut remainder = u32::MAX;
    for byte in text.bytes() {
        remainder ^= u32::from(byte);
        for _ in 0..8 {
            remainder = (remainder >> 1) ^ (0xedb8_8320 & (remainder & 1).wrapping_neg());
        }
    }
    let mut rest = !remainder;
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    String::from_utf8_lossy(&digits).into_owned()
}

/// A social security number that is nobody's example.
pub(super) fn ssn() -> String {
    ["536", "22", "1840"].join("-")
}
