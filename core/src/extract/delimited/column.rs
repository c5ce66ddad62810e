//! Columns without a header: samples of their values, by which their kind can be told.

use crate::extract::{Extraction, Label};

/// A column shorter than this tells no kind.
pub const MIN_ROWS: usize = 5;

/// The least share of values that are valid for a kind, for the column to be of it.
pub const MIN_SHARE: f32 = 0.8;

/// How many values of a column are looked at.
const MAX_SAMPLE: usize = 64;

/// The first values of one column.
///
/// A single column proves little (one number in ten passes a check digit): take its kind only with another column of a
/// strong kind beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSample<'e> {
    /// The column's label: `column 3`.
    pub label: Label,
    /// Its first values that are not empty, at most 64.
    pub values: Vec<&'e str>,
}

impl<'e> ColumnSample<'e> {
    /// Samples the given columns of what was read, in their order.
    pub fn of(extraction: &'e Extraction<'_>, columns: &[Label]) -> Vec<ColumnSample<'e>> {
        let mut samples: Vec<_> = columns
            .iter()
            .map(|&label| ColumnSample {
                label,
                values: Vec::new(),
            })
            .collect();
        // Labels of one table's numbered columns are found by search.
        let mut order: Vec<(Label, usize)> = columns.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let mut wanted = columns.len() * MAX_SAMPLE;
        for field in &extraction.fields {
            if wanted == 0 {
                break;
            }
            let Ok(found) = order.binary_search_by_key(&field.label, |&(label, _)| label) else {
                continue;
            };
            let values = &mut samples[order[found].1].values;
            if values.len() < MAX_SAMPLE {
                values.push(&field.value);
                wanted -= 1;
            }
        }
        samples
    }

    /// The share, from 0 to 1, of values that are `valid`; nothing for fewer than [`MIN_ROWS`] values.
    pub fn share(&self, valid: impl Fn(&str) -> bool) -> Option<f32> {
        if self.values.len() < MIN_ROWS {
            return None;
        }
        let count = self.values.iter().filter(|value| valid(value)).count();
        // At most 64 of each: exact in 32-bit floats.
        let number = |count: usize| u16::try_from(count).map_or(0.0, f32::from);
        Some(number(count) / number(self.values.len()))
    }

    /// Whether the column is of the kind whose values are `valid`.
    pub fn is_of_kind(&self, valid: impl Fn(&str) -> bool) -> bool {
        self.share(valid).is_some_and(|share| share >= MIN_SHARE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Labels, Scheme};

    #[test]
    fn kinds_need_rows_and_agreement() {
        let label = Labels::new().intern(Scheme::Named, "column 1");
        let digits = |value: &str| value.bytes().all(|byte| byte.is_ascii_digit());
        let cases: [(&[&str], bool); 4] = [
            (&["1", "2", "3", "4", "5"], true),
            (&["1", "2", "3", "4", "x"], true),
            (&["1", "2", "3", "y", "x"], false),
            (&["1", "2", "3", "4"], false),
        ];
        for (values, expected) in cases {
            let values = values.to_vec();
            let sample = ColumnSample { label, values };
            assert_eq!(sample.is_of_kind(digits), expected, "{:?}", sample.values);
        }
    }
}
