//! Usage: wrong arguments, help, completions, the manual page.

use crate::support::safeharbor;

#[test]
fn wrong_usage() {
    trycmd::TestCases::new().case("tests/cli/*.toml");
}

#[test]
fn completions_and_manual() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = safeharbor(folder.path(), &["completions", shell])
            .expect(0)
            .stdout;
        assert!(
            script.contains("safeharbor") && script.contains("min-severity"),
            "{shell}"
        );
    }
    let manual = safeharbor(folder.path(), &["man"]).expect(0).stdout;
    assert!(
        manual.starts_with(".ie")
            && manual.contains("safeharbor")
            && manual.contains("Exit status"),
        "{manual}"
    );
    let version = safeharbor(folder.path(), &["--version"]).expect(0).stdout;
    assert_eq!(
        version,
        format!("safeharbor {}\n", env!("CARGO_PKG_VERSION"))
    );
}
