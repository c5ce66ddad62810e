//! The `safeharbor` binary.
fn main() {}
