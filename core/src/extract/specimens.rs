//! Documents of every format that is read, each with its reader: what is damaged in property tests, and what fuzzing begins with.

use super::astm::{self, Astm};
use super::ccda::{self, CcdaExtractor};
use super::delimited::{self, Delimited};
use super::dicom::{self, DicomDump};
use super::fhir::{self, FhirJsonExtractor, FhirShorthandExtractor, FhirXmlExtractor};
use super::hl7v2::{self, Hl7v2};
use super::html::{self, HtmlExtractor};
use super::json::{self, JsonExtractor};
use super::notebook::{self, NotebookExtractor};
use super::plain::{Prose, Settings, Syntax, Yaml};
use super::sql::{self, Sql};
use super::x12::{self, X12};
use super::xml::{self, XmlExtractor};
use super::{Extraction, Extractor, Labels, Window, lexical};
use crate::span::Span;

/// A format, or one of the forms that it is written in.
#[derive(Debug)]
pub struct Format {
    /// What it is called; the forms of one format have one name.
    pub name: &'static str,
    /// A reader at the start of a document.
    pub reader: fn() -> Box<dyn Extractor>,
    /// Whether a text looks like it.
    pub sniff: fn(&str) -> bool,
    /// Documents of it.
    pub documents: &'static [&'static str],
}

/// Every format.
pub const FORMATS: [Format; 20] = [
    Format {
        name: "astm",
        reader: || Box::new(Astm),
        sniff: astm::sniff,
        documents: &[
            "\u{2}1H|\\^&|||Lab^1\r\u{2}2P|1||A1||ARGON^HÉLIUM||18150203|F||00 ARGON STREET|||X|\rO|1|7\rL|1\r",
        ],
    },
    Format {
        name: "hl7v2",
        reader: || Box::new(Hl7v2::new()),
        sniff: hl7v2::sniff,
        documents: &[
            "MSH|^~\\&|A|B|C|D|20240101||ADT^A01|1|P|2.5\rPID|1||12^^^H^MR~34^^^SSA^SS||Argon^Helium^é||18150203|F|||1 A St^^B^OR^97301||^PRN^PH^^1^503^1\rNK1|1|Neon^X\rOBX|1|TX|||a\\.br\\b\\X0D\\\\E\\|\r",
            "\u{b}BHS#*~\\&#A\r\nMSH#*~\\&#A\r\nPV1#1#I#é*b&c\u{1c}\r\n",
            "\"PID|1||7^^^H\" + \"\\rPV1|1\\r\";",
        ],
    },
    Format {
        name: "x12",
        reader: || Box::new(X12::new()),
        sniff: x12::sniff,
        documents: &[
            "ISA*00*          *00*          *ZZ*A              *ZZ*B              *240311*0815*^*00501*000000001*0*P*:~GS*HC*A*B*20240311*0815*1*X*005010X222A1~ST*837*0001~HL*2*1*22*0~NM1*IL*1*ARGON*é****MI*1~N3*1 A ST~DMG*D8*18150203*F~REF*SY*1~CLM*1*1***11:B:1~SE*9*0001~IEA*1*1~",
            "ST*270*1~\r\nNM1*QC*1*ARGON~\r\nDTP*472*D8*18150203~\r\n",
        ],
    },
    Format {
        name: "fhir",
        reader: || Box::new(FhirJsonExtractor::default()),
        sniff: fhir::sniff_json,
        documents: &[
            "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Argon\",\"given\":[\"é\"]}],\"birthDate\":\"1815-02-03\",\"_birthDate\":{\"extension\":[{\"url\":\"u\",\"valueDateTime\":\"1815\"}]},\"contained\":[{\"resourceType\":\"Coverage\",\"subscriberId\":\"\\u00e9\"}]}}]}\n",
            "{\"resourceType\":\"DocumentReference\",\"content\":[{\"attachment\":{\"data\":\"QXJnb24gSGVsaXVtLCBib3JuIG9u\",\"contentType\":\"text/plain\"}}],\"text\":{\"div\":\"<div>a</div>\"}}",
            "[{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Argon^Helium\"}]}}]",
        ],
    },
    Format {
        name: "fhir",
        reader: || Box::new(FhirXmlExtractor::default()),
        sniff: fhir::sniff_xml,
        documents: &[
            "<Patient xmlns=\"http://hl7.org/fhir\"><identifier><system value=\"s\"/><value value=\"1\"/></identifier><name><family value=\"&#233;rgon\"/></name><text><div xmlns=\"x\"><p>é</p></div></text><birthDate value=\"1815-02-03\"/></Patient>",
        ],
    },
    Format {
        name: "fhir",
        reader: || Box::new(FhirShorthandExtractor::default()),
        sniff: fhir::sniff_shorthand,
        documents: &[
            "Alias: $a = http://a\n\nInstance: é\nInstanceOf: MyPatient\n* name[0].family = \"Arg\\\"on\"\n* name[=].given[+] = \"é\"\n* identifier[m].type = $a#MR \"a\"\n* identifier[m].value = \"1\"\n* telecom[+]\n  * system = #phone\n  * value = \"\"\"1\n2\"\"\"\nRuleSet: B\n* birthDate = 1815-02-03\n",
        ],
    },
    Format {
        name: "cda",
        reader: || Box::new(CcdaExtractor::default()),
        sniff: ccda::sniff,
        documents: &[
            "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><recordTarget typeCode=\"RCT\"><patientRole><id root=\"1\" extension=\"2\"/><telecom value=\"tel:1\"/><patient><name><given>é</given></name><birthTime value=\"18150203\"/></patient></patientRole></recordTarget><section><text><table><thead><tr><th>a</th></tr></thead><tr><td>b</td></tr></table></text></section></ClinicalDocument>",
            "<controlActProcess xmlns='urn:hl7-org:v3'><subject1><patient><id extension='1'/><patientPerson><name>é</name></patientPerson></patient></subject1><livingSubjectName><value><given>a</given></value></livingSubjectName></controlActProcess>",
        ],
    },
    Format {
        name: "dicom_dump",
        reader: || Box::new(DicomDump::new()),
        sniff: dicom::sniff,
        documents: &[
            "(0010,0010) PN [Argon^é]   #  12, 1 PatientName\n(0010,0020) LO [12]   # 2, 1\n(fffe,e000) na\n",
            "(0010, 0010) Patient's Name   PN: 'Argon^Helium'\n(0010, 0030) DA: '18150203'\n",
        ],
    },
    Format {
        name: "delimited",
        reader: || Box::new(Delimited::new("patients")),
        sniff: delimited::sniff,
        documents: &[
            "mrn,name,note\n1,Argon,\"a \"\"b\"\"\nc\"\n2,é,\n",
            "mrn|dob\r\n1|18150203\r\n",
            "a\tb\n1\t2\n",
            "1;a;b\n2;c;d\n3;e;f\n4;g;h\n5;i;j\n",
        ],
    },
    Format {
        name: "sql",
        reader: || Box::new(Sql::new()),
        sniff: sql::sniff,
        documents: &[
            "CREATE TABLE `p` (id INT PRIMARY KEY, ssn CHAR(11) COMMENT 'é');\nINSERT INTO p VALUES (1, 'a''b\\'c'), (2, NULL);\n",
            "COPY p (mrn, name) FROM stdin;\n1\té\\tb\n2\t\\N\n\\.\n",
            "UPDATE [p] SET [ssn] = N'1', name = E'\\x41' WHERE id = 1; -- c\nMERGE INTO p USING (SELECT 'a' AS ssn) s ON 1 = 1;",
            "INSERT ALL INTO p (a) VALUES ('1') INTO p (a) VALUES ($q$2$q$) SELECT 1 FROM dual;",
        ],
    },
    Format {
        name: "json",
        reader: || Box::new(JsonExtractor::default()),
        sniff: json::sniff,
        documents: &[
            "{\"patient\": {\"ssn\": \"1\", \"names\": [{\"first\": \"é\\u00e9\\n\"}], 'x': 1.5e3, /* c */ \"k\": null,}}",
            "{\"properties\": {\"mrn\": {\"type\": \"string\", \"example\": \"1\", \"examples\": [\"2\", {}]}}, \"q\": [{\"name\": \"ssn\", \"value\": 3}]}",
        ],
    },
    Format {
        name: "xml",
        reader: || Box::new(XmlExtractor::default()),
        sniff: xml::sniff,
        documents: &[
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><p ssn=\"1\" x='&amp;é'><name>a</name><![CDATA[ <b> ]]><!-- c --><PID><PID.5><XPN.1>a</XPN.1></PID.5></PID></p>",
            "<dataset><patient mrn=\"1\" name=\"é\"/><table name=\"t\"><column>a</column><row><value>1</value></row></table></dataset>",
        ],
    },
    Format {
        name: "html",
        reader: || Box::new(HtmlExtractor::default()),
        sniff: html::sniff,
        documents: &[
            "<!doctype html><html><body><form name=f><input name=\"ssn\" value=1><label>DOB</label><span>é</span></form><dl><dt>MRN<dd>1</dl><script>a = '<p>';</script><table><tr><th>a<tr><td>b</table>",
        ],
    },
    Format {
        name: "notebook",
        reader: || Box::new(NotebookExtractor::default()),
        sniff: notebook::sniff,
        documents: &[
            "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"a = 'é'\\n\", \"b\"], \"outputs\": [{\"data\": {\"text/html\": [\"<table>\"], \"text/plain\": \"x\"}, \"traceback\": [\"t\"]}]}], \"nbformat\": 4}",
        ],
    },
    Format {
        name: "yaml",
        reader: || Box::new(Yaml::new()),
        sniff: |_| false,
        documents: &[
            "---\npatients:\n  - ssn: \"1\" # é\n    name: {first: 'a''b', last: [c, d]}\n    note: |-\n      x\n       y\n  - &a name: ssn\n    value: !!str 2\ndata:\n  k: QXJnb24=\n",
            "properties:\n  mrn:\n    type: string\n    example: 1\n- A=b\n",
        ],
    },
    Format {
        name: "settings",
        reader: || Box::new(Settings::new(Syntax::Env)),
        sniff: |_| false,
        documents: &["export A=\"é b\" # c\nB='x'\nC=a\\\nb\nARG D=1\n"],
    },
    Format {
        name: "settings",
        reader: || Box::new(Settings::new(Syntax::Toml)),
        sniff: |_| false,
        documents: &[
            "[a.b]\nc = \"é\\n\"\nd = '''\nx\n'''\n[[e]]\nf = { g = 1, h = ['i'] }\n",
            "[s]\na: b\n  c\nd=e ; f\n",
        ],
    },
    Format {
        name: "settings",
        reader: || Box::new(Settings::new(Syntax::Properties)),
        sniff: |_| false,
        documents: &["a.b=c\\\n  d\n! e\nf:\\u00e9\ng h\n"],
    },
    Format {
        name: "prose",
        reader: || Box::new(Prose::new()),
        sniff: |_| false,
        documents: &[
            "ID   NAME      DOB\n--   ----      ---\n12   é         1815-02-03\n0  13   Neon X    1815\n\n a | b\n---+---\n1 | 2\n",
            "# T\nPatient Name: Argon Helium   MRN# 12\n| mrn | é |\n|---|---|\n| 1 | 2 |\n\n```python\nssn = '1'\n```\nGET /x?ssn=1&dob=2 --password x\n{\n  \"a\": 1\n}\n",
        ],
    },
    Format {
        name: "lexical",
        reader: || Box::new(Code),
        sniff: |_| false,
        documents: &[
            "x := `a,ssn,é\n1,2,3\n`; y = \"a|dob|c\\n1|2|3\\n\"",
            "struct {\n\tname, dob string\n}{\n\t{\"é\", \"1\"},\n}\ntype row struct { ssn string }\nrow{\"1\"}",
            "@parametrize(\"ssn, dob\", [(\"1\", None), pytest.param('2', \"3\".x(), id=\"é\")])",
            "it.each([['1', '2']])('%s', (ssn, dob) => {}); cy.get('#ssn').type('1');",
            "fill_in 'SSN', with: '1'\n    Input Text    id=ssn    1\nssn { \"1\" } :ssn \"1\" dob: ~D[1815]",
            "{ '00100010': { vr: 'PN', Value: [{ Alphabetic: 'é' }] }, 0x00100010: \"Argon^Helium\" }",
            "data a;\ninput ssn $ dob;\ndatalines;\n1 é\n;\nrun;\ntribble(~ssn, ~dob,\n  \"1\", \"é\")\n",
            "ssn | dob || ok\n'1' | \"é\" || true\nwhere:\n| ssn | dob |\n| 1   | é   |\n",
            "new Patient(7, \"Argon Hélium\", LocalDate.of(1815, 2, 3)); Patient{name='Argon', ssn='1'}",
            "addSegment(\"PID\", \"1\", \"\", \"12^^^H^MR\", \"\", \"Argon^Hélium\"); ['NM1', 'IL', '1', 'ARGON', 'é']",
        ],
    },
];

/// The readers of source code that need no grammar, as one.
struct Code;

impl Extractor for Code {
    fn read<'t>(
        &mut self,
        window: Window<'t>,
        labels: &mut Labels,
        out: &mut Extraction<'t>,
    ) -> usize {
        let text = window.text;
        let hits: Vec<Span> = ["ssn", "dob", "00100010"]
            .iter()
            .flat_map(|name| text.match_indices(name))
            .map(|(at, name)| Span::new(at, at + name.len()))
            .collect();
        lexical::apart(text, &hits, labels, out);
        lexical::patients(text, labels, out);
        lexical::segments(text, out);
        lexical::fields(text, labels, out);
        text.len()
    }
}
