//! A git repository in a temporary folder, driven by the real git.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::command::{BINARY, Output, hermetic, run};

/// A repository; gone when dropped.
pub(crate) struct Repo {
    _holder: tempfile::TempDir,
    root: PathBuf,
}

impl Repo {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self::with_format(&[])
    }

    /// One made by `git init` with more arguments.
    pub(crate) fn with_format(arguments: &[&str]) -> Self {
        let holder = tempfile::tempdir().expect("a folder");
        let root = holder.path().join("repo");
        fs::create_dir(&root).expect("a folder");
        let repo = Self {
            _holder: holder,
            root,
        };
        let mut all = vec!["init", "-q", "-b", "main"];
        all.extend(arguments);
        repo.git(&all);
        repo
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.with_file_name(name)
    }

    /// Makes a linked worktree beside the repository, on a branch of its own, and gives its path.
    #[track_caller]
    pub(crate) fn linked_worktree(&self) -> PathBuf {
        let linked = self.beside("linked");
        let path = linked.to_string_lossy();
        self.git(&["worktree", "add", "-q", &path, "-b", "other"]);
        linked
    }

    /// Runs git, which must succeed; gives its standard output.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert_eq!(output.status, 0, "git {arguments:?}: {}", output.stderr);
        output.stdout
    }

    /// Runs git.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Output {
        self.try_git_in(&self.root, arguments)
    }

    /// Runs git in another folder.
    pub(crate) fn try_git_in(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = hermetic("git", folder);
        command.args(arguments);
        run(command, b"")
    }

    /// Writes a file into the working tree.
    pub(crate) fn write(&self, path: impl AsRef<OsStr>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.root.join(Path::new(&path));
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("written");
        self
    }

    /// Writes a file and stages it.
    pub(crate) fn stage(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        self.write(path, content);
        self.git(&["add", "--", path]);
        self
    }

    /// Stages everything.
    pub(crate) fn stage_all(&self) -> &Self {
        self.git(&["add", "--all"]);
        self
    }

    /// Commits what is staged, past all hooks.
    pub(crate) fn commit(&self) -> &Self {
        self.git(&["commit", "-q", "--no-verify", "--allow-empty", "-m", "m"]);
        self
    }

    /// Runs the hook as git would.
    pub(crate) fn hook(&self) -> Output {
        self.hook_in(&self.root)
    }

    /// Runs the hook in another folder.
    pub(crate) fn hook_in(&self, folder: &Path) -> Output {
        let mut command = hermetic(BINARY, folder);
        command.args(["hook", "pre-commit"]);
        run(command, b"")
    }

    /// Runs the hook with more in its environment.
    pub(crate) fn hook_with(&self, folder: &Path, environment: &[(&str, &OsStr)]) -> Output {
        let mut command = hermetic(BINARY, folder);
        command
            .args(["hook", "pre-commit"])
            .envs(environment.iter().copied());
        run(command, b"")
    }
}
