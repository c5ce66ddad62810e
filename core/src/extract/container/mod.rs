//! Containers: archives and office documents, opened to the texts inside.
//!
//! A container is opened in memory, within [`Limits`] on depth, size and compression ratio; whatever is passed over is
//! reported. Hostile and damaged containers give what could be read, never a panic. PDF files count as containers of their pages.

mod archive;
mod budget;
#[cfg(feature = "office")]
mod cell_dates;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(test)]
mod tests;

use self::archive::Kind;
use self::budget::Budget;
use crate::extract::field::Problem;

/// How much of a container is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many containers may stand in each other: 1 opens an archive, but no archive inside of it.
    pub depth: usize,
    /// How many members are opened in all.
    pub members: usize,
    /// How many bytes are unpacked in all.
    pub total_bytes: u64,
    /// How many times larger than the container itself its content may be. Deflate, at best, packs 1032 to 1; text packs
    /// 3 to 20 to 1.
    pub ratio: u64,
}

impl Default for Limits {
    /// Four deep, 10,000 members, 256 MB, 200 to 1.
    fn default() -> Self {
        Self {
            depth: 4,
            members: 10_000,
            total_bytes: 256 << 20,
            ratio: 200,
        }
    }
}

/// A file inside of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path in the container, `/`-separated, with `!/` after each container that it stands in: `a.tar!/b.txt`. As the
    /// container gives it: it is a name, never a place to write to.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Whether `head`, the first bytes of a file (512 suffice), begins a container that [`members`] opens.
pub fn is_container(head: &[u8]) -> bool {
    Kind::of(head).is_some()
}

/// The files in a container, and in the containers in it, in order; of office documents the text. Containers that are opened
/// are no members themselves.
///
/// Problems tell what was passed over, without names; they all stand at byte 0.
///
/// ```
/// # use std::io::Write;
/// use safeharbor_core::container::{Limits, members};
/// let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
/// packed.write_all(b"name,city")?;
/// let (found, problems) = members(&packed.finish()?, &Limits::default());
/// assert_eq!(found[0].bytes, b"name,city");
/// assert!(problems.is_empty());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn members(bytes: &[u8], limits: &Limits) -> (Vec<Member>, Vec<Problem>) {
    let mut budget = Budget::new(bytes.len(), *limits);
    let mut files = Vec::new();
    // What is still to be opened: a stack, so that the order is that of the containers.
    let mut pending: Vec<(Member, usize)> = Vec::new();
    if let Some(kind) = Kind::of(bytes) {
        push_reversed(&mut pending, open(kind, bytes, "", &mut budget), 1);
    }
    while let Some((member, depth)) = pending.pop() {
        match Kind::of(&member.bytes) {
            Some(kind) if depth < limits.depth => {
                let inner = open(kind, &member.bytes, &member.name, &mut budget);
                push_reversed(&mut pending, inner, depth + 1);
            }
            Some(_) => budget.problem("container inside of too many others passed over"),
            None => files.push(member),
        }
    }
    (files, budget.into_problems())
}

fn push_reversed(pending: &mut Vec<(Member, usize)>, members: Vec<Member>, depth: usize) {
    pending.extend(members.into_iter().rev().map(|member| (member, depth)));
}

/// The members of one container, named below it.
fn open(kind: Kind, bytes: &[u8], name: &str, budget: &mut Budget) -> Vec<Member> {
    let mut members = kind.open(bytes, budget);
    #[cfg(feature = "office")]
    if kind == Kind::Zip {
        members = office::texts(members, budget);
    }
    for member in &mut members {
        match (name.is_empty(), member.name.is_empty()) {
            (true, _) => {}
            (false, true) => member.name = name.to_owned(),
            (false, false) => member.name = format!("{name}!/{}", member.name),
        }
    }
    members
}
