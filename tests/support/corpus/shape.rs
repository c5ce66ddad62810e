//! Templates in which a value's name stands elsewhere: rows of tests, forms that tests fill in, blocks in text.

pub(super) const GO: [&str; 3] = [
    "package match\n\nconst export = `mrn,first_name,dob\n«mrn»,«first»,«birth»\n`\n",
    "package match\n\nfunc TestMatch(t *testing.T) {\n\tcases := []struct {\n\t\tname, memberID string\n\t\tdob            string\n\t\tssn            string\n\t}{\n\t\t{\"active\", \"«member»\", \"«birth»\", \"«ssn»\"},\n\t}\n}\n",
    "package match\n\ntype patient struct {\n\tFirst, Last string\n\tMRN         string\n\tPhone       string\n}\n\nvar patients = []patient{\n\t{\"«first»\", \"«last»\", \"«mrn»\", \"«phone-»\"},\n}\n",
];

pub(super) const PYTHON: [&str; 3] = [
    "import pytest\n\n\n@pytest.mark.parametrize(\"first_name, last_name, dob, ssn\", [\n    (\"«first»\", \"«last»\", \"«birth»\", \"«ssn»\"),\n])\ndef test_match(first_name, last_name, dob, ssn):\n    assert match(first_name, last_name, dob, ssn)\n",
    "frame = DataFrame([[\"«mrn»\", \"«last»\", \"«birth»\"]], columns=[\"mrn\", \"last_name\", \"dob\"])\n",
    "Patient = namedtuple(\"Patient\", \"mrn name phone\")\npatient = Patient(\"«mrn»\", \"«name»\", \"«phone-»\")\n",
];

pub(super) const TYPESCRIPT: [&str; 1] = [
    "it.each([\n  ['«ssn»', '«birth»'],\n])('knows %s', (ssn, dob) => {\n  expect(check(ssn, dob)).toBe(true);\n});\n",
];

pub(super) const CSHARP: [&str; 2] = [
    "public record Patient(string Mrn, string FirstName, string LastName, string Ssn);\n\npublic static class Seed\n{\n    public static readonly Patient[] Patients =\n    {\n        new Patient(\"«mrn»\", \"«first»\", \"«last»\", \"«ssn»\"),\n    };\n}\n",
    "public class MatchTests\n{\n    [Theory]\n    [InlineData(\"«ssn»\", \"«birth»\")]\n    public void Matches(string ssn, string dob) { }\n}\n",
];

pub(super) const RUBY: [&str; 2] = [
    "FactoryBot.define do\n  factory :patient do\n    first_name { \"«first»\" }\n    last_name { \"«last»\" }\n    mrn { \"«mrn»\" }\n    phone { \"«phone-»\" }\n  end\nend\n",
    "it \"saves the patient\" do\n  visit new_patient_path\n  fill_in \"First name\", with: \"«first»\"\n  fill_in \"Last name\", with: \"«last»\"\n  fill_in \"SSN\", with: \"«ssn»\"\n  click_button \"Save\"\nend\n",
];

pub(super) const FORMS: [&str; 1] = [
    "it('registers the patient', () => {\n  cy.get('#patient-first-name').type('«first»');\n  cy.get('[data-cy=last-name]').type('«last»');\n  cy.get('input[name=\"ssn\"]').clear().type('«ssn»');\n  cy.findByLabelText('Date of birth').type('«birth»');\n});\n",
];

pub(super) const MARKDOWN: [&str; 2] = [
    "# Create a patient\n\n```json\n{\n  \"identifier\": [{\"system\": \"urn:oid:2.16.840.1.113883.19.5\", \"value\": \"«mrn»\"}],\n  \"name\": [{\"family\": \"«last»\", \"given\": [\"«first»\"]}],\n  \"telecom\": [{\"system\": \"phone\", \"value\": \"«phone-»\"}],\n  \"birthDate\": \"«birth»\"\n}\n```\n",
    "Then the client sends the patient:\n\n```python\nclient.register(\n    mrn=\"«mrn»\",\n    last_name=\"«last»\",\n    birth_date=date.fromisoformat(\"«birth»\"),\n)\n```\n",
];

/// Fields of messages that libraries of HL7 v2 set, and attributes of DICOM by tags of two numbers.
pub(super) const HL7_JAVA: [&str; 2] = [
    "class AdmitTest {\n    void admits(PID pid) {\n        pid.getPatientIdentifierList(0).getIDNumber().setValue(\"«mrn»\");\n        pid.getPatientName(0).getFamilyName().getSurname().setValue(\"«last»\");\n        pid.getPatientName(0).getGivenName().setValue(\"«first»\");\n        pid.getDateTimeOfBirth().getTime().setValue(\"«birth8»\");\n        pid.getPatientAddress(0).getCity().setValue(\"«city»\");\n    }\n}\n",
    "class TerserTest {\n    void sets(Terser terser) {\n        terser.set(\"/.PID-5-1\", \"«last»\");\n        terser.set(\"/PATIENT/PID-3-1\", \"«mrn»\");\n        assertEquals(\"«first»\", terser.get(\"PID-5-2\"));\n    }\n}\n",
];

pub(super) const HL7_SCRIPT: [&str; 1] = [
    "tmp['PID']['PID.3']['PID.3.1'] = '«mrn»';\ntmp['PID']['PID.5']['PID.5.1'] = \"«last»\";\ntmp['PID']['PID.5']['PID.5.2'] = '«first»';\nhl7.set('PID.7', '«birth8»');\n",
];

pub(super) const TAGS: [&str; 1] = [
    "def patient(ds):\n    ds.PatientName = \"«last»\"\n    ds[0x0010, 0x0020].value = \"«mrn»\"\n    ds[0x10, 0x30] = DataElement((0x0010, 0x0030), \"DA\", \"«birth8»\")\n",
];

/// Columns of a frame, and tables of a test with bars between their cells.
pub(super) const FRAMES: [&str; 1] = [
    "patients <- data.frame(\n  mrn = c(\"«mrn»\"),\n  last_name = c(\"«last»\"),\n  dob = as.Date(c(\"«birth»\")),\n  ssn = c(\"«ssn»\")\n)\n",
];

pub(super) const BARS: [&str; 1] = [
    "class MatchSpec extends Specification {\n  def \"finds the patient\"() {\n    expect:\n    found(mrn, dob)\n    where:\n    mrn     | lastName | dob\n    \"«mrn»\" | \"«last»\" | \"«birth»\"\n  }\n}\n",
];
