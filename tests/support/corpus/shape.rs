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
