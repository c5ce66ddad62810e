//! Schemas of data: what JSON Schema and OpenAPI say of a property rather than hold, and members that name an object's type.

/// Whether a key holds a value of the property around it: an example, a default.
pub(super) fn is_example(key: &str) -> bool {
    matches!(
        key,
        "example" | "examples" | "default" | "const" | "x-example"
    )
}

/// Whether a key names the type of the object around it: Django's fixtures, GraphQL, JSON-LD, openEHR.
pub(super) fn is_type(key: &str) -> bool {
    matches!(key, "model" | "__typename" | "_type" | "@type")
}

/// The name of a type without what it belongs to: `patient` of `clinic.patient`.
pub(super) fn type_name(given: &str) -> &str {
    given
        .rsplit(['.', '/', ':', '\\'])
        .next()
        .unwrap_or_default()
}
