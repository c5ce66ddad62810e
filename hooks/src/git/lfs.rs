//! Git LFS pointers: small texts that stand in the repository for a large file kept elsewhere.

/// The longest text that Git LFS itself takes for a pointer, in bytes.
/// <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>
const LONGEST: usize = 1024;

/// Whether `blob` is a Git LFS pointer and nothing else, so that there is nothing in it to scan. A text that merely begins
/// like one is not.
pub(crate) fn is_lfs_pointer(blob: &[u8]) -> bool {
    if blob.len() >= LONGEST {
        return false;
    }
    let Ok(text) = std::str::from_utf8(blob) else {
        return false;
    };
    let mut lines = text.lines();
    let version = "version https://git-lfs.github.com/spec/v1";
    lines.next() == Some(version)
        && lines.clone().any(|line| line.starts_with("oid "))
        && lines.all(is_pointer_line)
}

fn is_pointer_line(line: &str) -> bool {
    let Some((key, value)) = line.split_once(' ') else {
        return false;
    };
    match key {
        "size" => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
        "oid" => is_object_id(value),
        // `ext-0-name sha256:…`: a filter that ran before.
        _ => key.starts_with("ext-") && key.len() <= 32 && is_object_id(value),
    }
}

fn is_object_id(value: &str) -> bool {
    value.strip_prefix("sha256:").is_some_and(|digits| {
        digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::is_lfs_pointer;

    #[test]
    fn only_whole_pointers_are_pointers() {
        let oid = format!("oid sha256:{}\n", "4d".repeat(32));
        let version = "version https://git-lfs.github.com/spec/v1\n";
        let cases = [
            (format!("{version}{oid}size 12345\n"), true),
            (
                format!("{version}ext-0-x sha256:{}\n{oid}size 1\n", "0".repeat(64)),
                true,
            ),
            (format!("{version}{oid}size 12345\npassword = x\n"), false),
            (format!("{version}size 12345\n"), false),
            (version.to_owned(), false),
            (String::new(), false),
            (format!("{version}{oid}size {}\n", "1".repeat(2000)), false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_lfs_pointer(text.as_bytes()), expected, "{text}");
        }
        assert!(!is_lfs_pointer(b"version \xff"));
    }
}
