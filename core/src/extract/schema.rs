//! Schemas of data, as JSON Schema and OpenAPI write them: what they say of a property rather than hold.

/// Whether a key holds a value of the property around it: an example, a default.
pub(super) fn is_example(key: &str) -> bool {
    matches!(
        key,
        "example" | "examples" | "default" | "const" | "x-example"
    )
}
