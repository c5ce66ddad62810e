//! Safeharbor finds protected health information and hard-coded secrets in bytes: one dependency for whoever embeds the
//! engine together with the built-in rules.
//!
//! ```
//! # let number = ["536", "48", "2917"].join("-");
//! # let java = format!("class PatientTest {{\n    String patientSsn = \"{number}\";\n}}\n");
//! use safeharbor::{Document, Scratch};
//! let engine = safeharbor::engine();
//! let document = Document::new("src/test/java/PatientTest.java", java.as_bytes());
//! for finding in engine.scan(&document, &mut Scratch::default()).findings {
//!     println!("{}:{}: {} {}", finding.path, finding.start.line, finding.rule.title, finding.value);
//!     # assert_eq!((finding.rule.id.as_str(), finding.start.line), ("phi/ssn", 2));
//!     # assert_eq!(finding.value.to_string(), "[11 characters]");
//! }
//! ```
//!
//! An [`Engine`] is shared between threads; each thread brings its own [`Scratch`]. A document that is too large for
//! memory goes through [`Engine::scan_reader`]. Values are masked wherever they are printed; see [`Value`].
//! What was not read is in the report: [`DocumentReport::skipped`], and [`DocumentReport::problems`], of which a
//! [`Loss::Unreadable`] means that nobody knows what is there.
//!
//! Everything here is `safeharbor-core`'s and `safeharbor-patterns`'. Take the crate without its default features, and
//! neither git nor a command line comes with it; with the feature `languages`, source code is read by its grammar; `archive`, `office` and `pdf` open what their names say.

pub use safeharbor_core::*;
pub use safeharbor_patterns::{pack, rules};

/// An engine with every built-in rule and the default options: profile `hipaa-safe-harbor`, findings from a confidence of
/// 0.5. For other options or rules of your own, give [`pack`] to [`Engine::new`].
///
/// Takes about a millisecond; make one and keep it.
///
/// # Panics
///
/// Never in a build that passed its tests: every built-in rule is checked when the packs are built.
pub fn engine() -> Engine {
    Engine::new(pack(), Options::default()).expect("built-in rules are checked at build time")
}
