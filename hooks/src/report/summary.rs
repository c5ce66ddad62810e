//! The last line: what was found, scanned and passed over, and how long it took.

use std::fmt::Write as _;

use super::Totals;

/// One line, without a line end.
pub(crate) fn summary(totals: &Totals) -> String {
    let mut line = if totals.documents == 0 {
        "nothing was scanned".to_owned()
    } else {
        format!(
            "{} in {}",
            verdict(totals),
            counted(totals.documents, "file", "files")
        )
    };
    if totals.documents > 0 {
        let (bytes, seconds) = (size(totals.bytes), totals.elapsed.as_secs_f64());
        // Writing to a string cannot fail.
        let _ = write!(line, " ({bytes}, {seconds:.2} s)");
    }
    if totals.suppressed > 0 {
        let _ = write!(line, "; {} suppressed", totals.suppressed);
    }
    let skipped: usize = totals.passed_over.values().sum();
    if skipped > 0 {
        let reasons: Vec<String> = totals
            .passed_over
            .iter()
            .map(|(why, count)| format!("{count} {}", why.words()))
            .collect();
        let _ = write!(line, "; not scanned: {}", reasons.join(", "));
    }
    if totals.limits > 0 {
        let limits = counted(totals.limits, "limit", "limits");
        let _ = write!(line, "; {limits} met while reading");
    }
    if totals.damaged > 0 {
        let files = counted(totals.damaged, "file", "files");
        let _ = write!(line, "; {files} could not be read whole");
    }
    if totals.unreadable > 0 {
        let files = counted(totals.unreadable, "file", "files");
        let _ = write!(line, "; INCOMPLETE: {files} could not be read");
    }
    line
}

fn verdict(totals: &Totals) -> String {
    match (totals.phi, totals.secrets) {
        (0, 0) => "nothing found".to_owned(),
        (phi, 0) => format!("{phi} PHI"),
        (0, secrets) => counted(secrets, "secret", "secrets"),
        (phi, secrets) => format!("{phi} PHI and {}", counted(secrets, "secret", "secrets")),
    }
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn size(bytes: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    for (unit, name) in units {
        if bytes >= unit {
            return format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit);
        }
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use safeharbor_core::LogicalPath;

    use super::*;
    use crate::report::PassedOver;

    #[test]
    fn the_last_line_says_what_was_and_was_not_done() {
        let mut totals = Totals::default();
        assert_eq!(summary(&totals), "nothing was scanned");
        totals.pass_over(PassedOver::Deleted, 2);
        assert_eq!(
            summary(&totals),
            "nothing was scanned; not scanned: 2 deleted"
        );
        totals.documents = 3;
        totals.bytes = 1_234_567;
        totals.elapsed = Duration::from_millis(1234);
        totals.passed_over.clear();
        assert_eq!(
            summary(&totals),
            "nothing found in 3 files (1.2 MB, 1.23 s)"
        );
        totals.phi = 2;
        totals.secrets = 1;
        totals.suppressed = 4;
        totals.pass_over(PassedOver::Binary, 1);
        totals.unreadable(&LogicalPath::new("a"), "permission denied".to_owned());
        totals.damaged = 2;
        assert_eq!(
            summary(&totals),
            "2 PHI and 1 secret in 3 files (1.2 MB, 1.23 s); 4 suppressed; not scanned: 1 binary; 2 files could not be read whole; INCOMPLETE: 1 file could not be read"
        );
    }
}
