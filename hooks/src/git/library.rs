//! A repository read through libgit2.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use git2::{
    Delta, DiffDelta, DiffFindOptions, DiffOptions, ErrorCode, FileMode, IndexEntry, Oid, Tree,
};

use super::staged::{BlobId, Staged, StagedFile};

/// The index entry is a promise to add the path later (`git add --intent-to-add`): it has no content yet.
/// <https://git-scm.com/docs/index-format>, extended flags.
const INTENT_TO_ADD: u16 = 1 << 13;

/// An open repository whose index libgit2 can read.
pub(crate) struct Library {
    repository: git2::Repository,
}

impl Library {
    pub(crate) fn open(folder: &Path) -> Result<Self, git2::Error> {
        let repository = if std::env::var_os("GIT_DIR").is_some() {
            git2::Repository::open_from_env()?
        } else {
            let none: [&str; 0] = [];
            let flags = git2::RepositoryOpenFlags::FROM_ENV;
            git2::Repository::open_ext(folder, flags, none)?
        };
        Ok(Self { repository })
    }

    pub(crate) fn root(&self) -> Option<PathBuf> {
        self.repository.workdir().map(Path::to_path_buf)
    }

    pub(crate) fn staged(&self) -> Result<Staged, git2::Error> {
        let index = self.repository.index()?;
        let head = self.head_tree()?;
        let mut options = DiffOptions::new();
        options.include_typechange(true).ignore_submodules(false);
        let mut diff =
            self.repository
                .diff_tree_to_index(head.as_ref(), Some(&index), Some(&mut options))?;
        diff.find_similar(Some(DiffFindOptions::new().renames(true).copies(true)))?;

        let mut staged = Staged::default();
        for delta in diff.deltas() {
            add_delta(&mut staged, &delta, &index);
        }
        add_exact_copies(&mut staged, &index);
        for parent in self.merged_trees()? {
            add_parent(&mut staged, &parent);
        }
        staged.sort();
        Ok(staged)
    }

    pub(crate) fn blob(&self, id: &BlobId) -> Result<Vec<u8>, git2::Error> {
        let blob = self.repository.find_blob(Oid::from_str(&id.0)?)?;
        Ok(blob.content().to_vec())
    }

    pub(crate) fn staged_content(&self, path: &str) -> Result<Option<Vec<u8>>, git2::Error> {
        match entry_at(&self.repository.index()?, Path::new(path)) {
            Some(entry) => {
                let blob = self.repository.find_blob(entry.id)?;
                Ok(Some(blob.content().to_vec()))
            }
            None => Ok(None),
        }
    }

    pub(crate) fn tracked(&self) -> Result<Vec<Vec<u8>>, git2::Error> {
        let index = self.repository.index()?;
        Ok(index.iter().map(|entry| entry.path).collect())
    }

    /// The tree of HEAD; `None` before the first commit.
    fn head_tree(&self) -> Result<Option<Tree<'_>>, git2::Error> {
        match self.repository.head() {
            Ok(head) => Ok(Some(head.peel_to_tree()?)),
            Err(error) if error.code() == ErrorCode::UnbornBranch => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The trees of the commits that are being merged into HEAD.
    fn merged_trees(&self) -> Result<Vec<Tree<'_>>, git2::Error> {
        let file = self.repository.path().join("MERGE_HEAD");
        // git removes the file when no merge is going on.
        let Ok(text) = std::fs::read_to_string(file) else {
            return Ok(Vec::new());
        };
        text.lines()
            .map(|line| {
                self.repository
                    .find_commit(Oid::from_str(line.trim())?)?
                    .tree()
            })
            .collect()
    }
}

fn blob_id(id: Oid) -> BlobId {
    BlobId(id.to_string())
}

fn add_delta(staged: &mut Staged, delta: &DiffDelta<'_>, index: &git2::Index) {
    let new = delta.new_file();
    let path = new.path_bytes().unwrap_or_default();
    match delta.status() {
        Delta::Unmodified => return,
        Delta::Deleted => {
            staged.deleted += 1;
            return;
        }
        Delta::Conflicted => {
            staged.unmerged.push(path.to_vec());
            return;
        }
        _ => {}
    }
    if new.mode() == FileMode::Commit {
        staged.submodules += 1;
        return;
    }
    if is_intent_to_add(index, path) {
        return;
    }
    let old = delta.old_file();
    let had_content = !old.id().is_zero() && old.mode() != FileMode::Commit;
    staged.files.push(StagedFile {
        path: path.to_vec(),
        blob: blob_id(new.id()),
        before: had_content.then(|| blob_id(old.id())).into_iter().collect(),
        path_before: had_content
            .then(|| old.path_bytes().map(<[u8]>::to_vec))
            .flatten(),
    });
}

/// The entry of a path. Of a path that no index has (`../a`, `/a`, one that holds a zero byte) libgit2's binding would panic.
fn entry_at(index: &git2::Index, path: &Path) -> Option<IndexEntry> {
    let is_plain = !path.as_os_str().is_empty()
        && !path.as_os_str().as_encoded_bytes().contains(&0)
        && path
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| index.get_path(path, 0)).flatten()
}

fn is_intent_to_add(index: &git2::Index, path: &[u8]) -> bool {
    as_path(path)
        .and_then(|path| entry_at(index, path))
        .is_some_and(|entry| entry.flags_extended & INTENT_TO_ADD != 0)
}

/// A new file whose content an unchanged file already has is a copy of it. (`find_similar` looks at changed files only;
/// asking it for unchanged ones too makes it read the whole tree.)
fn add_exact_copies(staged: &mut Staged, index: &git2::Index) {
    let mut new: HashMap<BlobId, Vec<usize>> = HashMap::new();
    for (at, file) in staged.files.iter().enumerate() {
        if file.before.is_empty() {
            new.entry(file.blob.clone()).or_default().push(at);
        }
    }
    if new.is_empty() {
        return;
    }
    let wanted: HashSet<Oid> = new
        .keys()
        .filter_map(|id| Oid::from_str(&id.0).ok())
        .collect();
    let changed: HashSet<Vec<u8>> = staged.files.iter().map(|file| file.path.clone()).collect();
    for entry in index.iter() {
        if wanted.contains(&entry.id) && !changed.contains(&entry.path) {
            for &at in new.get(&blob_id(entry.id)).into_iter().flatten() {
                staged.files[at].before = vec![blob_id(entry.id)];
            }
        }
    }
}

fn add_parent(staged: &mut Staged, parent: &Tree<'_>) {
    for file in &mut staged.files {
        let entry = as_path(&file.path).and_then(|path| parent.get_path(path).ok());
        if let Some(entry) = entry.filter(|entry| entry.kind() == Some(git2::ObjectType::Blob)) {
            file.before.push(blob_id(entry.id()));
            file.path_before.get_or_insert_with(|| file.path.clone());
        }
    }
}

#[cfg(unix)]
fn as_path(bytes: &[u8]) -> Option<&Path> {
    use std::os::unix::ffi::OsStrExt;
    Some(Path::new(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn as_path(bytes: &[u8]) -> Option<&Path> {
    std::str::from_utf8(bytes).ok().map(Path::new)
}
