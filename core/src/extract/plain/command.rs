//! Command lines: `--password=…`, `--password …`, `mysql -p…`, `curl -u user:…`.

use super::scalar::{Scalar, Single};
use crate::extract::{Extraction, FieldOrigin, Labels, RecordId, Repeated, Scheme};
use crate::span::Span;

/// How a short flag takes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// `-psecret`.
    Attached,
    /// `-p secret`.
    Next,
    /// `-u user:secret`.
    UserInfo,
}

/// Short flags whose long names their manuals give. A flag means nothing without its command.
const SHORT: [(&str, &str, &str, Takes); 17] = [
    ("mysql", "-p", "password", Takes::Attached),
    ("mysqldump", "-p", "password", Takes::Attached),
    ("mysqladmin", "-p", "password", Takes::Attached),
    ("mysqlimport", "-p", "password", Takes::Attached),
    ("mariadb", "-p", "password", Takes::Attached),
    ("sshpass", "-p", "password", Takes::Attached),
    ("sshpass", "-p", "password", Takes::Next),
    ("docker", "-p", "password", Takes::Next),
    ("podman", "-p", "password", Takes::Next),
    ("mongo", "-p", "password", Takes::Next),
    ("mongosh", "-p", "password", Takes::Next),
    ("mongodump", "-p", "password", Takes::Next),
    ("redis-cli", "-a", "password", Takes::Next),
    ("sqlcmd", "-P", "password", Takes::Next),
    ("ldapsearch", "-w", "password", Takes::Next),
    ("curl", "-u", "password", Takes::UserInfo),
    ("curl", "--user", "password", Takes::UserInfo),
];

/// Reads the flags of a command line as one record named by the command, if it has any with a value.
pub(super) fn read<'t>(text: &'t str, line: Span, labels: &mut Labels, out: &mut Extraction<'t>) {
    let bytes = &text.as_bytes()[line.range()];
    if !memchr::memchr_iter(b'-', bytes).any(|at| at > 0 && bytes[at - 1] == b' ') {
        return;
    }
    let mut reader = Reader {
        text,
        line,
        command: "",
        record: None,
    };
    let mut at = line.start;
    while let Some(word) = word(text, at, line.end) {
        at = word.end;
        let content = &text[word.range()];
        if content.starts_with('-') {
            at = reader.flag(word, labels, out).unwrap_or(at);
        } else if SHORT.iter().any(|(command, ..)| content.ends_with(command)) {
            reader.command = content.rsplit('/').next().unwrap_or(content);
        }
    }
}

/// The next word: up to a blank. Quotes are looked into only for values.
fn word(text: &str, from: usize, end: usize) -> Option<Span> {
    let rest = &text[from..end];
    let start = from + (rest.len() - rest.trim_start().len());
    let length = text[start..end].find([' ', '\t']).unwrap_or(end - start);
    (length > 0).then(|| Span::new(start, start + length))
}

/// A long flag without its dashes: `--name`, a property as Java takes it (`-Dname=…`), and a single dash before a whole word,
/// as PowerShell and Go have it.
fn long_flag(flag: &str) -> Option<&str> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    let name = |long: &str| is_name(long.split('=').next().unwrap_or(""));
    if let Some(long) = flag.strip_prefix("--") {
        return name(long).then_some(long);
    }
    if let Some(property) = flag
        .strip_prefix("-D")
        .filter(|property| property.contains('='))
    {
        return name(property).then_some(property);
    }
    let long = flag.strip_prefix('-')?;
    let word = long.split('=').next()?;
    let whole = word.len() >= 5 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    whole.then_some(long)
}

struct Reader<'t> {
    text: &'t str,
    line: Span,
    command: &'t str,
    record: Option<RecordId>,
}

impl<'t> Reader<'t> {
    /// Reads the flag that is `word`; says where to go on when it took a value.
    fn flag(&mut self, word: Span, labels: &mut Labels, out: &mut Extraction<'t>) -> Option<usize> {
        let flag = &self.text[word.range()];
        for (command, short, name, takes) in SHORT {
            if command != self.command || !flag.starts_with(short) {
                continue;
            }
            let rest = word.start + short.len();
            let value = match takes {
                Takes::Attached if rest < word.end => self.value(rest),
                Takes::Next if rest == word.end => self.value(rest),
                Takes::UserInfo => self.value(rest).and_then(|scalar| self.password(&scalar)),
                _ => None,
            };
            if let Some(scalar) = value {
                return Some(self.add(name, scalar, labels, out));
            }
        }
        let long = long_flag(flag)?;
        let name = long.split('=').next()?;
        let start = word.end - long.len();
        let value = start + name.len() + usize::from(long.len() > name.len());
        let scalar = self.value(value)?;
        Some(self.add(name, scalar, labels, out))
    }

    /// The value at `from`, blanks aside: quoted or up to a blank; another flag is none.
    fn value(&self, from: usize) -> Option<Scalar<'t>> {
        let word = word(self.text, from, self.line.end)?;
        let content = &self.text[word.range()];
        if content.starts_with(['"', '\'']) {
            return Scalar::quoted(self.text, word.start, self.line.end, Single::Raw);
        }
        let content = content.trim_end_matches(['`', ';', ',', ')', '"', '\'', '\\']);
        let plain = !content.is_empty() && !content.starts_with(['-', '|', '>', '<', '&']);
        plain.then(|| Scalar::bare(self.text, Span::new(word.start, word.start + content.len())))
    }

    /// The part of `user:password` behind the colon.
    fn password(&self, userinfo: &Scalar<'t>) -> Option<Scalar<'t>> {
        let raw = &self.text[userinfo.span.range()];
        let colon = raw.find(':')?;
        let span = Span::new(userinfo.span.start + colon + 1, userinfo.span.end);
        (!span.is_empty()).then(|| Scalar::bare(self.text, span))
    }

    fn add(
        &mut self,
        name: &str,
        scalar: Scalar<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let (command, line) = (self.command, self.line);
        let record = *self
            .record
            .get_or_insert_with(|| out.record(None, command, line, Repeated::No));
        let label = labels.intern(Scheme::Named, name);
        let end = scalar.end;
        scalar.add(record, label, FieldOrigin::Flag, out);
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read() {
        let cases: [(&str, &[&str]); 13] = [
            (
                "tool --password=x1 --user me",
                &["password = x1", "user = me"],
            ),
            ("tool --password 'x 1' -v", &["password = x 1"]),
            ("tool --password=\"x 1\" -v", &["password = x 1"]),
            ("mysql -uroot -px1 db", &["password = x1"]),
            ("mysql -p db", &[]),
            (
                "$ /usr/bin/curl -u me:x1 https://api.test",
                &["password = x1"],
            ),
            ("curl -u \"me:x1\" https://api.test", &["password = x1"]),
            ("docker login -u me -p x1", &["password = x1"]),
            ("cp -p a b", &[]),
            ("tar -xzf a.tgz", &[]),
            ("java -Ddb.password=x1 -jar a.jar", &["db.password = x1"]),
            (
                "Connect-It -CertPassword x1 -User me",
                &["CertPassword = x1"],
            ),
            ("tool --verbose --quiet", &[]),
        ];
        for (text, expected) in cases {
            let mut labels = Labels::new();
            let mut out = Extraction::default();
            read(text, Span::new(0, text.len()), &mut labels, &mut out);
            assert_eq!(out.listing(&labels), expected, "{text}");
        }
    }
}
