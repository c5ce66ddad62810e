//! The walk over files and trees of folders.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::tracked::{Tracked, TrackedSet};
use crate::document::LogicalPath;

/// Whether ignore files keep untracked files from a walk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IgnoreFiles {
    /// `.gitignore`, `.git/info/exclude` and git's global file count, as git counts them: inside a repository and for
    /// files that are not tracked. `.ignore` and `.rgignore` never do.
    #[default]
    Honoured,
    /// Every file is walked.
    Disregarded,
}

/// How to walk.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Whether ignore files count.
    pub ignore_files: IgnoreFiles,
    /// How many threads; 0 for as many as the machine has cores.
    pub threads: usize,
    /// The tracked files, when there is a repository.
    pub tracked: Option<Tracked>,
    /// Unless it is empty: only these paths, each below a root, and what lies below them. Ignore files on the way to them count.
    pub only: Vec<PathBuf>,
}

impl WalkOptions {
    /// Whether `path` lies on the way to what is wanted, or below it.
    fn is_wanted(&self, path: &Path) -> bool {
        let mut only = self.only.iter();
        self.only.is_empty()
            || only.any(|wanted| wanted.starts_with(path) || path.starts_with(wanted))
    }
}

/// A regular file to scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it lies: the root as it was given, then the way below it.
    pub path: PathBuf,
    /// Its name in reports.
    pub logical: LogicalPath,
}

impl Entry {
    /// The length of the file in bytes, as it is now. A walk does not ask for it: most of its users read the file anyway.
    ///
    /// # Errors
    ///
    /// Whatever asking the file system gives.
    pub fn size(&self) -> io::Result<u64> {
        fs::metadata(&self.path).map(|metadata| metadata.len())
    }
}

/// Something that the walk could not read.
#[derive(Debug)]
pub struct Unreadable {
    /// The file or directory.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// What a walk met besides its entries.
#[derive(Debug, Default)]
pub struct Tally {
    /// Files handed on.
    pub files: u64,
    /// Symbolic links, which are not followed.
    pub symlinks: u64,
    /// Sockets, pipes and devices, which are passed over.
    pub special: u64,
    /// What could not be read, sorted by path.
    pub unreadable: Vec<Unreadable>,
}

/// A walk over files and directory trees.
///
/// Hidden files are walked, directories named `.git` never, symbolic links are not followed unless they are a root
/// themselves, and a root that is a file is walked even where an ignore file names it.
///
/// ```no_run
/// use safeharbor_core::{Walk, WalkOptions};
/// let walk = Walk::new(vec!["src".into()], WalkOptions::default());
/// let (entries, tally) = walk.sorted();
/// assert_eq!(entries.len() as u64, tally.files);
/// ```
#[derive(Debug)]
pub struct Walk {
    roots: Vec<PathBuf>,
    options: WalkOptions,
}

impl Walk {
    /// A walk over `roots`, files or directories, each named in reports as it is given here.
    pub fn new(roots: Vec<PathBuf>, options: WalkOptions) -> Self {
        Self { roots, options }
    }

    /// Calls a visitor with every file, in no order, from several threads. `visitor` makes one for each thread, which may
    /// own what the thread reuses; [`ControlFlow::Break`] ends the walk soon.
    pub fn visit<F, V>(&self, visitor: F) -> Tally
    where
        F: Fn() -> V + Sync,
        V: FnMut(Entry) -> ControlFlow<()> + Send,
    {
        let counts = Counts::default();
        let tracked = TrackedSet::new(self.options.tracked.as_ref(), &self.roots);
        let stopped = AtomicBool::new(false);
        if let Some(walker) = self.builder(&counts) {
            walker.build_parallel().run(|| {
                let mut visit = visitor();
                let (counts, tracked, stopped) = (&counts, &tracked, &stopped);
                Box::new(move |found| {
                    // A link is no entry, and was met all the same.
                    if let Ok(met) = &found {
                        tracked.note(met.path());
                    }
                    let Some(entry) = counts.entry_of(found) else {
                        return WalkState::Continue;
                    };
                    match visit(entry) {
                        ControlFlow::Continue(()) => WalkState::Continue,
                        ControlFlow::Break(()) => {
                            stopped.store(true, Ordering::Relaxed);
                            WalkState::Quit
                        }
                    }
                })
            });
        }
        let mut visit = visitor();
        for path in tracked.unseen() {
            if stopped.load(Ordering::Relaxed) {
                break;
            }
            if self.options.is_wanted(&path)
                && !is_behind_link(&path, &self.roots)
                && let Some(entry) = counts.entry_at(path)
                && visit(entry).is_break()
            {
                break;
            }
        }
        counts.finish()
    }

    /// Every file, sorted by its name in reports and without duplicates.
    pub fn sorted(&self) -> (Vec<Entry>, Tally) {
        let entries = Mutex::new(Vec::new());
        let mut tally = self.visit(|| {
            |entry| {
                if let Ok(mut entries) = entries.lock() {
                    entries.push(entry);
                }
                ControlFlow::Continue(())
            }
        });
        let mut entries = entries
            .into_inner()
            .unwrap_or_else(|error| error.into_inner());
        entries.sort_unstable_by(|a: &Entry, b: &Entry| a.logical.cmp(&b.logical));
        entries.dedup_by(|a, b| a.path == b.path);
        tally.files = entries.len() as u64;
        (entries, tally)
    }

    /// `None` when no root exists; what is missing is counted as unreadable.
    fn builder(&self, counts: &Counts) -> Option<WalkBuilder> {
        let mut roots = Vec::new();
        for root in &self.roots {
            match followed(root) {
                Ok(root) => roots.push(root),
                Err(source) => counts.unreadable(root.clone(), source),
            }
        }
        let mut roots = roots.into_iter();
        let honoured = self.options.ignore_files == IgnoreFiles::Honoured;
        let options = self.options.clone();
        let mut builder = WalkBuilder::new(roots.next()?);
        for root in roots {
            builder.add(root);
        }
        builder
            .hidden(false)
            .ignore(false)
            .parents(honoured)
            .git_ignore(honoured)
            .git_exclude(honoured)
            .git_global(honoured)
            .follow_links(false)
            .threads(self.options.threads)
            .filter_entry(move |entry| {
                entry.file_name() != ".git" && options.is_wanted(entry.path())
            });
        Some(builder)
    }
}

/// The root to walk for the one that was given: a link to a directory gets a slash, which makes the walk enter it.
fn followed(root: &Path) -> io::Result<PathBuf> {
    let is_link = fs::symlink_metadata(root)?.is_symlink();
    if is_link && fs::metadata(root)?.is_dir() {
        return Ok(root.join(""));
    }
    if root == Path::new("-") {
        // The walker would take it for standard input.
        return Ok(PathBuf::from("./-"));
    }
    Ok(root.to_owned())
}

/// Whether a link stands between a root and `path`: what is behind it belongs to no tree, whatever an index says.
fn is_behind_link(path: &Path, roots: &[PathBuf]) -> bool {
    let folders = path.ancestors().skip(1);
    folders
        .take_while(|&folder| !roots.iter().any(|root| root == folder))
        .any(|folder| fs::symlink_metadata(folder).is_ok_and(|folder| folder.is_symlink()))
}

/// The name in reports of a path of the file system: `/`-separated, without a leading `./`, bytes that are no UTF-8
/// percent-encoded.
///
/// ```
/// use std::path::Path;
/// assert_eq!(safeharbor_core::logical_path(Path::new("./a/b.txt")).as_str(), "a/b.txt");
/// ```
pub fn logical_path(path: &Path) -> LogicalPath {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut bytes = if cfg!(windows) {
        let slashed = bytes
            .iter()
            .map(|&byte| if byte == b'\\' { b'/' } else { byte });
        slashed.collect()
    } else {
        bytes.to_vec()
    };
    while bytes.starts_with(b"./") && bytes.len() > 2 {
        bytes.drain(..2);
    }
    LogicalPath::from_bytes(&bytes)
}

/// What a walk counts, from all its threads.
#[derive(Debug, Default)]
struct Counts {
    files: AtomicU64,
    symlinks: AtomicU64,
    special: AtomicU64,
    unreadable: Mutex<Vec<Unreadable>>,
}

impl Counts {
    /// The entry for what the walker found; counts whatever is none.
    fn entry_of(&self, found: Result<DirEntry, ignore::Error>) -> Option<Entry> {
        let entry = match found {
            Ok(entry) => entry,
            Err(error) => {
                self.walk_error(error);
                return None;
            }
        };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            return None;
        }
        if kind.is_symlink() && entry.depth() > 0 {
            self.symlinks.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        // A link that somebody named is followed, whatever the walker calls it.
        if entry.depth() == 0 {
            let kind = fs::metadata(entry.path()).map(|metadata| metadata.file_type());
            return self.regular(entry.into_path(), kind);
        }
        self.regular(entry.into_path(), Ok(kind))
    }

    /// The entry for a path that the walker passed over.
    fn entry_at(&self, path: PathBuf) -> Option<Entry> {
        match fs::symlink_metadata(&path) {
            // Deleted from the working tree: nothing to scan.
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            // A submodule.
            Ok(metadata) if metadata.is_dir() => None,
            Ok(metadata) if metadata.is_symlink() => {
                self.symlinks.fetch_add(1, Ordering::Relaxed);
                None
            }
            metadata => self.regular(path, metadata.map(|metadata| metadata.file_type())),
        }
    }

    fn regular(&self, path: PathBuf, kind: io::Result<fs::FileType>) -> Option<Entry> {
        match kind {
            Ok(kind) if kind.is_file() => {
                self.files.fetch_add(1, Ordering::Relaxed);
                Some(Entry {
                    logical: logical_path(&path),
                    path,
                })
            }
            Ok(_) => {
                self.special.fetch_add(1, Ordering::Relaxed);
                None
            }
            Err(source) => {
                self.unreadable(path, source);
                None
            }
        }
    }

    fn walk_error(&self, error: ignore::Error) {
        let path = path_of(&error).unwrap_or_default();
        // Anything but input and output is a bad pattern in an ignore file, which git passes over as well.
        if let Some(source) = error.into_io_error() {
            self.unreadable(path, source);
        }
    }

    fn unreadable(&self, path: PathBuf, source: io::Error) {
        if let Ok(mut unreadable) = self.unreadable.lock() {
            unreadable.push(Unreadable { path, source });
        }
    }

    fn finish(self) -> Tally {
        let unreadable = self.unreadable.into_inner();
        let mut unreadable = unreadable.unwrap_or_else(|error| error.into_inner());
        unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        Tally {
            files: self.files.into_inner(),
            symlinks: self.symlinks.into_inner(),
            special: self.special.into_inner(),
            unreadable,
        }
    }
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Partial(errors) => errors.first().and_then(path_of),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().expect("a temporary directory");
        for (path, text) in files {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
            fs::write(path, text).expect("a file");
        }
        directory
    }

    fn names(directory: &Path, options: WalkOptions) -> (Vec<String>, Tally) {
        let (entries, tally) = Walk::new(vec![directory.to_owned()], options).sorted();
        let names = entries.iter().map(|entry| {
            let below = entry.path.strip_prefix(directory).expect("below the root");
            logical_path(below).as_str().to_owned()
        });
        (names.collect(), tally)
    }

    fn repository() -> tempfile::TempDir {
        tree(&[
            (".git/HEAD", "ref: refs/heads/main\n"),
            (".git/info/exclude", "excluded.txt\n"),
            (".gitignore", "build/\n*.log\n"),
            (".ignore", "a.txt\n"),
            (".rgignore", "a.txt\n"),
            (".env", "A=1\n"),
            ("a.txt", "a"),
            ("build/out.txt", "b"),
            ("build/kept.txt", "b"),
            ("excluded.txt", "e"),
            ("x.log", "l"),
            ("sub/.git", "gitdir: elsewhere\n"),
            ("sub/deep/b.txt", "b"),
        ])
    }

    #[test]
    fn honours_gits_ignore_files_alone() {
        let directory = repository();
        let (names, tally) = names(directory.path(), WalkOptions::default());
        let expected = [
            ".env",
            ".gitignore",
            ".ignore",
            ".rgignore",
            "a.txt",
            "sub/deep/b.txt",
        ];
        assert_eq!(names, expected);
        assert_eq!(tally.files, 6);
    }

    #[test]
    fn only_what_is_asked_for_and_not_ignored() {
        let directory = repository();
        let at = |path: &str| directory.path().join(path);
        for (only, expected) in [
            (
                vec![at("sub"), at("a.txt")],
                &["a.txt", "sub/deep/b.txt"][..],
            ),
            (vec![at("sub/deep/b.txt")], &["sub/deep/b.txt"]),
            (vec![at("build/out.txt"), at("x.log"), at("gone")], &[]),
        ] {
            let options = WalkOptions {
                only,
                ..WalkOptions::default()
            };
            assert_eq!(names(directory.path(), options).0, expected);
        }
    }

    #[test]
    fn tracked_files_always_count() {
        let directory = repository();
        let tracked = Tracked {
            worktree: directory.path().to_owned(),
            paths: ["a.txt", "build/kept.txt", "x.log", "gone.txt"]
                .map(PathBuf::from)
                .into(),
        };
        let options = WalkOptions {
            tracked: Some(tracked),
            ..WalkOptions::default()
        };
        let (names, _) = names(directory.path(), options.clone());
        assert!(names.contains(&"build/kept.txt".to_owned()));
        assert!(names.contains(&"x.log".to_owned()));
        assert!(!names.contains(&"build/out.txt".to_owned()));
        // Below a root, by the root's own name.
        let root = directory.path().join("build");
        let (entries, _) = Walk::new(vec![root.clone()], options).sorted();
        assert!(
            entries
                .iter()
                .any(|entry| entry.path == root.join("kept.txt"))
        );
    }

    #[test]
    fn everything_when_ignore_files_are_disregarded() {
        let directory = repository();
        let options = WalkOptions {
            ignore_files: IgnoreFiles::Disregarded,
            ..WalkOptions::default()
        };
        let (names, _) = names(directory.path(), options);
        for name in ["build/out.txt", "x.log", "excluded.txt"] {
            assert!(names.contains(&name.to_owned()), "{name}");
        }
        assert!(!names.iter().any(|name| name.contains(".git/")));
    }

    #[test]
    fn missing_roots_and_named_files() {
        let directory = repository();
        let missing = directory.path().join("nowhere");
        let log = directory.path().join("x.log");
        let (entries, tally) = Walk::new(
            vec![missing.clone(), log.clone(), log],
            WalkOptions::default(),
        )
        .sorted();
        assert_eq!(entries.len(), 1);
        assert_eq!(tally.unreadable.len(), 1);
        assert_eq!(tally.unreadable[0].path, missing);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_special_files_are_counted() {
        let directory = tree(&[("real/a.txt", "a")]);
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(directory.path().join("real"), &link).expect("a link");
        let socket = directory.path().join("real/socket");
        let _listener = std::os::unix::net::UnixListener::bind(socket).expect("a socket");
        let (found, tally) = names(directory.path(), WalkOptions::default());
        assert_eq!(found, ["real/a.txt"]);
        assert_eq!((tally.symlinks, tally.special), (1, 1));
        // A link that is named is followed.
        let (entries, _) = Walk::new(vec![link.clone()], WalkOptions::default()).sorted();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].path, link.join("a.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn an_index_leads_nowhere_outside() {
        let outside = tree(&[("secret.txt", "s")]);
        let directory = tree(&[("a.txt", "a")]);
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(outside.path(), &link).expect("a link");
        let name = outside.path().file_name().expect("a name");
        let climbing = Path::new("..").join(name).join("secret.txt");
        let absolute = outside.path().join("secret.txt");
        let options = WalkOptions {
            tracked: Some(Tracked {
                worktree: directory.path().to_owned(),
                paths: vec!["link".into(), "link/secret.txt".into(), climbing, absolute],
            }),
            ..WalkOptions::default()
        };
        let (found, tally) = names(directory.path(), options);
        assert_eq!(found, ["a.txt"]);
        assert_eq!((tally.files, tally.symlinks), (1, 1));
    }

    #[test]
    fn a_visitor_can_stop() {
        let directory = tree(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let visited = AtomicU64::new(0);
        let options = WalkOptions {
            threads: 1,
            ..WalkOptions::default()
        };
        Walk::new(vec![directory.path().to_owned()], options).visit(|| {
            |_| {
                visited.fetch_add(1, Ordering::Relaxed);
                ControlFlow::Break(())
            }
        });
        assert_eq!(visited.into_inner(), 1);
    }
}
