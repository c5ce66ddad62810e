//! Files as systems export them: messages with all their segments, claims with their loops, a wide table of encounters, resources
//! with what servers add to them.

use std::fmt::Write as _;

use crate::Form;
use crate::person::Person;

pub(crate) const FORMS: [Form; 4] = [
    Form {
        name: "as exported",
        file: "feed.hl7",
        head: "",
        record: hl7,
        people: 20_000,
        findings: 43,
    },
    Form {
        name: "as exported",
        file: "claims.837",
        head: "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240311*0815*^*00501*000000001*0*P*:~\nGS*HC*CLINIC*PAYER*20240311*0815*1*X*005010X222A1~\n",
        record: x12,
        people: 60_000,
        findings: 12,
    },
    Form {
        name: "as exported",
        file: "encounters.csv",
        head: "encounter_id,status,class,type_code,type_display,department,bed,admit_source,discharge_disposition,length_of_stay,mrn,first_name,last_name,sex,dob,race,ethnicity,language,marital_status,address,city,state,zip,phone,admitted,discharged,dx1,dx1_description,dx2,dx2_description,dx3,dx3_description,proc1,proc1_description,drg,drg_weight,payer,plan_type,total_charges,allowed_amount,paid_amount,attending_specialty,readmitted,updated_at\n",
        record: csv,
        people: 120_000,
        findings: 11,
    },
    Form {
        name: "as exported",
        file: "bulk.ndjson",
        head: "",
        record: fhir,
        people: 6_000,
        findings: 24,
    },
];

/// An observation: LOINC code, name, value, unit, range.
const OBSERVATIONS: [(&str, &str, &str, &str, &str); 12] = [
    (
        "2345-7",
        "Glucose [Mass/volume] in Serum or Plasma",
        "94",
        "mg/dL",
        "70-99",
    ),
    (
        "2160-0",
        "Creatinine [Mass/volume] in Serum or Plasma",
        "0.9",
        "mg/dL",
        "0.6-1.2",
    ),
    (
        "3094-0",
        "Urea nitrogen [Mass/volume] in Serum or Plasma",
        "14",
        "mg/dL",
        "7-20",
    ),
    (
        "2951-2",
        "Sodium [Moles/volume] in Serum or Plasma",
        "139",
        "mmol/L",
        "136-145",
    ),
    (
        "2823-3",
        "Potassium [Moles/volume] in Serum or Plasma",
        "4.1",
        "mmol/L",
        "3.5-5.1",
    ),
    (
        "2075-0",
        "Chloride [Moles/volume] in Serum or Plasma",
        "103",
        "mmol/L",
        "98-107",
    ),
    (
        "2028-9",
        "Carbon dioxide, total [Moles/volume] in Serum or Plasma",
        "25",
        "mmol/L",
        "22-29",
    ),
    (
        "17861-6",
        "Calcium [Mass/volume] in Serum or Plasma",
        "9.4",
        "mg/dL",
        "8.6-10.2",
    ),
    (
        "718-7",
        "Hemoglobin [Mass/volume] in Blood",
        "13.8",
        "g/dL",
        "12.0-15.5",
    ),
    (
        "6690-2",
        "Leukocytes [#/volume] in Blood by Automated count",
        "6.7",
        "10*3/uL",
        "4.5-11.0",
    ),
    (
        "777-3",
        "Platelets [#/volume] in Blood by Automated count",
        "231",
        "10*3/uL",
        "150-400",
    ),
    (
        "4548-4",
        "Hemoglobin A1c/Hemoglobin.total in Blood",
        "5.4",
        "%",
        "4.0-5.6",
    ),
];

/// An admission and the laboratory's results.
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
    let patient = format!(
        "PID|1||{mrn}^^^MERCY^MR||{last}^{first}^^^^^L||{year}0423|F||2106-3^White^CDCREC|{line} Alder Court^^Duluth^MN^55804^USA^H||^PRN^PH^^1^218^726{line}||EN^English^HL70296|M^Married^HL70002||{mrn}7^^^MERCY^AN|{ssn}||||||||||||N"
    );
    write!(text, "MSH|^~\\&|ADM|MERCY|EHR|MERCY|20240311081500||ADT^A01^ADT_A01|A{number}|P|2.5.1|||AL|NE|USA|UNICODE UTF-8\rEVN|A01|20240311081500|||REGCLERK4\r{patient}\rPD1|||MERCY INTERNAL MEDICINE^^1140||||||||N\rNK1|1|{last}^Daniel|SPO^Spouse^HL70063|{line} Alder Court^^Duluth^MN^55804^USA|^PRN^PH^^1^218^727{line}\rPV1|1|I|4W^412^A^MERCY^^^^4TH FLOOR WEST|E^Emergency^HL70007||||||MED||||7|||||IP^Inpatient|||||||||||||||||||||||||20240311081500\rPV2||SEMI^Semi-private|R07.9^Chest pain, unspecified^I10|||||||2\rAL1|1|DA^Drug allergy^HL70127|7980^Penicillin G^RXNORM|MO^Moderate^HL70128|Hives\rDG1|1||R07.9^Chest pain, unspecified^I10||20240311|A\rDG1|2||E11.9^Type 2 diabetes mellitus without complications^I10||20240311|W\rIN1|1|PPO^Preferred provider^HL70072|60054|AETNA|PO Box 14079^^Lexington^KY^40512||||||||20240101||||SELF^Self^HL70063\r\n").expect("memory");
    write!(text, "MSH|^~\\&|LAB|MERCY|EHR|MERCY|20240311094000||ORU^R01^ORU_R01|R{number}|P|2.5.1|||AL|NE|USA|UNICODE UTF-8\r{patient}\rPV1|1|I|4W^412^A^MERCY^^^^4TH FLOOR WEST\rORC|RE|||||CM\rOBR|1|||24323-8^Comprehensive metabolic panel^LN|||20240311090500|||||||||||||||20240311093800||LAB|F\r").expect("memory");
    for (at, (code, name, value, unit, range)) in (1..).zip(OBSERVATIONS) {
        write!(text, "OBX|{at}|NM|{code}^{name}^LN||{value}|{unit}^{unit}^UCUM|{range}|N|||F|||20240311093500||LABTECH2^^^MERCY\r").expect("memory");
    }
    text.push_str(
        "NTE|1|L|Specimen slightly hemolyzed. Results reviewed and released by the laboratory.\r\n",
    );
}

/// A professional claim with three lines of service.
fn x12(text: &mut String, person: &Person) {
    let Person {
        number,
        first,
        last,
        year,
        mrn,
        line,
        ssn,
    } = person;
    let member = 400_000_000 + number;
    let ssn = ssn.replace('-', "");
    write!(text, "ST*837*{number:09}*005010X222A1~\nBHT*0019*00*{number}*20240311*0815*CH~\nNM1*41*2*NORTHSHORE BILLING*****46*TGJ23~\nPER*IC*CUSTOMER SERVICE*TE*8005558132~\nNM1*40*2*PAYER*****46*66783JJT~\nHL*1**20*1~\nPRV*BI*PXC*203BF0100Y~\nNM1*85*2*NORTHSHORE FAMILY PRACTICE*****XX*1234567893~\nN3*236 N MAIN ST~\nN4*DULUTH*MN*558020001~\nREF*EI*587654321~\nHL*2*1*22*0~\nSBR*P*18*******CI~\nNM1*IL*1*{last}*{first}****MI*XJH{member}~\nN3*{line} Alder Court~\nN4*Duluth*MN*55804~\nDMG*D8*{year}0423*F~\nREF*SY*{ssn}~\nNM1*PR*2*KEY INSURANCE COMPANY*****PI*999996666~\nCLM*{mrn}*212***11:B:1*Y*A*Y*I~\nHI*ABK:J0300*ABF:R509*ABF:E119~\nLX*1~\nSV1*HC:99213*92*UN*1***1:2~\nDTP*472*D8*20240304~\nREF*6R*{number}01~\nLX*2~\nSV1*HC:87070*60*UN*1***1~\nDTP*472*D8*20240304~\nREF*6R*{number}02~\nLX*3~\nSV1*HC:83036*60*UN*1***3~\nDTP*472*D8*20240304~\nREF*6R*{number}03~\nSE*34*{number:09}~\n").expect("memory");
}

/// A row of an extract from the warehouse.
fn csv(text: &mut String, person: &Person) {
    let Person {
        number,
        first,
        last,
        year,
        mrn,
        line,
        ..
    } = person;
    let charges = 4000 + number % 9000;
    writeln!(text, "E{number:08},finished,inpatient,183452005,Emergency hospital admission,4 West Medicine,412A,Emergency department,Home,{},{mrn},{first},{last},F,{year}-04-23,White,Not Hispanic or Latino,English,Married,{line} Alder Court,Duluth,MN,55804,218-726-{line},2024-03-11,2024-03-14,R07.9,\"Chest pain, unspecified\",E11.9,Type 2 diabetes mellitus without complications,I10,Essential (primary) hypertension,93000,Electrocardiogram complete,313,0.7171,Commercial,PPO,{charges}.00,{}.50,{}.25,Internal medicine,no,2024-03-15T02:11:07Z", 1 + number % 6, charges / 2, charges / 3).expect("memory");
}

/// What bulk export gives of a patient: the patient, an encounter, a condition and results, a line each.
fn fhir(text: &mut String, person: &Person) {
    let Person {
        number,
        first,
        last,
        year,
        mrn,
        line,
        ssn,
    } = person;
    let meta = |profile: &str| {
        format!(
            r#""meta":{{"versionId":"3","lastUpdated":"2024-03-15T02:11:07.214+00:00","source":"{}","profile":["http://hl7.org/fhir/us/core/StructureDefinition/{profile}"]}}"#,
            "#k3Qd81LxVvWm"
        )
    };
    let subject = format!(r#""subject":{{"reference":"Patient/p{number}"}}"#);
    writeln!(text, r#"{{"resourceType":"Patient","id":"p{number}",{},"text":{{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><table><tbody><tr><td>Status</td><td>active</td></tr><tr><td>Language</td><td>English</td></tr></tbody></table></div>"}},"extension":[{{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[{{"url":"ombCategory","valueCoding":{{"system":"urn:oid:2.16.840.1.113883.6.238","code":"2106-3","display":"White"}}}},{{"url":"text","valueString":"White"}}]}},{{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":"F"}}],"identifier":[{{"use":"usual","type":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR","display":"Medical record number"}}]}},"system":"urn:oid:1.2.36.146.595.217.0.1","value":"{mrn}"}},{{"system":"http://hl7.org/fhir/sid/us-ssn","value":"{ssn}"}}],"active":true,"name":[{{"use":"official","family":"{last}","given":["{first}"]}}],"telecom":[{{"system":"phone","value":"218-726-{line}","use":"home"}}],"gender":"female","birthDate":"{year}-04-23","address":[{{"use":"home","line":["{line} Alder Court"],"city":"Duluth","state":"MN","postalCode":"55804","country":"US"}}],"maritalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"M","display":"Married"}}],"text":"Married"}},"communication":[{{"language":{{"coding":[{{"system":"urn:ietf:bcp:47","code":"en","display":"English"}}]}}}}]}}"#, meta("us-core-patient")).expect("memory");
    writeln!(text, r#"{{"resourceType":"Encounter","id":"e{number}",{},"status":"finished","class":{{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP","display":"inpatient encounter"}},"type":[{{"coding":[{{"system":"http://snomed.info/sct","code":"183452005","display":"Emergency hospital admission"}}],"text":"Emergency hospital admission"}}],{subject},"period":{{"start":"2024-03-11T08:15:00Z","end":"2024-03-14T11:40:00Z"}},"serviceProvider":{{"reference":"Organization/mercy"}}}}"#, meta("us-core-encounter")).expect("memory");
    writeln!(text, r#"{{"resourceType":"Condition","id":"c{number}",{},"clinicalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}}]}},"category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"encounter-diagnosis","display":"Encounter Diagnosis"}}]}}],"code":{{"coding":[{{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"R07.9","display":"Chest pain, unspecified"}}],"text":"Chest pain, unspecified"}},{subject},"encounter":{{"reference":"Encounter/e{number}"}},"recordedDate":"2024-03-11"}}"#, meta("us-core-condition")).expect("memory");
    for (at, (code, name, value, unit, _)) in (1..).zip(OBSERVATIONS) {
        writeln!(text, r#"{{"resourceType":"Observation","id":"o{number}-{at}",{},"status":"final","category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":"Laboratory"}}],"text":"Laboratory"}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}","display":"{name}"}}],"text":"{name}"}},{subject},"encounter":{{"reference":"Encounter/e{number}"}},"effectiveDateTime":"2024-03-11T09:05:00Z","valueQuantity":{{"value":{value},"unit":"{unit}","system":"http://unitsofmeasure.org","code":"{unit}"}}}}"#, meta("us-core-observation-lab")).expect("memory");
    }
}
