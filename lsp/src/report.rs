//! The report on all that is known, in Markdown: open documents, and other files once the workspace has been scanned.

use std::collections::BTreeMap;

use tower_lsp::ls_types::{Diagnostic, NumberOrString};

use crate::convert;
use crate::session::Session;

/// Every finding with its place, sorted by document. No value is in it.
pub(crate) fn markdown(session: &Session) -> String {
    let units = session.abilities().units;
    let mut by_document: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    let state = session.state();
    for (id, analysis) in &state.analyses {
        let items = convert::diagnostics(id, analysis, &[], units);
        by_document.insert(analysis.name.to_string(), items);
    }
    for (path, closed) in &state.closed.reports {
        let holding = state
            .folders
            .iter()
            .find_map(|folder| path.strip_prefix(folder).ok());
        let name = holding.unwrap_or(path).display().to_string();
        by_document.insert(name, closed.items.clone());
    }
    drop(state);
    render(&by_document)
}

fn render(by_document: &BTreeMap<String, Vec<Diagnostic>>) -> String {
    let is_finding = |item: &&Diagnostic| item.data.is_some();
    let count: usize = by_document
        .values()
        .map(|items| items.iter().filter(is_finding).count())
        .sum();
    let mut text = format!("# Safeharbor: {count} findings\n");
    for (name, items) in by_document {
        if !items.iter().any(|item| item.data.is_some()) {
            continue;
        }
        text.push_str(&format!("\n## {name}\n\n"));
        for item in items.iter().filter(is_finding) {
            let rule = match &item.code {
                Some(NumberOrString::String(rule)) => rule.as_str(),
                _ => "",
            };
            let line = item.range.start.line + 1;
            text.push_str(&format!("- line {line}: {} (`{rule}`)\n", item.message));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use tower_lsp::ls_types::{Position, Range};

    #[test]
    fn findings_are_listed_by_document_and_notes_are_not() {
        let finding = Diagnostic {
            range: Range::new(Position::new(2, 0), Position::new(2, 4)),
            code: Some(NumberOrString::String("phi/ssn".to_owned())),
            message: "SSN".to_owned(),
            data: Some(json!({})),
            ..Diagnostic::default()
        };
        let all = BTreeMap::from([
            ("a.py".to_owned(), vec![finding, Diagnostic::default()]),
            ("b.py".to_owned(), vec![Diagnostic::default()]),
        ]);
        assert_eq!(
            render(&all),
            "# Safeharbor: 1 findings\n\n## a.py\n\n- line 3: SSN (`phi/ssn`)\n"
        );
    }
}
