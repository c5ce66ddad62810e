//! What is fuzzed: for each target a check that must hold for every input, and seeds to begin with.
//!
//! The checks are those of the property tests where there are some, which `--cfg fuzzing` shows to the outside.

mod binary;
mod engine;
mod format;
mod seeds;
mod text;

use std::path::PathBuf;
use std::{env, fs};

/// Something to fuzz.
pub struct Target {
    /// Panics if the input shows a fault.
    pub check: Box<dyn Fn(&[u8]) + Send + Sync>,
    /// Inputs to begin with.
    pub seeds: Vec<Vec<u8>>,
}

impl Target {
    fn new(check: impl Fn(&[u8]) + Send + Sync + 'static, seeds: Vec<Vec<u8>>) -> Self {
        Self {
            check: Box::new(check),
            seeds,
        }
    }
}

/// The target of this name: one of those below, or of a format.
///
/// # Panics
///
/// If there is none.
pub fn target(name: &str) -> Target {
    match name {
        #[cfg(feature = "languages")]
        "code" => Target::new(text::code, seeds::with_paths()),
        "container" => Target::new(binary::container, seeds::containers()),
        "decoders" => Target::new(text::decoders, seeds::encoded()),
        "dicom" => Target::new(binary::dicom, seeds::dicom()),
        "engine" => Target::new(engine::checked(), seeds::with_paths()),
        "masking" => Target::new(text::masking(), seeds::values()),
        "team_files" => Target::new(text::team_files, seeds::team_files()),
        format => format::target(format),
    }
}

/// Writes the target's seeds into its corpus: the folder among this program's arguments, before libFuzzer reads it. Made anew at each
/// start, so that no file that looks like a patient's lies in the repository.
///
/// # Panics
///
/// If the folder cannot be written to.
pub fn sow(target: &Target) {
    let folders = env::args_os().skip(1).map(PathBuf::from);
    if let Some(corpus) = folders.into_iter().find(|it| it.is_dir()) {
        for (number, seed) in target.seeds.iter().enumerate() {
            fs::write(corpus.join(format!("seed-{number}")), seed).expect("a corpus to write to");
        }
    }
}
