//! DICOM: the attributes of a file, and listings of attributes as tools print them.
//!
//! An attribute is labelled by its tag in lower-case hexadecimal, `(0010,0020)`, wherever it stands: in the data set or in a
//! sequence of it. One record, `DICOM`, holds everything, since a file is about one patient.

mod character_set;
mod dump;
mod element;
mod file;
#[cfg(test)]
mod tests;

pub use dump::{DicomDump, sniff};
pub use file::{is_dicom, read};

/// What records of DICOM attributes are called.
const RECORD: &str = "DICOM";
