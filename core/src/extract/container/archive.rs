//! Archives: ZIP, gzip and tar.

use std::io::{self, Cursor};

use memchr::memmem;

use super::Member;
use super::budget::{Budget, Refusal, Refused};

/// The containers that are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// ZIP, and what is built on it: office documents, jars, wheels.
    Zip,
    /// One packed file.
    Gzip,
    /// Files in a row.
    Tar,
    /// Pages of text.
    #[cfg(feature = "pdf")]
    Pdf,
}

/// Where a tar header says that it is one (POSIX.1-1988, `magic`).
const TAR_MAGIC: usize = 257;

impl Kind {
    /// The kind of container that `bytes` begin.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        #[cfg(feature = "pdf")]
        if bytes.starts_with(b"%PDF-") {
            return Some(Kind::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            Some(Kind::Zip)
        } else if bytes.starts_with(&[0x1f, 0x8b, 8]) {
            Some(Kind::Gzip)
        } else if bytes
            .get(TAR_MAGIC..)
            .is_some_and(|rest| rest.starts_with(b"ustar"))
        {
            Some(Kind::Tar)
        } else {
            None
        }
    }

    /// Unpacks a container of this kind; directories and links are no members.
    pub(super) fn open(self, bytes: &[u8], budget: &mut Budget) -> Vec<Member> {
        match self {
            Kind::Zip => zip(bytes, budget),
            Kind::Gzip => gzip(bytes, budget),
            Kind::Tar => tar(bytes, budget),
            #[cfg(feature = "pdf")]
            Kind::Pdf => super::pdf::texts(bytes, budget),
        }
    }
}

/// Names in ZIP archives that are looked at: all of them are read before the first member is, and take four times their room.
const MOST_NAMES: usize = 200_000;

/// Begins a name in the directory of a ZIP archive (APPNOTE 4.3.12).
const ZIP_NAME: &[u8] = b"PK\x01\x02";

fn zip(bytes: &[u8], budget: &mut Budget) -> Vec<Member> {
    let mut members = Vec::new();
    // What the archive says of their number may be a lie.
    if memmem::find_iter(bytes, ZIP_NAME).nth(MOST_NAMES).is_some() {
        budget.problem("archive passed over: too many members");
        return members;
    }
    let Ok(mut archive) = ::zip::ZipArchive::new(Cursor::new(bytes)) else {
        budget.refuse(&Refusal::Unreadable);
        return members;
    };
    for index in 0..archive.len() {
        let read = match archive.by_index(index) {
            Ok(file) if !file.is_file() => continue,
            Ok(file) => {
                let name = budget.name(file.name_raw());
                budget.read(file).map(|bytes| Member { name, bytes })
            }
            Err(_) => Err(Refusal::Unreadable),
        };
        match read {
            Ok(member) => members.push(member),
            Err(refusal) if budget.refuse(&refusal) == Refused::Rest => break,
            Err(_) => {}
        }
    }
    members
}

/// The one file in a gzip stream, or in several behind each other. It has no name of its own that could be relied on.
fn gzip(bytes: &[u8], budget: &mut Budget) -> Vec<Member> {
    match budget.read(flate2::read::MultiGzDecoder::new(bytes)) {
        Ok(bytes) => vec![Member {
            name: String::new(),
            bytes,
        }],
        Err(refusal) => {
            budget.refuse(&refusal);
            Vec::new()
        }
    }
}

fn tar(bytes: &[u8], budget: &mut Budget) -> Vec<Member> {
    let mut members = Vec::new();
    let mut archive = ::tar::Archive::new(bytes);
    let Ok(entries) = archive.entries() else {
        budget.refuse(&Refusal::Unreadable);
        return members;
    };
    for entry in entries {
        let read = entry
            .map_err(|_: io::Error| Refusal::Unreadable)
            .and_then(|entry| {
                let kind = entry.header().entry_type();
                // Old systems kept files in one piece, and GNU tar leaves out their holes.
                if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
                    return Ok(None);
                }
                let name = budget.name(&entry.path_bytes());
                // A cut-off member must not look whole.
                let size = entry.size();
                let bytes = budget.read(entry)?;
                if bytes.len() as u64 == size {
                    Ok(Some(Member { name, bytes }))
                } else {
                    Err(Refusal::Unreadable)
                }
            });
        match read {
            Ok(member) => members.extend(member),
            // Behind a damaged header nothing can be found.
            Err(refusal) => {
                budget.refuse(&refusal);
                break;
            }
        }
    }
    members
}
