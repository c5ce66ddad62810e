//! A repository read through git's own plumbing commands.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::repository::GitError;
use super::staged::{BlobId, Staged, StagedFile};

/// Runs git in a folder. Starts nothing until it is asked something.
pub(crate) struct Plumbing {
    folder: PathBuf,
    blobs: RefCell<Option<BlobReader>>,
}

impl Plumbing {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            blobs: RefCell::new(None),
        }
    }

    /// Whether git can open the repository at all.
    pub(crate) fn check(&self) -> Result<(), GitError> {
        self.run("the repository", &["rev-parse", "--git-dir"])
            .map(|_| ())
    }

    pub(crate) fn root(&self) -> Option<PathBuf> {
        let answer = self.run("the repository", &["rev-parse", "--show-toplevel"]);
        answer.ok().and_then(|bytes| path_of_line(&bytes))
    }

    pub(crate) fn hooks_folder(&self) -> Result<PathBuf, GitError> {
        let what = "the folder of hooks";
        let answer = self.run(what, &["rev-parse", "--git-path", "hooks"])?;
        match path_of_line(&answer) {
            // Git answers relative to the folder it runs in.
            Some(path) => Ok(self.folder.join(path)),
            None => Err(unreadable(what, "git named none")),
        }
    }

    pub(crate) fn tracked(&self) -> Result<Vec<Vec<u8>>, GitError> {
        let args = ["ls-files", "--cached", "--full-name", "-z", ":/"];
        let listed = self.run("the index", &args)?;
        let mut paths: Vec<_> = split_nul(&listed).map(<[u8]>::to_vec).collect();
        paths.dedup();
        Ok(paths)
    }

    pub(crate) fn staged(&self) -> Result<Staged, GitError> {
        let mut staged = Staged::default();
        for change in self.diff_index(&self.head()?, &["-M", "-C"])? {
            add_change(&mut staged, change);
        }
        for parent in self.merged_commits()? {
            self.add_parent(&mut staged, &parent)?;
        }
        staged.sort();
        Ok(staged)
    }

    pub(crate) fn blob(&self, id: &BlobId) -> Result<Vec<u8>, GitError> {
        let mut reader = self.blobs.borrow_mut();
        let reader = match &mut *reader {
            Some(reader) => reader,
            none => none.insert(BlobReader::start(self.command())?),
        };
        reader
            .read(id)
            .map_err(|error| unreadable(&format!("blob {}", id.0), &error.to_string()))
    }

    pub(crate) fn staged_content(&self, path: &str) -> Result<Option<Vec<u8>>, GitError> {
        let pathspec = format!(":(top,literal){path}");
        let listing = ["ls-files", "--cached", "--stage", "--full-name", "-z", "--"];
        let listed = self.run("the index", &[&listing[..], &[&pathspec]].concat())?;
        // `<mode> <blob> <stage>\t<path>`; of a folder git lists what is in it.
        let behind = format!("\t{path}");
        let entry = split_nul(&listed).find(|entry| entry.ends_with(behind.as_bytes()));
        let id = entry.and_then(|entry| entry.split(|&byte| byte == b' ').nth(1));
        match id {
            Some(id) => self.blob(&BlobId(text(id))).map(Some),
            None => Ok(None),
        }
    }

    /// HEAD, or the empty tree before the first commit.
    fn head(&self) -> Result<String, GitError> {
        let commit = self.run(
            "HEAD",
            &["rev-parse", "--quiet", "--verify", "HEAD^{commit}"],
        );
        if let Ok(id) = commit {
            return Ok(first_line(&id));
        }
        // A branch without commits is named by HEAD and does not exist. Anything else is a broken repository.
        let branch = first_line(&self.run("HEAD", &["symbolic-ref", "--quiet", "HEAD"])?);
        let exists = self.run("HEAD", &["show-ref", "--verify", "--quiet", &branch]);
        if exists.is_ok() {
            return Err(unreadable("HEAD", &format!("{branch} names no commit")));
        }
        let empty_tree = ["hash-object", "-t", "tree", "--stdin"];
        Ok(first_line(&self.run("the empty tree", &empty_tree)?))
    }

    fn merged_commits(&self) -> Result<Vec<String>, GitError> {
        let file = self.run("MERGE_HEAD", &["rev-parse", "--git-path", "MERGE_HEAD"])?;
        let path = path_of_line(&file).map(|path| self.folder.join(path));
        let merged = path.and_then(|path| std::fs::read_to_string(path).ok());
        Ok(merged
            .iter()
            .flat_map(|text| text.lines())
            .map(str::to_owned)
            .collect())
    }

    /// A path that does not differ from the parent has the staged blob there; one that differs has another, or none.
    fn add_parent(&self, staged: &mut Staged, parent: &str) -> Result<(), GitError> {
        let mut differing = HashMap::new();
        for change in self.diff_index(parent, &["--no-renames"])? {
            differing.insert(change.path, (change.old_mode, change.old));
        }
        for file in &mut staged.files {
            match differing.get(&file.path) {
                None => file.before.push(file.blob.clone()),
                Some((mode, old)) if holds_content(mode) => file.before.push(old.clone()),
                Some(_) => continue,
            }
            file.path_before.get_or_insert_with(|| file.path.clone());
        }
        Ok(())
    }

    fn diff_index(&self, tree: &str, more: &[&str]) -> Result<Vec<Change>, GitError> {
        let mut args = vec!["diff-index", "--cached", "--raw", "-z", "--no-abbrev"];
        args.extend(["--ignore-submodules=none", "--ita-invisible-in-index"]);
        args.extend(more);
        args.extend([tree, "--"]);
        let raw = self.run("the index", &args)?;
        parse_raw(&raw).ok_or_else(|| unreadable("the index", "unknown output of git diff-index"))
    }

    fn run(&self, what: &str, args: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self
            .command()
            .args(args)
            .stdin(Stdio::null())
            .output()
            .map_err(|source| GitError::NoGit { source })?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("not a git repository") {
            return Err(GitError::NotARepository {
                folder: self.folder.clone(),
            });
        }
        let reason = said.lines().next().unwrap_or("git failed without a word");
        Err(unreadable(what, reason.trim_start_matches("fatal: ")))
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        // A repository's own configuration may name programs. What we ask for needs none: no monitor of the working tree, and no remote
        // that objects left out of a partial clone are fetched from (no protocol is allowed, `ext::` to begin with).
        command.args(["-c", "core.fsmonitor=false"]);
        command.env("GIT_ALLOW_PROTOCOL", "");
        // A hook must not wait for a lock, and its messages are matched above.
        command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        // These would change what our own pathspecs mean.
        for name in ["LITERAL", "GLOB", "NOGLOB", "ICASE"] {
            command.env_remove(format!("GIT_{name}_PATHSPECS"));
        }
        command.current_dir(&self.folder);
        command
    }
}

fn unreadable(what: &str, reason: &str) -> GitError {
    GitError::Unreadable {
        what: what.to_owned(),
        reason: reason.to_owned(),
    }
}

/// One line of `git diff-index --raw`.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    old_mode: String,
    new_mode: String,
    old: BlobId,
    new: BlobId,
    status: u8,
    old_path: Vec<u8>,
    path: Vec<u8>,
}

/// Parses `:<old mode> <new mode> <old> <new> <status>NUL<path>NUL[<new path>NUL]`…
fn parse_raw(raw: &[u8]) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    let mut parts = split_nul(raw);
    while let Some(head) = parts.next() {
        let head = std::str::from_utf8(head).ok()?.strip_prefix(':')?;
        let mut words = head.split(' ');
        let (old_mode, new_mode) = (words.next()?.to_owned(), words.next()?.to_owned());
        let old = BlobId(words.next()?.to_owned());
        let new = BlobId(words.next()?.to_owned());
        let status = *words.next()?.as_bytes().first()?;
        let old_path = parts.next()?;
        let path = match status {
            b'R' | b'C' => parts.next()?,
            _ => old_path,
        };
        changes.push(Change {
            old_mode,
            new_mode,
            old,
            new,
            status,
            old_path: old_path.to_vec(),
            path: path.to_vec(),
        });
    }
    Some(changes)
}

fn add_change(staged: &mut Staged, change: Change) {
    match change.status {
        b'D' => staged.deleted += 1,
        b'U' => staged.unmerged.push(change.path),
        _ if change.new_mode == GITLINK => staged.submodules += 1,
        _ => staged.files.push(StagedFile {
            path: change.path,
            blob: change.new,
            path_before: holds_content(&change.old_mode).then_some(change.old_path),
            before: holds_content(&change.old_mode)
                .then_some(change.old)
                .into_iter()
                .collect(),
        }),
    }
}

/// The mode of a submodule's entry.
const GITLINK: &str = "160000";

fn holds_content(mode: &str) -> bool {
    mode != GITLINK && mode != "000000"
}

fn split_nul(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|&byte| byte == 0)
        .filter(|part| !part.is_empty())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn first_line(bytes: &[u8]) -> String {
    text(bytes).lines().next().unwrap_or_default().to_owned()
}

fn path_of_line(bytes: &[u8]) -> Option<PathBuf> {
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    #[cfg(unix)]
    let path = {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(line))
    };
    #[cfg(not(unix))]
    let path = PathBuf::from(text(line));
    (!line.is_empty()).then_some(path)
}

/// A running `git cat-file --batch`.
struct BlobReader {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl BlobReader {
    fn start(mut command: Command) -> Result<Self, GitError> {
        let spawned = command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = spawned.map_err(|source| GitError::NoGit { source })?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(stdin), Some(stdout)) => Ok(Self {
                child,
                requests: Some(stdin),
                answers: BufReader::new(stdout),
            }),
            _ => Err(unreadable("blobs", "git cat-file has no pipes")),
        }
    }

    fn read(&mut self, id: &BlobId) -> std::io::Result<Vec<u8>> {
        let requests = self
            .requests
            .as_mut()
            .ok_or(std::io::ErrorKind::BrokenPipe)?;
        writeln!(requests, "{}", id.0)?;
        requests.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        // `<id> blob <size>`, or `<id> missing`
        let size = match head.split_whitespace().collect::<Vec<_>>()[..] {
            [_, "blob", size] => size.parse::<u64>().map_err(std::io::Error::other)?,
            [_, answer, ..] => return Err(std::io::Error::other(format!("git says: {answer}"))),
            _ => return Err(std::io::Error::other("git ended")),
        };
        let mut content = Vec::new();
        (&mut self.answers).take(size).read_to_end(&mut content)?;
        let mut newline = [0];
        self.answers.read_exact(&mut newline)?;
        Ok(content)
    }
}

impl Drop for BlobReader {
    fn drop(&mut self) {
        // git ends when its input does; waiting leaves no zombie behind.
        drop(self.requests.take());
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_output_of_any_path_is_parsed() {
        let (a, b) = ("a".repeat(64), "b".repeat(64));
        let raw = format!(
            ":100644 100644 {a} {b} M\0a b\n.txt\0:100644 100644 {a} {b} R086\0old\0new\0:000000 160000 {a} {b} A\0sub\0"
        );
        let changes = parse_raw(raw.as_bytes()).expect("valid");
        let seen: Vec<_> = changes
            .iter()
            .map(|change| (change.status, text(&change.path)))
            .collect();
        assert_eq!(
            seen,
            [
                (b'M', "a b\n.txt".to_owned()),
                (b'R', "new".to_owned()),
                (b'A', "sub".to_owned())
            ]
        );
        let mut staged = Staged::default();
        changes
            .into_iter()
            .for_each(|change| add_change(&mut staged, change));
        assert_eq!((staged.files.len(), staged.submodules), (2, 1));
        assert_eq!(staged.files[1].before, [BlobId(a)]);
    }

    #[test]
    fn unknown_output_is_not_guessed_at() {
        for raw in ["M\0path\0", ":100644\0path\0", ":1 2 a b M\0", "\u{1}"] {
            assert_eq!(parse_raw(raw.as_bytes()), None, "{raw:?}");
        }
        assert_eq!(parse_raw(b""), Some(Vec::new()));
    }
}
