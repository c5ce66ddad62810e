//! What is left of the limits while containers are opened.

use std::io::{self, Read};

use super::Limits;
use crate::extract::field::{Loss, Problem};

/// Problems of one kind are told this many times; a hostile archive has millions.
const TOLD: usize = 100;

/// Bytes of a member's name that are kept: the longest path that Linux takes (`PATH_MAX`). Each member inside carries it, too.
const LONGEST_NAME: usize = 4096;

/// What may still be unpacked, and what was passed over.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: u64,
    members: usize,
    problems: Vec<Problem>,
}

/// Why a member was not unpacked.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A limit was met.
    Limit,
    /// Its bytes are damaged, encrypted or packed in a way that is not known.
    Unreadable,
}

impl Budget {
    /// The budget for a container of `size` bytes.
    pub(super) fn new(size: usize, limits: Limits) -> Self {
        // Small containers compress better than their size tells: a header costs more than the content.
        let by_ratio = (size as u64)
            .saturating_add(4096)
            .saturating_mul(limits.ratio);
        Self {
            bytes: limits.total_bytes.min(by_ratio),
            members: limits.members,
            problems: Vec::new(),
        }
    }

    /// Unpacks a member. What a reader gives counts, never the size that the container declares.
    pub(super) fn read(&mut self, reader: impl Read) -> Result<Vec<u8>, Refusal> {
        if self.members == 0 {
            return Err(Refusal::Limit);
        }
        self.members -= 1;
        let mut bytes = Vec::new();
        let read = reader
            .take(self.bytes.saturating_add(1))
            .read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        if length > self.bytes {
            self.bytes = 0;
            return Err(Refusal::Limit);
        }
        self.bytes -= length;
        read.map(|_| bytes)
            .map_err(|_: io::Error| Refusal::Unreadable)
    }

    /// The name of a member, whatever bytes it is made of.
    pub(super) fn name(&mut self, bytes: &[u8]) -> String {
        if bytes.len() > LONGEST_NAME {
            self.problem("name of a member of a container cut: too long");
        }
        let kept = &bytes[..bytes.len().min(LONGEST_NAME)];
        String::from_utf8_lossy(kept).into_owned()
    }

    /// Notes what was passed over for a limit.
    pub(super) fn problem(&mut self, what: &str) {
        self.lose(Loss::Limit, what);
    }

    /// Notes what was passed over, and what that costs.
    fn lose(&mut self, loss: Loss, what: &str) {
        if self.problems.len() < TOLD {
            self.problems.push(Problem {
                loss,
                what: what.to_owned(),
                at: 0,
            });
        }
    }

    /// Notes why a member was passed over; true when no further member can be unpacked either.
    pub(super) fn refuse(&mut self, refusal: &Refusal) -> Refused {
        match refusal {
            Refusal::Limit => {
                self.problem("rest of a container passed over: too large, too many members or packed too tightly");
                Refused::Rest
            }
            Refusal::Unreadable => {
                self.lose(
                    Loss::Unreadable,
                    "damaged or encrypted member of a container",
                );
                Refused::Member
            }
        }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

/// How much a refusal concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// This member.
    Member,
    /// This member and all that follow.
    Rest,
}
