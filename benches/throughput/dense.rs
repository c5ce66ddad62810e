//! Files as dense as can be: hardly a byte that is not part of a finding.

use std::fmt::Write as _;

use crate::Form;
use crate::person::Person;

pub(crate) const FORMS: [Form; 4] = [
    Form {
        name: "dense",
        file: "export.hl7",
        head: "",
        record: hl7,
        people: 200_000,
        findings: 9,
    },
    Form {
        name: "dense",
        file: "claims.x12",
        head: "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240311*0815*^*00501*000000001*0*P*:~\nGS*HC*CLINIC*PAYER*20240311*0815*1*X*005010X222A1~\n",
        record: x12,
        people: 200_000,
        findings: 8,
    },
    Form {
        name: "dense",
        file: "patients.csv",
        head: "mrn,first_name,last_name,dob,ssn,phone,address,zip\n",
        record: csv,
        people: 200_000,
        findings: 8,
    },
    Form {
        name: "dense",
        file: "patients.ndjson",
        head: "",
        record: fhir,
        people: 200_000,
        findings: 7,
    },
];

fn hl7(text: &mut String, person: &Person) {
    let Person {
        number,
        first,
        last,
        year,
        mrn,
        line,
        ssn,
    } = person;
    writeln!(text, "MSH|^~\\&|ADM|MERCY|EHR|MERCY|20240311081500||ADT^A01|{number}|P|2.5\rPID|1||{mrn}^^^MERCY^MR||{last}^{first}||{year}0423|F|||{line} Alder Court^^^MN^55804||(218)726-{line}|||||{mrn}7|{ssn}\r").expect("memory");
}

fn x12(text: &mut String, person: &Person) {
    let Person {
        number,
        first,
        last,
        year,
        line,
        ssn,
        ..
    } = person;
    writeln!(text, "ST*270*{number}*005010X279A1~\nHL*1**22*0~\nNM1*IL*1*{last}*{first}****MI*XJH{}~\nREF*SY*{}~\nN3*{line} Alder Court~\nN4*Duluth*MN*55804~\nDMG*D8*{year}0423*F~\nSE*8*{number}~", 400_000_000 + number, ssn.replace('-', "")).expect("memory");
}

fn csv(text: &mut String, person: &Person) {
    let Person {
        first,
        last,
        year,
        mrn,
        line,
        ssn,
        ..
    } = person;
    writeln!(
        text,
        "{mrn},{first},{last},{year}-04-23,{ssn},218-726-{line},{line} Alder Court,55804"
    )
    .expect("memory");
}

fn fhir(text: &mut String, person: &Person) {
    let Person {
        first,
        last,
        year,
        line,
        ssn,
        ..
    } = person;
    writeln!(text, r#"{{"resourceType":"Patient","identifier":[{{"system":"http://hl7.org/fhir/sid/us-ssn","value":"{ssn}"}}],"name":[{{"family":"{last}","given":["{first}"]}}],"telecom":[{{"system":"phone","value":"218-726-{line}"}}],"birthDate":"{year}-04-23","address":[{{"line":["{line} Alder Court"],"state":"MN","postalCode":"55804"}}]}}"#).expect("memory");
}
