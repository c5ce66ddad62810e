//! What the index holds that the commit before it does not.

/// The name of a blob: 40 (SHA-1) or 64 (SHA-256) hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct BlobId(pub(crate) String);

/// A file or symbolic link that the next commit adds or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StagedFile {
    /// The path from the root of the repository, as git has it: any bytes but NUL.
    pub(crate) path: Vec<u8>,
    /// The staged content. Of a symbolic link, the text of its target.
    pub(crate) blob: BlobId,
    /// What stood there before: nothing for a new file; the same path, or the file it was renamed or copied from, in
    /// HEAD; in a merge, the same path in each other parent too.
    pub(crate) before: Vec<BlobId>,
    /// The path of what stood there before; `None` for a new file. The path itself is new where the two differ.
    pub(crate) path_before: Option<Vec<u8>>,
}

impl StagedFile {
    /// Whether the content is new: a pure rename, an exact copy or a change of mode brings no line.
    pub(crate) fn brings_content(&self) -> bool {
        !self.before.contains(&self.blob)
    }
}

/// Everything that is staged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Staged {
    /// Files and symbolic links, sorted by path.
    pub(crate) files: Vec<StagedFile>,
    /// How many submodules changed their commit. Their content is in another repository.
    pub(crate) submodules: usize,
    /// How many files are deleted.
    pub(crate) deleted: usize,
    /// Paths with a merge conflict: no content is staged for them yet.
    pub(crate) unmerged: Vec<Vec<u8>>,
}

impl Staged {
    /// Puts files in the order in which they are reported.
    pub(crate) fn sort(&mut self) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.unmerged.sort();
        self.unmerged.dedup();
    }
}
