//! Labels of a coded scheme by number, so that the path of a field is spelled out once and not for every field.

use super::label::{Label, Labels, Scheme};

/// Labels by two small numbers: a field and its component. Good for one [`Labels`].
#[derive(Debug, Default)]
pub(super) struct LabelGrid {
    rows: Vec<Vec<Option<Label>>>,
}

impl LabelGrid {
    /// The label at (`row`, `column`); `path` spells it when it is asked for the first time. The grid grows to the largest
    /// numbers asked for, so callers bound them.
    pub(super) fn label(
        &mut self,
        labels: &mut Labels,
        scheme: Scheme,
        (row, column): (usize, usize),
        path: impl FnOnce() -> String,
    ) -> Label {
        let known = self.rows.get(row).and_then(|cells| cells.get(column));
        if let Some(Some(label)) = known {
            return *label;
        }
        let label = labels.intern(scheme, &path());
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, None);
        }
        cells[column] = Some(label);
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_a_path_once() {
        let mut labels = Labels::new();
        let mut grid = LabelGrid::default();
        let path = || "PID-5.1".to_owned();
        let first = grid.label(&mut labels, Scheme::Hl7v2, (5, 1), path);
        assert_eq!(labels.path(first), ["PID-5.1"]);
        let again = grid.label(&mut labels, Scheme::Hl7v2, (5, 1), || unreachable!());
        assert_eq!(again, first);
        let other = grid.label(&mut labels, Scheme::Hl7v2, (2, 3), || "PID-2.3".to_owned());
        assert_ne!(other, first);
    }
}
