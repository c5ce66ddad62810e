//! Templates in formats of data and settings.

pub(super) const SQL: [&str; 2] = [
    "INSERT INTO patients (mrn, first_name, last_name, birth_date, ssn, phone)\nVALUES ('«mrn»', '«first»', '«last''»', '«birth»', '«ssn»', '«phone-»');\n",
    "UPDATE patient SET ssn = '«ssn»', email = '«email»' WHERE mrn = '«mrn»';\n",
];

pub(super) const JSON: [&str; 2] = [
    "{\n  \"patient\": {\"firstName\": \"«first»\", \"lastName\": \"«last»\", \"dateOfBirth\": \"«birth»\", \"ssn\": \"«ssn»\"},\n  \"insurance\": {\"memberId\": \"«member»\"}\n}\n",
    "{\n  \"ConnectionStrings\": {\"Main\": \"Server=db;Database=clinic;User Id=app;Password=«password»;\"},\n  \"Slack\": {\"BotToken\": \"«slack»\"}\n}\n",
];

pub(super) const YAML: [&str; 2] = [
    "patient:\n  name: «name»\n  mrn: \"«mrn»\"\n  date_of_birth: «birth»\n  phone: «phone-»\n",
    "services:\n  api:\n    environment:\n      STRIPE_SECRET_KEY: «stripe»\n      DB_PASSWORD: \"«password»\"\n      - GITHUB_TOKEN=«github»\n",
];

pub(super) const ENV: [&str; 2] = [
    "LOG_LEVEL=info\nAWS_ACCESS_KEY_ID=«aws-id»\nAWS_SECRET_ACCESS_KEY=«aws-secret»\nSTRIPE_KEY=«stripe»\n",
    "DATABASE_URL=postgres://clinic:«password»@db.internal:5432/clinic\nexport GITHUB_TOKEN=\"«github»\"\nAPI_KEY='«api-key»'\n",
];

pub(super) const LOG: [&str; 1] = [
    "2024-03-11T08:15:00Z INFO admit patient mrn=«mrn» ssn=«ssn» dob=«birth»\n2024-03-11T08:15:01Z DEBUG POST /v1/claims Authorization: Bearer «jwt»\n",
];
