//! Documents: bytes with a logical path, decoded to text that remembers where each byte came from.

mod encoding;
mod language;
mod transcoding;
mod view;
mod windows;

pub(crate) use encoding::SNIFFED;
pub use encoding::{Encoding, Text, decode};
pub use language::{Language, detect};
pub use transcoding::Transcoding;
pub(crate) use view::Decoded;
pub use view::{OffsetMap, Piece, Standing, View, ViewKind};
pub use windows::{End, MAX_WINDOW_SIZE, TextWindow, WINDOW_SIZE, Windows};

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// A document's name as reports show it: `/`-separated, bytes that are no UTF-8 percent-encoded.
///
/// ```
/// use safeharbor_core::LogicalPath;
/// assert_eq!(LogicalPath::from_bytes(b"a/\xff b.txt").as_str(), "a/%FF b.txt");
/// assert_eq!(LogicalPath::new("COMMIT_MSG").file_name(), "COMMIT_MSG");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogicalPath(Arc<str>);

impl LogicalPath {
    /// A path that is text already.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// A path as git or the file system has it: any bytes.
    pub fn from_bytes(path: &[u8]) -> Self {
        let mut text = String::with_capacity(path.len());
        for chunk in path.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                text.push_str(percent_encoding::percent_encode_byte(*byte));
            }
        }
        Self(text.into())
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the last `/`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// What follows the last `.` of the file name, if there is one; not for names such as `.env`.
    pub fn extension(&self) -> Option<&str> {
        let (stem, extension) = self.file_name().rsplit_once('.')?;
        (!stem.is_empty()).then_some(extension)
    }
}

impl fmt::Display for LogicalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LogicalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogicalPath({:?})", &self.0)
    }
}

/// One unit to scan: a file, a staged blob, an editor buffer, a commit message.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Its name.
    pub path: LogicalPath,
    /// Its bytes, in whatever encoding.
    pub bytes: Cow<'a, [u8]>,
}

impl<'a> Document<'a> {
    /// A document of borrowed or owned bytes.
    pub fn new(path: &str, bytes: impl Into<Cow<'a, [u8]>>) -> Self {
        Self {
            path: LogicalPath::new(path),
            bytes: bytes.into(),
        }
    }
}
