//! A scan that is cancelled ends early.

use std::io::{self, Read};

use safeharbor_core::{Cancellation, Document, LogicalPath, MAX_WINDOW_SIZE, Scratch, WINDOW_SIZE};

use crate::support::{TOKEN, engine};

/// Text without end, whose reader loses patience after a while.
struct Endless<'c> {
    given: usize,
    cancellation: &'c Cancellation,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.fill(b'\n');
        self.given += buffer.len();
        if self.given > 2 * WINDOW_SIZE {
            self.cancellation.cancel();
        }
        Ok(buffer.len())
    }
}

#[test]
fn windows_end_with_the_one_that_is_being_read() {
    let cancellation = Cancellation::default();
    let mut scratch = Scratch::default();
    scratch.heed(&cancellation);
    let mut endless = Endless {
        given: 0,
        cancellation: &cancellation,
    };
    let path = LogicalPath::new("a.log");
    let report = engine().scan_reader(&path, &mut endless, &mut scratch);
    assert!(report.expect("it reads").bytes > 0);
    assert!(endless.given < MAX_WINDOW_SIZE);
}

#[test]
fn space_serves_again_once_it_heeds_another() {
    let (engine, cancellation) = (engine(), Cancellation::default());
    let mut scratch = Scratch::default();
    let text = format!("token = '{TOKEN}'\n");
    let document = Document::new("a.py", text.as_bytes());
    let found = |scratch: &mut Scratch| engine.scan(&document, scratch).findings.len();
    scratch.heed(&cancellation);
    assert_eq!(found(&mut scratch), 1);
    cancellation.cancel();
    assert_eq!(found(&mut scratch), 0);
    scratch.heed(&Cancellation::default());
    assert_eq!(found(&mut scratch), 1);
}
