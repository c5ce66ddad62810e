//! Every target: what it feeds, its name tells.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use safeharbor_fuzz::{Target, sow, target};

static TARGET: LazyLock<Target> = LazyLock::new(|| target(env!("CARGO_BIN_NAME")));

fuzz_target!(
    init: {
        // A reader of PDF files below us may panic and is caught; what nothing catches ends the target all the same.
        let _ = std::panic::take_hook();
        sow(&TARGET);
    },
    |data: &[u8]| (TARGET.check)(data)
);
