//! Documents without anything to find, near misses most of them.

use super::document::Labelled;
use super::draw::Draw;

const HEX: &str = "0123456789abcdef";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Random text that is no credential.
pub(super) fn documents(draw: &mut Draw) -> Vec<Labelled> {
    let written = |(format, path, text): (&'static str, &str, String)| Labelled {
        text,
        ..Labelled::new(format, path)
    };
    let made = [
        ("lockfile", "package-lock.json", lockfile(draw)),
        ("checksums", "go.sum", checksums(draw)),
        ("hashes", "migrations/0007_add_index.py", hashes(draw)),
        ("identifiers", "src/ids.ts", identifiers(draw)),
    ];
    made.into_iter()
        .map(written)
        .chain(FIXED.map(|(format, path, text)| written((format, path, text.to_owned()))))
        .collect()
}

fn lockfile(draw: &mut Draw) -> String {
    let mut text = "{\n  \"lockfileVersion\": 3,\n  \"packages\": {\n".to_owned();
    for number in 0..6 {
        let integrity = draw.text(BASE64, 86);
        text += &format!(
            "    \"node_modules/left-{number}\": {{\n      \"version\": \"1.{number}.0\",\n      \"integrity\": \"sha512-{integrity}==\",\n      \"license\": \"MIT\"\n    }},\n"
        );
    }
    text + "    \"\": {\"name\": \"clinic\"}\n  }\n}\n"
}

fn checksums(draw: &mut Draw) -> String {
    let line = |name: &str| {
        format!(
            "example.org/{name} v1.{}.0 h1:{}=\n",
            draw.number(0, 30),
            draw.text(BASE64, 43)
        )
    };
    ["router", "token", "password", "patient"]
        .map(line)
        .concat()
}

fn hashes(draw: &mut Draw) -> String {
    let (commit, digest) = (draw.text(HEX, 40), draw.text(HEX, 64));
    format!(
        "# generated from {commit}\nrevision = \"{}\"\ndown_revision = \"{}\"\nCHECKSUM = \"{digest}\"\nBUILD_DATE = \"2024-03-11\"\n",
        &commit[..12],
        &digest[..12]
    )
}

fn identifiers(draw: &mut Draw) -> String {
    let mut uuid = || {
        [8, 4, 4, 4, 12]
            .map(|length| draw.text(HEX, length))
            .join("-")
    };
    format!(
        "export const TENANT_ID = '{}';\nexport const requestId = '{}';\nexport const namespace = '{}';\n",
        uuid(),
        uuid(),
        uuid()
    )
}

const FIXED: [(&str, &str, &str); 21] = [
    (
        "translations",
        "src/i18n/de.json",
        "{\"patient_name\": \"Name des Patienten\", \"login\": {\"username\": \"Benutzer\", \"password\": \"Passwort\"},\n \"patient\": {\"first_name\": \"Vorname\", \"mrn\": \"Fallnummer\", \"phone\": \"Telefon\"}}\n",
    ),
    (
        "placeholders",
        ".env.example",
        "API_KEY=<your-api-key>\nDB_PASSWORD=changeme\nSECRET_KEY=${SECRET_KEY}\nSTRIPE_SECRET_KEY=sk_test_xxxxxxxxxxxxxxxxxxxxxxxx\nGITHUB_TOKEN=\n",
    ),
    (
        "placeholders",
        "deploy/values.yaml",
        "database:\n  password: {{ .Values.db.password }}\n  user: clinic\nslack:\n  token: \"REPLACE_ME\"\n",
    ),
    (
        "look-ups",
        "src/settings.py",
        "import os\n\nSECRET_KEY = os.environ[\"SECRET_KEY\"]\nPASSWORD = get_secret(\"clinic/db\")\ntoken = request.headers.get(\"Authorization\")\npassword_hash = hash_password(password)\n",
    ),
    (
        "ordinary code",
        "src/Patient.java",
        "public class Patient {\n    private String ssn;\n    private LocalDate birthDate;\n    public void setSsn(String ssn) { this.ssn = normalize(ssn); }\n    public String label() { return \"Date of birth\"; }\n    static final Pattern SSN = Pattern.compile(\"[0-9]{3}-[0-9]{2}-[0-9]{4}\");\n}\n",
    ),
    (
        "ordinary code",
        "src/version.go",
        "package main\n\nconst released = \"2024-03-11\"\nconst build = 123456789\nvar ports = []int{8080, 9090, 5432}\nvar serial = \"4411-22-9087-1\"\n",
    ),
    (
        "ordinary code",
        "web/form.html",
        "<form>\n  <label for=\"ssn\">Social security number</label>\n  <input id=\"ssn\" name=\"ssn\" placeholder=\"123-45-6789\">\n  <input name=\"password\" type=\"password\">\n</form>\n",
    ),
    (
        "rows and forms",
        "match/cache_test.go",
        "package match\n\nvar cases = []struct {\n\tname, first string\n\tcity        string\n}{\n\t{\"Jordan Creek\", \"alpha\", \"Salem\"},\n}\n",
    ),
    (
        "rows and forms",
        "tests/test_fields.py",
        "LABELS = [(\"mrn\", \"Medical record number\"), (\"dob\", \"Date of birth\"), (\"ssn\", \"Social security number\")]\n\n\n@pytest.mark.parametrize(\"mrn, ssn\", [(\"\", None), (make(), \"invalid\")])\ndef test_invalid(mrn, ssn):\n    pass\n",
    ),
    (
        "rows and forms",
        "cypress/patients.cy.js",
        "cy.get('#ssn').type('{enter}');\ncy.get('[data-cy=patient-name]').should('be.visible');\ncy.get('#search').type('2024-03-11');\nfill('#ssn', ssn);\n",
    ),
    (
        "rows and forms",
        "docs/client.md",
        "Patients are found by `ssn` and `dob`:\n\n```python\nclient.find(ssn=ssn, dob=dob)\n```\n\n```json\n{\"ssn\": \"string\", \"dob\": \"YYYY-MM-DD\"}\n```\n",
    ),
    (
        "models",
        "clinic/resources/patient.py",
        "class Patient(Resource):\n    telecom: list[Contact] = Field(default=None, alias=\"telecom\", title=\"How the patient is reached\")\n    gender: str = Field(default=None, alias=\"gender\")\n\n    def export(self, out, name_='Patient.Contact'):\n        self.address.export(out, name_='address')\n",
    ),
    (
        "models",
        "clinic/fields.py",
        "class Visit(Model):\n    _name = 'clinic.patient.visit'\n    patient = Reference('clinic.patient', 'Patient')\n    reason = Reference('clinic.reason', 'Main Reason')\n    ward = Reference('clinic.ward', 'Admitting Ward')\n    last_name = Computed(Text('Last name'), 'get_patient_lastname')\n    age = Computed(Text('Age'), 'get_patient_age')\n",
    ),
    (
        "models",
        "lib/v2/pid.rb",
        "FIELDS = {\n  'PID_11' => ['sequence', 'XAD', 'PATIENT_ADDRESS', 'required'],\n  'PID_12' => ['leaf', 'IS', 'COUNTY_CODE', 'optional'],\n  'PID_15' => ['leaf', 'CE', 'PRIMARY_LANGUAGE', 'optional'],\n}\n",
    ),
    (
        "models",
        "data/types.json",
        "{\n  \"Patient.name\": \"HumanName\",\n  \"Patient.name.family\": \"string\",\n  \"Patient.birthDate\": \"date\",\n  \"Patient.identifier\": \"Identifier\",\n  \"Person.address\": \"Address\",\n  \"Person.address.city\": \"string\"\n}\n",
    ),
    (
        "models",
        "report/patient_visit.fodt",
        "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\">\n  <style:style style:name=\"Caption\" style:family=\"paragraph\" style:display-name=\"Caption Text\"/>\n  <style:style style:name=\"Standard\" style:family=\"table-cell\"/>\n</office:document>\n",
    ),
    (
        "documentation",
        "docs/phone.md",
        "Call 800-555-0199, or write to support@example.com. The server listens on 192.0.2.10.\nThe release of 2024-03-11 replaces that of 2023-11-02.\n",
    ),
    (
        "people",
        "package.json",
        "{\n  \"name\": \"clinic-ui\",\n  \"author\": \"Jordan Whitfield <jordan@whitfield.dev>\",\n  \"contributors\": [{\"name\": \"Priya Patel\", \"email\": \"priya@patel.dev\"}]\n}\n",
    ),
    (
        "people",
        "src/staff.py",
        "employees = [\n    {\"first_name\": \"Priya\", \"last_name\": \"Patel\", \"email\": \"priya@patel.dev\", \"phone\": \"312-884-1192\", \"city\": \"Salem\"},\n]\n",
    ),
    (
        "schema",
        "db/kinds.sql",
        "INSERT INTO patient_identifier_type (id, name, description) VALUES (1, 'Hospital Number', 'Given at the desk');\nDELETE FROM lines WHERE chart_id = account_id;\n",
    ),
    (
        "schema",
        "schema.sql",
        "CREATE TABLE patients (\n  mrn VARCHAR(20) PRIMARY KEY,\n  ssn CHAR(11),\n  birth_date DATE NOT NULL\n);\nCREATE INDEX patients_ssn ON patients (ssn);\n",
    ),
];
