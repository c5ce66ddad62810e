//! A repository, through libgit2 where it can and through git's plumbing where it cannot.

use std::fmt;
use std::path::{Path, PathBuf};

use super::library::Library;
use super::plumbing::Plumbing;
use super::staged::{BlobId, Staged};

/// Why git's data could not be read.
#[derive(Debug)]
pub(crate) enum GitError {
    /// No repository holds the folder.
    NotARepository {
        /// The folder.
        folder: PathBuf,
    },
    /// git itself could not be run.
    NoGit {
        /// Why.
        source: std::io::Error,
    },
    /// Neither libgit2 nor git could read what was needed.
    Unreadable {
        /// What was being read: `the index`.
        what: String,
        /// What git said, one line.
        reason: String,
    },
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARepository { folder } => {
                write!(f, "{} is in no git repository", folder.display())
            }
            Self::NoGit { source } => write!(f, "git could not be run: {source}"),
            Self::Unreadable { what, reason } => write!(f, "{what} could not be read: {reason}"),
        }
    }
}

/// A repository. Honours `GIT_DIR`, `GIT_INDEX_FILE` and the other variables that git sets for its hooks.
pub(crate) struct Repository {
    library: Option<Library>,
    plumbing: Plumbing,
}

impl Repository {
    /// The repository that the environment names, else the one that holds `folder`.
    ///
    /// # Errors
    ///
    /// [`GitError::NotARepository`] when there is none; the other kinds when neither libgit2 nor git can open it.
    pub(crate) fn open(folder: &Path) -> Result<Self, GitError> {
        let library = Library::open(folder).ok();
        let plumbing = Plumbing::new(folder);
        if library.is_none() {
            plumbing.check()?;
        }
        Ok(Self { library, plumbing })
    }

    /// What is staged, with what stood there before.
    ///
    /// # Errors
    ///
    /// When the index or a commit cannot be read.
    pub(crate) fn staged(&self) -> Result<Staged, GitError> {
        self.first_of(Library::staged, Plumbing::staged)
    }

    /// The content of a blob.
    ///
    /// # Errors
    ///
    /// When it is missing or corrupt.
    pub(crate) fn blob(&self, id: &BlobId) -> Result<Vec<u8>, GitError> {
        self.first_of(|library| library.blob(id), |plumbing| plumbing.blob(id))
    }

    /// The staged content of `path` (from the root, `/`-separated), if the index has it.
    ///
    /// # Errors
    ///
    /// When the index or the blob cannot be read.
    pub(crate) fn staged_content(&self, path: &str) -> Result<Option<Vec<u8>>, GitError> {
        self.first_of(
            |library| library.staged_content(path),
            |plumbing| plumbing.staged_content(path),
        )
    }

    /// The paths of all tracked files, from the root of the repository.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub(crate) fn tracked(&self) -> Result<Vec<Vec<u8>>, GitError> {
        self.first_of(Library::tracked, Plumbing::tracked)
    }

    /// The root of the working tree; `None` for a bare repository.
    pub(crate) fn root(&self) -> Option<PathBuf> {
        match &self.library {
            Some(library) => library.root(),
            None => self.plumbing.root(),
        }
    }

    /// The folder in which git looks for this repository's hooks: `core.hooksPath`, else `hooks` in the common git folder.
    ///
    /// # Errors
    ///
    /// When git cannot be run.
    pub(crate) fn hooks_folder(&self) -> Result<PathBuf, GitError> {
        self.plumbing.hooks_folder()
    }

    fn first_of<T>(
        &self,
        library: impl Fn(&Library) -> Result<T, git2::Error>,
        plumbing: impl Fn(&Plumbing) -> Result<T, GitError>,
    ) -> Result<T, GitError> {
        match self.library.as_ref().map(library) {
            Some(Ok(answer)) => Ok(answer),
            _ => plumbing(&self.plumbing),
        }
    }
}
