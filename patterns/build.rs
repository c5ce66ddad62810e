//! Checks every pack and packs the rules, so that the program parses no TOML when it starts. A rule that is wrong fails
//! the build, with its file, its id and the key at fault.

// A build script speaks to Cargo on standard output.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use safeharbor_core::context::LanguageModel;
use safeharbor_core::{Lexicon, Pack, Rule, check_distinct_ids, parse_rules};

fn main() {
    println!("cargo::rerun-if-changed=packs");
    if let Err(error) = pack() {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}

fn pack() -> Result<(), Box<dyn Error>> {
    let packs = read_packs(Path::new("packs"))?;
    check_distinct_ids(&packs)?;
    let rules: Vec<Rule> = packs.into_iter().flat_map(|(_, rules)| rules).collect();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let lexicon = fs::read_to_string("packs/words/lexicon.toml")?;
    let lexicon: Lexicon = toml::from_str(&lexicon)
        .map_err(|error| format!("patterns/packs/words/lexicon.toml: {error}"))?;
    let pack = Pack {
        rules,
        lexicon,
        ..Pack::default()
    };
    fs::write(out.join("pack.bin"), postcard::to_allocvec(&pack)?)?;
    fs::write(out.join("language.bin"), train_language()?)?;
    Ok(())
}

/// How letters follow each other in English and in the words of code.
fn train_language() -> Result<Vec<u8>, Box<dyn Error>> {
    let english = fs::read_to_string("packs/words/english.txt")?;
    let code = fs::read_to_string("packs/words/code.txt")?;
    Ok(LanguageModel::train(english.lines().chain(code.lines())))
}

/// The rules of one file, and the file's path as errors show it.
type Origin = (String, Vec<Rule>);

/// The rules of every `*.toml` below `folder` but for the word lists, in the order of the paths.
fn read_packs(folder: &Path) -> Result<Vec<Origin>, Box<dyn Error>> {
    let mut packs = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != "words") {
                    folders.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let origin = format!("patterns/{}", path.display());
                let rules = parse_rules(&origin, &fs::read_to_string(&path)?)?;
                packs.push((origin, rules));
            }
        }
    }
    packs.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(packs)
}
