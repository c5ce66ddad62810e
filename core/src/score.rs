//! Assessment: evidence adds up, in log-odds, to a confidence. All weights stand in one table here, each with its reason.

/// One reason for or against a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// Which reason.
    pub kind: EvidenceKind,
    /// Its weight in log-odds: positive speaks for the finding.
    pub weight: f32,
}

/// The kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// A standard fixes what the field holds (HL7 v2, FHIR, C-CDA, X12, DICOM).
    StandardField,
    /// The field's name says what it holds.
    TellingName,
    /// The field's name says what it may hold.
    SuggestiveName,
    /// The field's name says little (`name`, `city`, `date`).
    CommonName,
    /// The shape is one that only such values have.
    DistinctiveShape,
    /// The shape is one that other things have too.
    CommonShape,
    /// A word that belongs to the rule stands near.
    ContextWord,
    /// The value passes the rule's validators.
    Validated,
    /// The value fails one of the rule's validators.
    FailsValidator,
    /// The record, or one that holds it, is named after a patient.
    PersonRecord,
    /// The record is named after someone who may be a patient, or a member of anything.
    PartyRecord,
    /// A strong identifier stands in the same record.
    StrongCompanion,
    /// A suggestive field stands in the same record.
    MediumCompanion,
    /// Another kind of weak field stands in the same record.
    WeakCompanion,
    /// The document speaks of health care.
    HealthDocument,
    /// The value looks random.
    LooksRandom,
    /// The value looks like words or an identifier.
    LooksLikeWords,
    /// The value mixes kinds of characters, as passwords must.
    MixedCharacters,
    /// The value is one that people write as a sample.
    SampleValue,
    /// The value is documented never to be anyone's, and the configuration reports such values.
    ReservedValue,
    /// A generator of test data left its mark: in the value, or in the document.
    SyntheticMark,
    /// The path is one of tests or fixtures.
    TestPath,
    /// The path is one of documentation.
    DocumentationPath,
    /// The path is one of translated texts.
    TranslationPath,
    /// The line is a comment.
    Comment,
}

impl EvidenceKind {
    /// The weight, in log-odds. The threshold of 0.5 lies at 0.
    ///
    /// Chosen so that a telling name or a distinctive shape suffices alone, a suggestive name needs one more reason, and a
    /// common name needs a patient's record around it.
    pub(crate) fn weight(self) -> f32 {
        match self {
            // Nothing short of a documented never-real value outweighs a standard.
            Self::StandardField => 3.0,
            Self::TellingName => 2.0,
            // One companion or a health context lifts it over the threshold.
            Self::SuggestiveName => -0.75,
            // Three kinds of company, or one strong companion, lift it.
            Self::CommonName => -2.5,
            Self::DistinctiveShape => 3.0,
            Self::CommonShape => -0.5,
            Self::ContextWord => 1.5,
            Self::Validated => 0.5,
            Self::FailsValidator => -1.0,
            Self::PersonRecord => 2.0,
            Self::PartyRecord => 0.75,
            Self::StrongCompanion => 3.0,
            Self::MediumCompanion => 1.75,
            Self::WeakCompanion => 0.75,
            Self::HealthDocument => 0.5,
            // Scaled by how random the value looks.
            Self::LooksRandom => 3.0,
            // In a test or a comment it outweighs a telling name.
            Self::LooksLikeWords => -1.75,
            // Makes up for words in a test or in documentation, no more.
            Self::MixedCharacters => 1.0,
            Self::SampleValue => -1.0,
            // Whoever asks for such values wants to see them, below those that may be somebody's.
            Self::ReservedValue => -0.5,
            // Generated records are copied, edited and mixed with real ones.
            Self::SyntheticMark => -0.25,
            // Fixtures are where PHI leaks, and where most passwords are invented.
            Self::TestPath => -0.5,
            Self::DocumentationPath => -0.5,
            // Names of fields are keys of messages there.
            Self::TranslationPath => -1.0,
            // What programs read stands elsewhere; comments show how.
            Self::Comment => -0.5,
        }
    }

    /// The reason in words, never with the value: `the field's name says what it holds`.
    pub fn reason(self) -> &'static str {
        match self {
            Self::StandardField => "a standard says that this field holds it",
            Self::TellingName => "the field's name says what it holds",
            Self::SuggestiveName => "the field's name suggests what it holds",
            Self::CommonName => "the field's name alone says little",
            Self::DistinctiveShape => "only such values have this shape",
            Self::CommonShape => "other things have this shape too",
            Self::ContextWord => "a word that goes with it stands near",
            Self::Validated => "the value passes its checks",
            Self::FailsValidator => "the value fails a check",
            Self::PersonRecord => "the record is named after a patient",
            Self::PartyRecord => "the record is named after a person or a member",
            Self::StrongCompanion => "a strong identifier stands in the same record",
            Self::MediumCompanion => {
                "a birth date, an account or the like stands in the same record"
            }
            Self::WeakCompanion => "other personal details stand in the same record",
            Self::HealthDocument => "the document speaks of health care",
            Self::LooksRandom => "the value looks random",
            Self::LooksLikeWords => "the value looks like words",
            Self::MixedCharacters => "the value mixes characters as passwords must",
            Self::SampleValue => "the value is one that people write as a sample",
            Self::ReservedValue => "the value is documented never to be anyone's",
            Self::SyntheticMark => "a generator of test data left its mark",
            Self::TestPath => "the file belongs to tests",
            Self::DocumentationPath => "the file is documentation",
            Self::TranslationPath => "the file holds translated texts",
            Self::Comment => "the line is a comment",
        }
    }
}

/// More reasons than one candidate can have: for its name, its value, its record and its place.
const MOST_REASONS: usize = 16;

/// Evidence as it adds up for one candidate. Kept small: a window of health data has hundreds of thousands of candidates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    sum: f32,
    /// How random the value looks: the one weight that is no multiple of its kind's own.
    likeness: f32,
    /// In the order in which they came.
    reasons: [Option<Reason>; MOST_REASONS],
}

/// A kind of evidence, and how many times its weight counts: none where that is [`Score::likeness`].
#[derive(Clone, Copy, Debug)]
struct Reason {
    kind: EvidenceKind,
    times: u8,
}

impl Score {
    pub(crate) fn add(&mut self, kind: EvidenceKind) {
        self.add_times(kind, 1);
    }

    /// Adds `kind` with its weight so many times.
    pub(crate) fn add_times(&mut self, kind: EvidenceKind, times: u8) {
        self.sum += kind.weight() * f32::from(times);
        self.note(Reason { kind, times });
    }

    /// Adds how random or how much like words the value looks, with the kind's weight times `scale`.
    pub(crate) fn add_likeness(&mut self, kind: EvidenceKind, scale: f32) {
        self.likeness = kind.weight() * scale;
        self.sum += self.likeness;
        self.note(Reason { kind, times: 0 });
    }

    fn note(&mut self, reason: Reason) {
        if let Some(free) = self.reasons.iter_mut().find(|slot| slot.is_none()) {
            *free = Some(reason);
        }
    }

    /// The confidence, from 0 to 1.
    pub(crate) fn confidence(&self) -> f32 {
        1.0 / (1.0 + (-self.sum).exp())
    }

    /// The evidence, strongest first.
    pub(crate) fn evidence(&self) -> Vec<Evidence> {
        let weighed = |&Reason { kind, times }: &Reason| Evidence {
            kind,
            weight: match times {
                0 => self.likeness,
                times => kind.weight() * f32::from(times),
            },
        };
        // Findings stand in memory by the million: no more room than they need.
        let mut evidence = Vec::with_capacity(self.reasons.iter().flatten().count());
        evidence.extend(self.reasons.iter().flatten().map(weighed));
        evidence.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        evidence
    }
}
