//! Files that are no text.

use safeharbor::container::{Limits, members};
use safeharbor::{Extraction, Labels, dicom};

/// More than a seed needs; inputs grow to some thousand bytes.
const LIMITS: Limits = Limits {
    depth: 3,
    members: 20,
    total_bytes: 1 << 20,
    ratio: 200,
};

/// Archives, office documents and PDF files stay within their limits.
pub(crate) fn container(data: &[u8]) {
    let (members, problems) = members(data, &LIMITS);
    // A worksheet grows when its shared strings are put in place, to twice the limit at most.
    let total: usize = members.iter().map(|it| it.bytes.len()).sum();
    assert!(total <= 2 << 20, "{total} bytes");
    assert!(members.len() <= LIMITS.members);
    assert!(problems.len() <= 1000);
}

/// Attributes stand in the file, in order of their bytes.
pub(crate) fn dicom(data: &[u8]) {
    let (mut labels, mut out) = (Labels::new(), Extraction::default());
    dicom::read(data, &mut labels, &mut out);
    out.listing(&labels);
    for field in &out.fields {
        assert!(data.get(field.span.range()).is_some());
    }
    for view in &out.views {
        let whole = safeharbor::Span::new(0, view.text.len());
        assert!(data.get(view.map.to_parent(whole).range()).is_some());
    }
    assert!(out.problems.iter().all(|it| it.at <= data.len()));
}
