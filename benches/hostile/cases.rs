//! Texts made to wear the readers down: each is one thing again and again, in whatever format it hurts most.

/// A hostile document of any size.
pub(crate) struct Case {
    /// What it is, in a word or two.
    pub(crate) name: &'static str,
    /// Its path, which decides about the reader.
    pub(crate) path: &'static str,
    head: &'static str,
    /// What is repeated. `{n}` is another number each time, `{s}` digits in the form of a social security number.
    unit: &'static str,
    tail: &'static str,
}

impl Case {
    /// The document, of about `size` bytes.
    pub(crate) fn text(&self, size: usize) -> String {
        let mut text = String::with_capacity(size + 1024);
        text.push_str(self.head);
        let is_fixed = !self.unit.contains('{');
        let mut number = 0;
        while text.len() < size {
            if is_fixed {
                text.push_str(self.unit);
            } else {
                text.push_str(&numbered(self.unit, number));
            }
            number += 1;
        }
        text.push_str(self.tail);
        text
    }
}

fn numbered(unit: &str, number: usize) -> String {
    let ssn = format!(
        "{:03}-{:02}-{:04}",
        100 + number / 9000 % 500,
        10 + number % 89,
        1000 + number % 8999
    );
    unit.replace("{n}", &number.to_string())
        .replace("{s}", &ssn)
        .replace("{allow}", concat!("safeharbor", ":allow"))
}

const fn case(
    name: &'static str,
    path: &'static str,
    (head, unit, tail): (&'static str, &'static str, &'static str),
) -> Case {
    Case {
        name,
        path,
        head,
        unit,
        tail,
    }
}

const MSH: &str = "MSH|^~\\&|A|B|C|D|20240311||ADT^A01|1|P|2.5\r";
const ISA: &str = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240311*0815*^*00501*000000001*0*P*:~";

/// All cases, by reader.
pub(crate) const CASES: &[Case] = &[
    case("fields", "a.hl7", ("MSH|^~\\&|PID|", "|", "")),
    case("components", "a.hl7", ("MSH|^~\\&|\rPID|1|", "^", "")),
    case("repetitions", "a.hl7", ("MSH|^~\\&|\rPID|1||", "7~", "")),
    case(
        "escapes",
        "a.hl7",
        ("MSH|^~\\&|\rOBX|1|TX|||", "\\X0D\\", ""),
    ),
    case("segments", "a.hl7", (MSH, "PID|1||{n}\r", "")),
    case("one message", "a.hl7", (MSH, "OBX|{n}|ST|7||{s}\r", "")),
    case("headers", "a.txt", ("", "MSH|", "")),
    case(
        "segments in a line",
        "a.txt",
        ("PID|1||2 ", "\"PID|1||7\",", ""),
    ),
    case("elements", "a.x12", (ISA, "*", "~")),
    case("segments", "a.x12", (ISA, "~", "")),
    case(
        "loops",
        "a.x12",
        (ISA, "HL*{n}*{n}*22*1~NM1*IL*1*ROE*JANE****MI*{n}~", ""),
    ),
    case(
        "one loop",
        "a.x12",
        (ISA, "NM1*IL*1*ROE*JANE****MI*{n}~", ""),
    ),
    case("commas", "a.csv", ("mrn,ssn,name\n", ",", "")),
    case("open quote", "a.csv", ("mrn,ssn,name\n\"", "{s},", "")),
    case("quotes", "a.csv", ("mrn,ssn,name\n", "\"", "")),
    case("columns", "a.csv", ("", "ssn,", "\n1,2,3\n")),
    case("other columns", "a.csv", ("ssn,", "c{n},", "\n1,2,3\n")),
    case("rows", "a.csv", ("", "{s},1990-02-03,Jane\n", "")),
    case("arrays", "a.json", ("", "[", "")),
    case("objects", "a.json", ("", "{\"patient\":", "")),
    case(
        "repeated keys",
        "a.json",
        ("{", "\"ssn\": \"{s}\", ", "\"a\": 1}"),
    ),
    case(
        "other keys",
        "a.json",
        ("{\"ssn\": 1", ", \"k{n}\": \"v\"", "}"),
    ),
    case("open string", "a.json", ("{\"ssn\": \"", "ab ", "")),
    case("backslashes", "a.json", ("{\"ssn\": \"", "\\", "")),
    case("escapes", "a.json", ("{\"ssn\": \"", "\\u0041", "\"}")),
    case(
        "resources",
        "a.json",
        ("", "{\"resourceType\":\"Patient\",\"contained\":[", ""),
    ),
    case(
        "references",
        "a.ndjson",
        (
            "",
            "{\"resourceType\":\"Encounter\",\"subject\":{\"reference\":\"Patient/7\",\"display\":\"Jane Roe\"}}\n",
            "",
        ),
    ),
    case("elements", "a.xml", ("", "<patient>", "")),
    case("attributes", "a.xml", ("<a", " ssn=\"{s}\"", "/>")),
    case("brackets", "a.xml", ("<patient>", "<", "")),
    case("entities", "a.xml", ("<ssn>", "&amp;", "</ssn>")),
    case("comments", "a.xml", ("<patient>", "<!-- ", "")),
    case("closing tags", "a.xml", ("<patient>", "</b>", "")),
    case(
        "participants",
        "a.xml",
        (
            "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">",
            "<recordTarget><patientRole>",
            "",
        ),
    ),
    case("tables", "a.html", ("", "<table><tr><td>ssn", "")),
    case(
        "values",
        "a.sql",
        ("INSERT INTO patient (ssn) VALUES (", "'{s}',", ""),
    ),
    case(
        "rows",
        "a.sql",
        (
            "INSERT INTO patient (ssn, name) VALUES ",
            "('{s}','Jane'),",
            "",
        ),
    ),
    case(
        "brackets",
        "a.sql",
        ("INSERT INTO patient (ssn) VALUES ", "(", ""),
    ),
    case(
        "open quote",
        "a.sql",
        ("INSERT INTO patient (ssn) VALUES ('", "ab ''", ""),
    ),
    case("statements", "a.sql", ("", "INSERT INTO patient ", "")),
    case("flow", "a.yaml", ("ssn: ", "[", "")),
    case("entries", "a.yaml", ("patients:\n", "  - ssn: {s}\n", "")),
    case("one line", "a.yaml", ("ssn: ", "a: ", "")),
    case("block", "a.yaml", ("ssn: |\n", "  text\n", "")),
    case("continued", "a.properties", ("ssn=", "a\\\n", "")),
    case("settings", ".env", ("", "PATIENT_SSN={s}\n", "")),
    case("sections", "a.ini", ("", "[patient{n}]\nssn={s}\n", "")),
    case(
        "cells",
        "a.ipynb",
        (
            "{\"cells\":[",
            "{\"cell_type\":\"code\",\"source\":[\"ssn = '{s}'\"]},",
            "]}",
        ),
    ),
    case("tags", "a.txt", ("", "(0010,0020) LO [{n}]\n", "")),
    case("base64", "a.py", ("patient_ssn = \"", "QUFBQUFB", "\"\n")),
    case(
        "base64 words",
        "a.py",
        (
            "patient_ssn = 1\n",
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo= ",
            "",
        ),
    ),
    case("percent", "a.txt", ("ssn=", "%41", "")),
    case("repeated keys", "a.py", ("p = {", "'ssn': '{s}', ", "}\n")),
    case("assignments", "a.py", ("", "patient_ssn = '{s}'\n", "")),
    case("nesting", "a.py", ("patient_ssn = ", "[", "")),
    case("sum", "a.py", ("patient_ssn = '1'", " + '2'", "\n")),
    case("open quotes", "a.py", ("patient_ssn = ", "'''", "")),
    case(
        "calls",
        "a.java",
        ("class A { void b() { p", ".setSsn(\"{s}\")", "; } }"),
    ),
    case(
        "setters",
        "a.java",
        ("class A { void b() { ", "p.setSsn(\"{s}\"); ", "} }"),
    ),
    case(
        "appends",
        "A.java",
        (
            "class A { void b() { ",
            "sql.append(\"PID|1||{n}\\r\"); ",
            "} }",
        ),
    ),
    case("braces", "a.js", ("patientSsn = ", "{a:", "")),
    case("templates", "a.js", ("patientSsn = ", "`${", "")),
    case(
        "objects",
        "a.ts",
        ("const p = [", "{ ssn: \"{s}\", name: \"Jane\" }, ", "];"),
    ),
    case("lists", "a.zig", ("", "(dob, ssn)(\"{s}\", ", "")),
    case(
        "rows",
        "a.zig",
        ("f(\"name, ssn\", [", "(\"Jane\", \"{s}\"), ", "])"),
    ),
    case(
        "structures",
        "a.zig",
        ("", "struct p{n} { char *ssn; char *dob; };\n", ""),
    ),
    case("open calls", "a.zig", ("", "f(\"name, ssn\", [(a=1, ", "")),
    case("parameters", "a.zig", ("", "f(ssn, dob)[[[[", "")),
    case("forms", "a.zig", ("", "cy.get('#ssn').type('{s}');\n", "")),
    case("open forms", "a.zig", ("ssn = '1'; ", ".type(", "")),
    case("attribute tags", "a.zig", ("", "'00100010': ", "")),
    case("fences", "a.md", ("patient ssn\n", "```\n", "")),
    case("open fences", "a.md", ("patient ssn\n", "```a\nb\n", "")),
    case("objects", "a.md", ("patient ssn\n", "{\"ssn\":\n", "")),
    case(
        "objects in lines",
        "a.log",
        ("", "{\"ssn\": \"{s}\", \"name\": \"Jane\"}\n", ""),
    ),
    case("here documents", "a.sh", ("", "cat <<A\nssn={s}\n", "")),
    case("names", "a.zig", ("", "patient_ssn = ", "")),
    case("names in a line", "a.txt", ("", "ssn", "")),
    case("labels", "a.txt", ("", "SSN: ", "")),
    case("numbers", "a.txt", ("SSN ", "{s}-", "")),
    case("digits", "a.txt", ("SSN ", "1", "")),
    case(
        "key heads",
        "a.txt",
        ("", "-----BEGIN PRIVATE KEY-----\n", ""),
    ),
    case("token heads", "a.txt", ("", "ghp_", "")),
    case("assignments in a line", "a.txt", ("", "password=", "")),
    case("addresses", "a.txt", ("", "https://a:b@", "")),
    case("mail addresses", "a.txt", ("patient email: ", "a@b.", "")),
    case(
        "allows",
        "a.py",
        ("", "# {allow} phi/ssn reason=\"r\"\n", ""),
    ),
    case(
        "allowed",
        "a.py",
        (
            "",
            "patient_ssn = '{s}'  # {allow} phi/ssn reason=\"r\"\n",
            "",
        ),
    ),
    case("pipes", "a.md", ("| ssn | name |\n|---|---|\n", "|", "")),
    case("white space", "a.txt", ("SSN:", " ", "")),
    case("line ends", "a.csv", ("ssn\n", "\r", "")),
    case(
        "aligned rows",
        "a.txt",
        ("MRN    NAME    SSN\n", "{n}    Jane    {s}\n", ""),
    ),
    case("aligned names", "a.txt", ("", "MRN   NAME   SSN\n", "")),
    case("aligned columns", "a.txt", ("", "SSN   ", "\n")),
    case(
        "aligned rows in a literal",
        "a.py",
        (
            "t = \"\"\"\nMRN    SSN    DOB\n",
            "{n}   {s}   1990-02-03\n",
            "\"\"\"\n",
        ),
    ),
    case(
        "rows in a literal",
        "a.go",
        ("x := `name,ssn\n", "Jane,{s}\n", "`\n"),
    ),
    case(
        "tables in literals",
        "a.js",
        ("f(", "\"name,ssn\\nJane,{s}\\n\", ", ")"),
    ),
    case("open tables", "a.zig", ("", "\"name,ssn\\n", "")),
    case("attributes", "a.jsx", ("<P", " ssn=\"{s}\"", "/>")),
    case(
        "components",
        "a.jsx",
        ("", "<Field name=\"ssn\" value=\"{s}\" />\n", ""),
    ),
    case("open components", "a.tsx", ("ssn = ", "<P ssn={", "")),
    case("components", "a.vue", ("<template>", "<p ssn=\"{s}\">", "")),
    case(
        "named attributes",
        "a.xml",
        ("<a>", "<field name=\"ssn\" value=\"{s}\"/>", "</a>"),
    ),
    case(
        "examples",
        "openapi.yaml",
        ("properties:\n", "  ssn:\n    example: {s}\n", ""),
    ),
    case(
        "examples",
        "openapi.json",
        ("{\"properties\":{", "\"ssn\":{\"example\":\"{s}\"},", "}}"),
    ),
    case(
        "examples in examples",
        "openapi.json",
        ("", "{\"properties\":{\"ssn\":{\"example\":", ""),
    ),
    case(
        "code in fences",
        "a.md",
        ("", "```python\nssn = '{s}'\n```\n", ""),
    ),
    case("longer fences", "a.md", ("patient ssn\n", "`", "")),
    case(
        "messages",
        "a.xml",
        (
            "<controlActProcess xmlns=\"urn:hl7-org:v3\">",
            "<subject1><patient><id extension=\"{n}\"/></patient></subject1>",
            "",
        ),
    ),
    case(
        "open messages",
        "a.xml",
        (
            "<controlActProcess xmlns=\"urn:hl7-org:v3\">",
            "<subject1><patient><id extension=\"{n}\"/>",
            "",
        ),
    ),
    case(
        "rows under names",
        "a.py",
        (
            "@parametrize(\"name, ssn\", [",
            "(\"Jane\", \"{s}\"),\n",
            "])\n",
        ),
    ),
    case("lists of names", "a.js", ("", "['name', 'ssn'],\n", "")),
    case(
        "lists without rows",
        "a.py",
        ("", "@parametrize(\"name, ssn\", [\n", ""),
    ),
    case(
        "structures and rows",
        "a.go",
        (
            "",
            "var r = []struct{ name, ssn string }{{\"Jane\", \"{s}\"}}\n",
            "",
        ),
    ),
    case("forms", "a.rb", ("", "fill_in 'SSN', with: '{s}'\n", "")),
    case(
        "forms",
        "a.ts",
        ("", "await page.fill('#ssn', '{s}');\n", ""),
    ),
    case(
        "forms",
        "a.robot",
        ("", "    Input Text    id=ssn    {s}\n", ""),
    ),
    case(
        "open fillings",
        "A.java",
        ("", "driver.findElement(By.id(\"ssn\")).sendKeys(", ""),
    ),
];
