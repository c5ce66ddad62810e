//! How each language writes a name and its value: sources of one statement, and what is found in them. Tests take them apart, and damage them.

use crate::document::Language;

/// Sources with what is found in them, in order.
pub(super) const FORMS: &[(Language, &str, &[&str])] = &[
    (Language::Python, "ssn: str = 'a' 'b'\n", &["ssn = ab"]),
    (Language::Python, "a, b = 'x', 'y'\n", &["a = x", "b = y"]),
    (
        Language::Python,
        "class P:\n  def f(self, n='d'):\n    self.ssn = 'x'\n",
        &["P.n = d", "P.ssn = x"],
    ),
    (
        Language::Python,
        "p = Patient(ssn='x', n=2)\n",
        &["p.Patient.ssn = x", "p.Patient.n = 2"],
    ),
    (
        Language::Python,
        "d = {'a': 'x', 'b': {'c': 'y'}}\n",
        &["d.a = x", "d.b.c = y"],
    ),
    (Language::Python, "row['ssn'] = 'x'\n", &["row.ssn = x"]),
    (
        Language::Python,
        "k = os.environ.get('A') or 'x'\n",
        &["k = x"],
    ),
    (
        Language::Python,
        "os.environ.get('A', 'x')\n",
        &["os.A = x"],
    ),
    (
        Language::Python,
        "if user.pin == 'x': pass\n",
        &["user.pin = x"],
    ),
    (
        Language::Python,
        "def f(ssn, dob): pass\nf('x', 'y')\n",
        &["f.ssn = x", "f.dob = y"],
    ),
    (
        Language::Python,
        "class P:\n  def __init__(self, ssn): pass\nP('x')\n",
        &["P.ssn = x"],
    ),
    (
        Language::Python,
        "born = date.fromisoformat('x')\n",
        &["born = x"],
    ),
    (
        Language::Python,
        "self.assertEqual(p.ssn, 'x')\n",
        &["p.ssn = x"],
    ),
    (
        Language::Java,
        "class P { static final String A = \"x\" + \"y\"; }",
        &["P.A = xy"],
    ),
    (
        Language::Java,
        "class T { void f() { p.setSsn(\"x\"); p.getName().setFamily(\"y\"); } }",
        &["T.p.Ssn = x", "T.p.Name.Family = y"],
    ),
    (
        Language::Java,
        "class T { void f() { Patient.builder().ssn(\"x\").name(\"y\").build(); } }",
        &["T.Patient.ssn = x", "T.Patient.name = y"],
    ),
    (
        Language::Java,
        "class T { void f() { if (p.getSsn().equals(\"x\") || \"y\".equals(pin)) {} } }",
        &["T.p.Ssn = x", "T.pin = y"],
    ),
    (
        Language::Java,
        "class T { @Value(key = \"x\") String s = c ? \"a\" : \"b\"; }",
        &["T.Value.key = x", "T.s = a", "T.s = b"],
    ),
    (
        Language::Java,
        "record P(String ssn, int n) {} class T { P p = new P(\"x\", 2); }",
        &["T.p.P.ssn = x", "T.p.P.n = 2"],
    ),
    (
        Language::Java,
        "class T { void f() { m.put(\"ssn\", \"x\"); var n = Map.of(\"a\", \"b\", \"c\", \"d\"); } }",
        &["T.m.ssn = x", "T.Map.a = b", "T.Map.c = d"],
    ),
    (
        Language::JavaScript,
        "const p = {ssn: \"x\", 'a-b': 2, c: ['y']}",
        &["p.ssn = x", "p.a-b = 2", "p.c = y"],
    ),
    (
        Language::JavaScript,
        "const {a = 'x', b: c = 'y'} = f(); let k = process.env.K || 'z'",
        &["a = x", "c = y", "k = z"],
    ),
    (
        Language::JavaScript,
        "expect(p.ssn).toBe('x'); p.ssn = `a${b}c`",
        &["p.ssn = x", "p.ssn = a\u{fffc}c"],
    ),
    (
        Language::JavaScript,
        "createPatient({ssn: 'x'}); el.setAttribute('ssn', 'y')",
        &["createPatient.ssn = x", "el.ssn = y"],
    ),
    (
        Language::Tsx,
        "const a = <Patient ssn=\"x\" name={'y'}/>; class P { private pin: string = 'z' }",
        &["Patient.ssn = x", "Patient.name = y", "P.pin = z"],
    ),
    (
        Language::Typescript,
        "enum E { A = 'x' } const b = 'y' as const; function f(c: string = 'z') {}",
        &["E.A = x", "b = y", "c = z"],
    ),
    (
        Language::CSharp,
        "class P { public string Ssn { get; set; } = \"x\"; const string A = @\"a\"\"b\"; }",
        &["P.Ssn = x", "P.A = a\"b"],
    ),
    (
        Language::CSharp,
        "class T { void F() { var p = new Patient { Ssn = \"x\" }; p.Dob = \"y\"; G(mrn: \"z\"); } }",
        &["T.p.Patient.Ssn = x", "T.p.Dob = y", "T.G.mrn = z"],
    ),
    (
        Language::CSharp,
        "var d = new Dictionary<string, string> { [\"a\"] = \"x\", { \"b\", \"y\" } };",
        &["d.Dictionary.a = x", "d.Dictionary.b = y"],
    ),
    (
        Language::Go,
        "var p = Patient{SSN: \"x\", Tags: []string{\"y\"}}",
        &["p.Patient.SSN = x", "p.Patient.Tags = y"],
    ),
    (
        Language::Go,
        "func f() { a, b := \"x\", `y`; p.SSN = \"z\"; m := map[string]string{\"k\": \"v\"} }",
        &["a = x", "b = y", "p.SSN = z", "m.k = v"],
    ),
    (
        Language::Ruby,
        "class P\n def f\n  @ssn = 'x'\n  self.name = \"y\"\n end\nend\n",
        &["P.ssn = x", "P.name = y"],
    ),
    (
        Language::Ruby,
        "create :patient, ssn: 'x', :a => 'y'\nssn 'z'\nmrn { 'w' }\nh[:k] = 'v'\n",
        &[
            "patient.ssn = x",
            "patient.a = y",
            "ssn = z",
            "mrn = w",
            "h.k = v",
        ],
    ),
    (
        Language::Php,
        "<?php $a = ['ssn' => 'x', 'b' => ['c' => \"y\"]]; $p->setSsn('z'); define('K', 'v');",
        &["a.ssn = x", "a.b.c = y", "p.Ssn = z", "K = v"],
    ),
    (
        Language::Php,
        "<?php class P { const A = 'x'; private ?string $ssn = \"y\" . 'z'; }",
        &["P.A = x", "P.ssn = yz"],
    ),
    (
        Language::Rust,
        "fn f() { let p = Patient { ssn: \"x\".to_string(), n: 2 }; p.name = String::from(\"y\"); }",
        &["p.Patient.ssn = x", "p.Patient.n = 2", "p.name = y"],
    ),
    (
        Language::CSharp,
        "class T { void F() { Assert.AreEqual(\"v\", p.Ssn); p.Dob.Should().Be(\"w\"); Assert.Equal(\"x\", m.Get(\"PID.5.1\")); r.Setup(q => q.Mrn).Returns(\"y\"); r.FindByMrn(\"z\"); d.getElementsByName(\"a\"); } }",
        &[
            "T.p.Ssn = v",
            "T.p.Dob = w",
            "PID-5.1 = x",
            "T.q.Mrn = y",
            "T.r.Mrn = z",
        ],
    ),
    (
        Language::Go,
        "func F() { assert.Equal(t, \"x\", p.MRN); require.Equal(s.T(), p.SSN, \"y\") }",
        &["p.MRN = x", "p.SSN = y"],
    ),
    (
        Language::Ruby,
        "expect(p.ssn).to eq(\"x\")\np.dob.should == \"z\"\nP.find_by_ssn(\"w\")",
        &["p.ssn = x", "p.dob = z", "P.ssn = w"],
    ),
    (
        Language::Kotlin,
        "fun f() { p.mrn shouldBe \"x\"; assertThat(p.ssn).isEqualTo(\"y\") }",
        &["p.mrn = x", "p.ssn = y"],
    ),
    (
        Language::Java,
        "class T { void f() { when(p.getSsn()).thenReturn(\"v\"); assertThat(p.getMrn(), is(\"w\")); assertEquals(\"of a\", \"x\", p.getDob()); ReflectionTestUtils.setField(p, \"ssn\", \"y\"); } }",
        &["T.p.Ssn = v", "T.p.Mrn = w", "T.p.Dob = x", "T.ssn = y"],
    ),
    (
        Language::Python,
        "setattr(p, \"ssn\", \"x\")\nP.filter(ssn__iexact=\"y\", a__b=\"z\")\nassert str(h['PID'][0][19]) == 'v'\nself.assertEqual(h.segment('PID')[3], 'w')",
        &[
            "ssn = x",
            "P.ssn = y",
            "P.a__b = z",
            "PID-19.1 = v",
            "h.segment = PID",
            "PID-3.1 = w",
        ],
    ),
    (
        Language::Php,
        "<?php $pid->setPatientName(['x', 'y']);",
        &[
            "setPatientName.pid.PatientName = x",
            "setPatientName.pid.PatientName = y",
        ],
    ),
    (
        Language::JavaScript,
        "expect(patient).toEqual({ ssn: 'x' }); expect(m.get('PID.5.1').toString()).to.equal('y');",
        &["toEqual.patient.ssn = x", "PID-5.1 = y"],
    ),
    (
        Language::Rust,
        "const A: &str = r#\"x\"#; fn f() { json!({\"ssn\": \"y\"}); assert_eq!(p.pin, \"z\"); }",
        &["A = x", "json.ssn = y", "pin = z"],
    ),
    (
        Language::C,
        "#define SSN \"x\"\nchar a[] = \"y\" \"z\"; struct p q = { .ssn = \"w\" };",
        &["SSN = x", "a = yz", "q.ssn = w"],
    ),
    (
        Language::Cpp,
        "struct P { std::string ssn = \"x\"; P() : name(\"y\") {} }; std::string c{\"z\"};",
        &["P.ssn = x", "P.name = y", "c = z"],
    ),
    (
        Language::Cpp,
        "std::map<std::string, std::string> m = {{\"a\", \"x\"}}; void f() { p->ssn = R\"(y)\"; }",
        &["m.a = x", "p.ssn = y"],
    ),
    (
        Language::Kotlin,
        "val p = Patient(ssn = \"x\")\nval m = mapOf(\"a\" to \"y\")\nclass P(val pin: String = \"z\")\n",
        &["p.Patient.ssn = x", "m.mapOf.a = y", "P.pin = z"],
    ),
    (
        Language::Kotlin,
        "fun f() { p.apply { ssn = \"x\" }\n l[\"k\"] = \"y\" }\n",
        &["p.ssn = x", "l.k = y"],
    ),
    (
        Language::Swift,
        "let p = Patient(ssn: \"x\")\np.pin = \"y\"\nlet d = [\"a\": \"z\", \"b\": \"w\"]\n",
        &["p.Patient.ssn = x", "p.pin = y", "d.a = z", "d.b = w"],
    ),
    (
        Language::Scala,
        "object T { val p = P(ssn = \"x\"); p.pin = \"y\"; val m = Map(\"a\" -> \"z\") }",
        &["T.p.P.ssn = x", "T.p.pin = y", "T.m.Map.a = z"],
    ),
    (
        Language::Bash,
        "A=\"x\"; export B='y'; C=$'a\\n'; G=${X:-z}\ncmd --password \"w\" --token=v -e K=u\n",
        &[
            "A = x",
            "B = y",
            "C = a\n",
            "G = z",
            "password = w",
            "token = v",
            "K = u",
        ],
    ),
    (
        Language::Hcl,
        "resource \"db\" \"main\" {\n password = \"x\"\n tags = { a = \"y\" }\n}\n",
        &[
            "resource.db.main.password = x",
            "resource.db.main.tags.a = y",
        ],
    ),
    // What one variable is handed belongs to the other; an empty call opens an element.
    (
        Language::Java,
        r#"class T { void f() { p.addTelecom().setSystem(PHONE).setValue("x"); p.getNameFirstRep().setFamily("y"); } }"#,
        &["T.p.Telecom.Value = x", "T.p.Name.Family = y"],
    ),
    (
        Language::Java,
        r#"class T { void f() { p.addName(new PersonName("x", "y", flag)); } }"#,
        &["T.addName.PersonName = x", "T.addName.PersonName = y"],
    ),
    // A container is called like what it is made for.
    (
        Language::CSharp,
        "class T { void F() { var all = new List<Patient> { new() { Ssn = \"x\" } }; } }",
        &["T.all.Patient.Ssn = x"],
    ),
    (
        Language::Swift,
        "let p = Patient(born: Date(dateString: \"x\")!)\n",
        &["p.Patient.born = x"],
    ),
    // Constants stand for keys.
    (
        Language::Cpp,
        r#"void f() { d->putAndInsertString(DCM_PatientName, "x"); strcpy(p.dob, "y"); }"#,
        &["d.DCM_PatientName = x", "p.dob = y"],
    ),
    (
        Language::Java,
        r#"class T { void f() { d.setString(Tag.PatientID, VR.LO, "x"); } }"#,
        &["T.d.PatientID = x"],
    ),
];
