//! The reading of files: those that are scanned, and those that a team writes about its scans.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

/// What [`read_small`] gives.
#[derive(Debug)]
pub enum Content<'b> {
    /// All bytes of the file.
    Whole(&'b [u8]),
    /// The file is larger than the limit; it stands at its beginning and is to be read in windows.
    Large(File),
}

/// Reads a file of at most `limit` bytes into `buffer`, whose old content is dropped and whose memory is reused.
///
/// # Errors
///
/// Whatever opening and reading the file give.
pub fn read_small<'b>(path: &Path, buffer: &'b mut Vec<u8>, limit: u64) -> io::Result<Content<'b>> {
    let mut file = File::open(path)?;
    buffer.clear();
    // One byte more tells a file that has grown, or whose length the system does not know (`/proc`).
    let read = file
        .by_ref()
        .take(limit.saturating_add(1))
        .read_to_end(buffer)?;
    if read as u64 > limit {
        // Reading in windows has memory of its own.
        *buffer = Vec::new();
        file.rewind()?;
        return Ok(Content::Large(file));
    }
    Ok(Content::Whole(buffer))
}

/// Bytes that a file may have which a team writes about its scans: half a million entries of a baseline. A configuration may name
/// anything, such as a device that never ends.
const MOST_TEAM_WRITES: u64 = 64 << 20;

/// Reads a configuration or a baseline.
///
/// # Errors
///
/// Whatever opening and reading the file give, and [`io::ErrorKind::FileTooLarge`] from 64 MiB on.
pub fn read_team_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    file.take(MOST_TEAM_WRITES).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == MOST_TEAM_WRITES {
        let message = format!("larger than {} MiB", MOST_TEAM_WRITES >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_without_end_is_no_team_file() {
        let error = read_team_file(Path::new("/dev/zero")).expect_err("it never ends");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn reads_small_files_and_hands_over_large_ones() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let file = |name: &str, text: &str| {
            let path = directory.path().join(name);
            std::fs::write(&path, text).expect("a file");
            path
        };
        let mut buffer = b"left over".to_vec();
        let small = file("small", "12345");
        let small = read_small(&small, &mut buffer, 5);
        assert!(matches!(small, Ok(Content::Whole(b"12345"))));
        let large = file("large", "123456");
        let large = read_small(&large, &mut buffer, 5);
        let Ok(Content::Large(mut file)) = large else {
            panic!("six bytes are more than five");
        };
        let mut text = String::new();
        file.read_to_string(&mut text).expect("a text");
        assert_eq!(text, "123456");
    }
}
