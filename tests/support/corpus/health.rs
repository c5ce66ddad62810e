//! Templates in the formats of health care.

/// HL7 v2: an admission, a registration with next of kin and insurance, and segments pasted without their header.
pub(super) const HL7V2: [&str; 3] = [
    "MSH|^~\\&|ADM|MERCY|EHR|MERCY|20240311081500||ADT^A01|0001|P|2.5\rPID|1||«mrn»^^^MERCY^MR||«last»^«first»||«birth8»|F|||«street»^^«city»^MN^«zip»||«phone»|||||«account»|«ssn»\r",
    "MSH|^~\\&|REG|LAKE|HIE|STATE|20230902||ADT^A04|88213|P|2.3\nPID|||«mrn»^^^LAKE^MR~«ssn9»^^^SSA^SS||«LAST»^«first»||«birth8»|M\nIN1|1|GOLD|0091|Lakeside Health||||||||||||||||||||||||||||||||«member»\n",
    "PID|1||«mrn»||«last»^«first»||«birth8»|U|||«street»^^«city»^GA^«zip»||«phone-»\nPV1|1|I|4W^12^A\n",
];

pub(super) const FHIR_JSON: [&str; 2] = [
    r#"{
  "resourceType": "Patient",
  "identifier": [
    {"type": {"coding": [{"code": "MR"}]}, "system": "urn:oid:2.16.840.1.113883.19.5", "value": "«mrn»"},
    {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "«ssn»"}
  ],
  "name": [{"use": "official", "family": "«last»", "given": ["«first»"]}],
  "telecom": [{"system": "phone", "value": "«phone-»"}, {"system": "email", "value": "«email»"}],
  "gender": "female",
  "birthDate": "«birth»",
  "address": [{"line": ["«street»"], "city": "«city»", "state": "ME", "postalCode": "«zip»"}]
}
"#,
    r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p1","name":[{"family":"«last»","given":["«first»"]}],"birthDate":"«birth»"}},{"resource":{"resourceType":"Coverage","subscriberId":"«member»","beneficiary":{"reference":"Patient/p1"}}}]}"#,
];

pub(super) const FHIR_XML: [&str; 1] = [r#"<?xml version="1.0" encoding="UTF-8"?>
<Patient xmlns="http://hl7.org/fhir">
  <identifier><system value="http://hl7.org/fhir/sid/us-ssn"/><value value="«ssn»"/></identifier>
  <name><family value="«last»"/><given value="«first»"/></name>
  <telecom><system value="phone"/><value value="«phone-»"/></telecom>
  <birthDate value="«birth»"/>
  <address><line value="«street»"/><city value="«city»"/><postalCode value="«zip»"/></address>
</Patient>
"#];

pub(super) const CCDA: [&str; 1] = [r#"<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <templateId root="2.16.840.1.113883.10.20.22.1.1"/>
  <recordTarget>
    <patientRole>
      <id extension="«ssn»" root="2.16.840.1.113883.4.1"/>
      <id extension="«mrn»" root="2.16.840.1.113883.19.5.99999.2"/>
      <addr use="HP"><streetAddressLine>«street»</streetAddressLine><city>«city»</city><state>WA</state><postalCode>«zip»</postalCode></addr>
      <telecom use="HP" value="tel:«phone-»"/>
      <patient>
        <name use="L"><given>«first»</given><family>«last»</family></name>
        <birthTime value="«birth8»"/>
      </patient>
    </patientRole>
  </recordTarget>
</ClinicalDocument>
"#];

/// X12: a claim with its interchange header, and an eligibility inquiry without.
pub(super) const X12: [&str; 2] = [
    "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*PAYER          *240311*0815*^*00501*000000001*0*P*:~GS*HC*CLINIC*PAYER*20240311*0815*1*X*005010X222A1~ST*837*0001*005010X222A1~HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*«last»*«first»****MI*«member»~N3*«street»~N4*«city»*ND*«zip»~DMG*D8*«birth8»*F~REF*SY*«ssn9»~CLM*«account»*150***11:B:1*Y*A*Y*Y~SE*9*0001~GE*1*1~IEA*1*000000001~",
    "ST*270*0001*005010X279A1~\nHL*3*2*22*0~\nNM1*IL*1*«LAST»*«first»****MI*«member»~\nDMG*D8*«birth8»~\nEQ*30~\nSE*6*0001~\n",
];

pub(super) const CSV: [&str; 4] = [
    "patient_id,first_name,last_name,dob,ssn,phone,address,zip\n«mrn»,«first»,«last»,«birth»,«ssn»,«phone-»,«street»,«zip»\n",
    "MRN|Patient Name|Date of Birth|Home Phone|Member ID|Email\n«mrn»|«last, first»|«birth/»|«phone»|«member»|«email»\n",
    "PAT_LAST_NM,PAT_FIRST_NM,PAT_BRTH_DT,PAT_ADDR_LN_1,PAT_ZIP_CD,SUBSCR_ID\n«last»,«first»,«birth»,«street»,«zip»,«member»\n",
    "Nachname;Vorname;Geburtsdatum;Anschrift;PLZ;Telefon;Versichertennummer\n«last»;«first»;«birth»;«street»;«zip»;«phone»;«member»\n",
];

pub(super) const ASTM: [&str; 1] = [
    "H|\\^&|||Analyzer^2.1|||||||P|LIS2-A2|20240311101500\rP|1||«mrn»||«last»^«first»||«birth8»|F||«street»||«phone-»\rO|1|7714||^^^GLU\rR|1|^^^GLU|5.4|mmol/L||N||F\rL|1|N\r",
];

pub(super) const CHANNEL: [&str; 1] = [
    "<channel version=\"4.2.0\">\n  <name>Admissions</name>\n  <transformer>\n    <step><script>tmp['PID']['PID.19']['PID.19.1'] = '«ssn»';</script></step>\n  </transformer>\n  <template>MSH|^~\\&amp;|ADM|MERCY|EHR|MERCY|20240311||ADT^A01|1|P|2.3\nPID|1||«mrn»^^^MERCY^MR||«last»^«first»||«birth8»|F</template>\n</channel>\n",
];
