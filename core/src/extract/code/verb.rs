//! What the name of a function or method says of its arguments, in any language's libraries.

/// Methods that compare what they are called on, or what was handed to the call before, with their argument.
pub(super) const COMPARING: [&str; 33] = [
    "equals",
    "equalsIgnoreCase",
    "Equals",
    "equal",
    "eq",
    "eql",
    "toBe",
    "toEqual",
    "toStrictEqual",
    "isEqualTo",
    "to_eq",
    "contentEquals",
    "is",
    "compareTo",
    "Be",
    "BeEquivalentTo",
    "shouldBe",
    "should",
    "to",
    "isSameAs",
    "isEqualToIgnoringCase",
    "must_equal",
    "toContain",
    "toContainEqual",
    "toMatchObject",
    "toHaveTextContent",
    "toHaveValue",
    "thenReturn",
    "willReturn",
    "andReturn",
    "Returns",
    "returns",
    "mockReturnValue",
];

/// Methods that add text to what they are called on.
pub(super) const APPENDING: [&str; 12] = [
    "append",
    "Append",
    "push_str",
    "write",
    "Write",
    "concat",
    "write_str",
    "WriteString",
    "print",
    "str_cat",
    "join_with",
    "write_all",
];

/// Methods that add a line or an element to what they are called on.
pub(super) const APPENDING_LINES: [&str; 13] = [
    "push",
    "add",
    "Add",
    "appendLine",
    "AppendLine",
    "writeln",
    "println",
    "puts",
    "WriteLine",
    "writeLine",
    "printLine",
    "appendln",
    "offer",
];

/// Functions that give back their argument, or what they are called on, in another form, in lower case.
pub(super) const CONVERSIONS: [&str; 87] = [
    "adjusted",
    "as_bytes",
    "as_str",
    "asbytes",
    "ascii",
    "b",
    "bytearray",
    "bytes",
    "char",
    "clone",
    "cow",
    "date",
    "dateonly",
    "datetime",
    "datetimetype",
    "datetype",
    "decimal",
    "dedent",
    "encode",
    "eq",
    "equal_to",
    "equalto",
    "fhirdate",
    "fhirdatetime",
    "fhirprimitive",
    "fhirstring",
    "freeze",
    "from",
    "from_str",
    "fromisoformat",
    "fromstring",
    "getbytes",
    "instant",
    "int",
    "integer",
    "into",
    "is",
    "isodate",
    "just",
    "lit",
    "literal",
    "localdate",
    "localdatetime",
    "long",
    "lower",
    "lowercase",
    "mark_safe",
    "of",
    "offsetdatetime",
    "ok",
    "parse",
    "parsedate",
    "pointer",
    "ptr",
    "ptrto",
    "raw",
    "secretstr",
    "some",
    "str",
    "strptr",
    "string",
    "stringptr",
    "stringtype",
    "strip",
    "stripindent",
    "stripmargin",
    "strptime",
    "symbol",
    "text",
    "timestamp",
    "to_owned",
    "to_string",
    "tobytearray",
    "tochararray",
    "todate",
    "tolowercase",
    "toptr",
    "tostring",
    "touppercase",
    "trim",
    "trimindent",
    "trimmargin",
    "unquote",
    "upper",
    "uuid",
    "valueof",
    "zoneddatetime",
];

/// Functions whose arguments are messages to people, not values of anything.
pub(super) const TELLING: [&str; 24] = [
    "log", "info", "debug", "warn", "warning", "error", "trace", "fatal", "require", "import",
    "describe", "it", "printf", "fprintf", "panic", "raise", "format", "sprintf", "println",
    "print", "eprintln", "echo", "puts", "Println",
];

/// Functions that copy their second argument to their first.
pub(super) const COPYING: [&str; 4] = ["strcpy", "strncpy", "strlcpy", "strcpy_s"];

/// Functions that take keys and values in turn.
pub(super) const ALTERNATING: [&str; 7] = [
    "of",
    "hash",
    "ImmutableMap",
    "object",
    "build_object",
    "json_build_object",
    "hashMapOf",
];

/// Functions that set a member of their first argument, named by the second, to the third.
pub(super) const SETTING: [&str; 5] = ["setattr", "setProperty", "setField", "writeField", "set"];

/// Functions that say what an expectation is about: `when(patient.getName()).thenReturn("…")`.
pub(super) const STUBBING: [&str; 5] = ["when", "given", "every", "whenever", "Setup"];

/// Words between an expectation and what is expected.
pub(super) const LINKS: [&str; 8] = ["to", "be", "not", "and", "deep", "have", "should", "Should"];

/// `assertEquals`, `assert_eq!`, `ExpectThat`, `XCTAssertEqual`, `strcmp`.
pub(super) fn is_assertion(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let starts = [
        "assert",
        "expect",
        "should",
        "xctassert",
        "strcmp",
        "strncmp",
        "isequal",
    ];
    starts.iter().any(|start| lower.starts_with(start))
}

/// Whether what a method belongs to makes its calls assertions: `Assert.Equal`, `require.Equal`.
pub(super) fn asserts(root: &str) -> bool {
    matches!(root, "Assert" | "assert" | "require" | "XCTest")
}
