//! Random edits: after every burst the server's text and diagnostics are those of a fresh scan.

use safeharbor::{Document, Engine, Options, Scratch, pack};
use serde_json::{Value, json};

use crate::support::{LspClient, Repo, ssn_line};

/// How many edits.
const EDITS: usize = 10_000;

/// How many edits are sent before the diagnostics are compared.
const BURST: usize = 20;

/// xorshift64: any sequence without a pattern will do.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).expect("below the bound")
    }
}

/// The model of the document: UTF-16 code units, edited without any of the server's code.
struct Model(Vec<u16>);

impl Model {
    fn text(&self) -> String {
        String::from_utf16(&self.0).expect("no pair is cut")
    }

    /// Whether a position may name the place before unit `at`: not within a pair, and not within CRLF.
    fn is_place(&self, at: usize) -> bool {
        let (before, here) = (self.0.get(at.wrapping_sub(1)), self.0.get(at));
        let in_pair = here.is_some_and(|unit| (0xdc00..0xe000).contains(unit));
        let in_line_end = before == Some(&13) && here == Some(&10);
        !in_pair && !in_line_end
    }

    fn place(&self, random: &mut Random) -> usize {
        loop {
            let at = random.below(self.0.len() + 1);
            if self.is_place(at) {
                return at;
            }
        }
    }

    fn position(&self, at: usize) -> Value {
        let (mut line, mut start) = (0, 0);
        for index in 0..at {
            let ends = match self.0[index] {
                10 => true,
                13 => self.0.get(index + 1) != Some(&10),
                _ => false,
            };
            if ends {
                line += 1;
                start = index + 1;
            }
        }
        json!({"line": line, "character": at - start})
    }

    /// Makes a random edit; gives it as the protocol has it.
    fn edit(&mut self, random: &mut Random) -> Value {
        let texts = [
            "",
            "a",
            "\u{1f600}",
            "\r\n",
            "\n",
            "\r",
            "\u{e9}\u{1f600}x",
            "patient ",
        ];
        let chosen = random.below(texts.len() + 1);
        let new = match texts.get(chosen) {
            Some(text) => (*text).to_owned(),
            None => ssn_line(u32::try_from(random.below(900)).expect("small")),
        };
        if random.below(60) == 0 {
            self.0 = new.encode_utf16().collect();
            return json!({"text": new});
        }
        let (a, b) = (self.place(random), self.place(random));
        // Mostly small ones, so that the text grows.
        let (from, to) = if random.below(4) == 0 && a.abs_diff(b) < 40 {
            (a.min(b), a.max(b))
        } else {
            (a, a)
        };
        let range = json!({"start": self.position(from), "end": self.position(to)});
        self.0.splice(from..to, new.encode_utf16());
        json!({"range": range, "text": new})
    }
}

/// The findings of a fresh scan: rule and range, as the model counts.
fn fresh(engine: &Engine, model: &Model) -> Vec<(String, Value)> {
    let text = model.text();
    let document = Document::new("a.java", text.as_bytes());
    let report = engine.scan(&document, &mut Scratch::default());
    let units = |offset| text[..offset].encode_utf16().count();
    let facts = report.findings.iter().map(|finding| {
        let span = finding.span;
        let (start, end) = (units(span.start), units(span.end));
        let range = json!({"start": model.position(start), "end": model.position(end)});
        (finding.rule.id.clone(), range)
    });
    facts.collect()
}

#[test]
fn after_any_edits_the_diagnostics_are_those_of_a_fresh_scan() {
    let repo = Repo::new();
    let engine = Engine::new(pack(), Options::default()).expect("rules");
    let mut client = LspClient::initialized(repo.root(), json!({}), json!({"debounce": 1}));
    let path = format!("file://{}/a.java", repo.root().display());
    client.open(&path, "java", "");
    let (mut random, mut model, mut version) = (Random(0x5afe_4a7b_0a1d), Model(Vec::new()), 1);
    let mut with_findings = 0;
    for _ in 0..EDITS / BURST {
        let mut left = BURST;
        while left > 0 {
            let count = 1 + random.below(3.min(left));
            let changes: Vec<Value> = (0..count).map(|_| model.edit(&mut random)).collect();
            version += 1;
            client.change(&path, version, json!(changes));
            left -= count;
        }
        let diagnostics = client.diagnostics(&path, Some(version));
        let found = diagnostics.iter().map(|item| {
            let rule = item["code"].as_str().expect("a rule").to_owned();
            (rule, item["range"].clone())
        });
        let found: Vec<_> = found.collect();
        assert_eq!(found, fresh(&engine, &model), "version {version}");
        with_findings += usize::from(!found.is_empty());
        if model.0.len() > 4_000 {
            model.0.clear();
            version += 1;
            client.replace(&path, version, "");
        }
    }
    assert!(with_findings > EDITS / BURST / 4, "{with_findings}");
    assert_eq!(client.end(), (0, String::new()));
}
