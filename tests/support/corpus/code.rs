//! Templates in programming languages: fixtures and clients as people write them.

pub(super) const JAVA: [&str; 5] = [
    "class Database {\n    private static final String DB_PASSWORD = \"«password»\";\n    DataSource open() { return connect(\"app\", DB_PASSWORD); }\n}\n",
    "class PatientServiceTest {\n    @Test\n    void admits() {\n        Patient patient = new Patient();\n        patient.setFirstName(\"«first»\");\n        patient.setLastName(\"«last»\");\n        patient.setSsn(\"«ssn»\");\n        patient.setMrn(\"«mrn»\");\n        patient.setBirthDate(LocalDate.parse(\"«birth»\"));\n    }\n}\n",
    "class Parser {\n    // an admission as the ward sends it\n    static final String ADT = \"MSH|^~\\\\&|ADM|MERCY|EHR|MERCY|20240311||ADT^A01|1|P|2.5\\r\"\n        + \"PID|1||«mrn»^^^MERCY^MR||«last»^«first»||«birth8»|F\\r\";\n}\n",
    "class IntakeTest {\n    void saves() {\n        PersonAddress home = new PersonAddress();\n        home.setAddress1(\"«street»\");\n        Patient patient = new Patient();\n        patient.setSsn(\"«ssn»\");\n        patient.addAddress(home);\n        patient.addName(new PersonName(\"«first»\", \"«last»\"));\n    }\n}\n",
    "class ExportTest {\n    void fills(Patient patient) {\n        patient.addName().setFamily(\"«last»\").addGiven(\"«first»\");\n        patient.addIdentifier().setSystem(HOSPITAL).setValue(\"«mrn»\");\n        dataset.setString(Tag.PatientID, VR.LO, \"«mrn»\");\n    }\n}\n",
];

pub(super) const PYTHON: [&str; 2] = [
    "def patient():\n    return {\n        \"first_name\": \"«first»\",\n        \"last_name\": \"«last»\",\n        \"ssn\": \"«ssn»\",\n        \"dob\": \"«birth»\",\n        \"member_id\": \"«member»\",\n    }\n",
    "import boto3\n\ns3 = boto3.client(\n    \"s3\",\n    aws_access_key_id=\"«aws-id»\",\n    aws_secret_access_key=\"«aws-secret»\",\n)\nslack = WebClient(token=\"«slack»\")\nmember = Member(ssn=\"«ssn»\", mrn=\"«mrn»\")\n",
];

pub(super) const CSHARP: [&str; 1] = [
    "public class PatientTests\n{\n    private readonly Patient _patient = new Patient\n    {\n        FirstName = \"«first»\",\n        LastName = \"«last»\",\n        Ssn = \"«ssn»\",\n        MedicalRecordNumber = \"«mrn»\",\n        DateOfBirth = DateTime.Parse(\"«birth»\"),\n    };\n    private const string ApiKey = \"«api-key»\";\n}\n",
];

pub(super) const GO: [&str; 1] = [
    "package admit\n\nvar patient = Patient{\n\tFirstName: \"«first»\",\n\tLastName:  \"«last»\",\n\tSSN:       \"«ssn»\",\n\tMRN:       \"«mrn»\",\n\tPhone:     \"«phone-»\",\n}\n\nconst githubToken = \"«github»\"\n",
];

pub(super) const TYPESCRIPT: [&str; 1] = [
    "export const patient: Patient = {\n  firstName: '«first»',\n  lastName: '«last»',\n  ssn: '«ssn»',\n  birthDate: '«birth»',\n  email: '«email»',\n};\n\nconst stripe = new Stripe('«stripe»');\nheaders.set('Authorization', 'Bearer «jwt»');\n",
];
