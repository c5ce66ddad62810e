//! Which resource an object is, as FHIR R4 and R5 name them.

use crate::extract::json::Emit;
use crate::span::Span;

/// The resource types of FHIR R4 (4.0.1) and R5 (5.0.0), sorted: <https://hl7.org/fhir/resourcelist.html>.
const RESOURCE_TYPES: &[&str] = &[
    "Account",
    "ActivityDefinition",
    "ActorDefinition",
    "AdministrableProductDefinition",
    "AdverseEvent",
    "AllergyIntolerance",
    "Appointment",
    "AppointmentResponse",
    "ArtifactAssessment",
    "AuditEvent",
    "Basic",
    "Binary",
    "BiologicallyDerivedProduct",
    "BiologicallyDerivedProductDispense",
    "BodyStructure",
    "Bundle",
    "CapabilityStatement",
    "CarePlan",
    "CareTeam",
    "CatalogEntry",
    "ChargeItem",
    "ChargeItemDefinition",
    "Citation",
    "Claim",
    "ClaimResponse",
    "ClinicalImpression",
    "ClinicalUseDefinition",
    "CodeSystem",
    "Communication",
    "CommunicationRequest",
    "CompartmentDefinition",
    "Composition",
    "ConceptMap",
    "Condition",
    "ConditionDefinition",
    "Consent",
    "Contract",
    "Coverage",
    "CoverageEligibilityRequest",
    "CoverageEligibilityResponse",
    "DetectedIssue",
    "Device",
    "DeviceAssociation",
    "DeviceDefinition",
    "DeviceDispense",
    "DeviceMetric",
    "DeviceRequest",
    "DeviceUsage",
    "DeviceUseStatement",
    "DiagnosticReport",
    "DocumentManifest",
    "DocumentReference",
    "EffectEvidenceSynthesis",
    "Encounter",
    "EncounterHistory",
    "Endpoint",
    "EnrollmentRequest",
    "EnrollmentResponse",
    "EpisodeOfCare",
    "EventDefinition",
    "Evidence",
    "EvidenceReport",
    "EvidenceVariable",
    "ExampleScenario",
    "ExplanationOfBenefit",
    "FamilyMemberHistory",
    "Flag",
    "FormularyItem",
    "GenomicStudy",
    "Goal",
    "GraphDefinition",
    "Group",
    "GuidanceResponse",
    "HealthcareService",
    "ImagingSelection",
    "ImagingStudy",
    "Immunization",
    "ImmunizationEvaluation",
    "ImmunizationRecommendation",
    "ImplementationGuide",
    "Ingredient",
    "InsurancePlan",
    "InventoryItem",
    "InventoryReport",
    "Invoice",
    "Library",
    "Linkage",
    "List",
    "Location",
    "ManufacturedItemDefinition",
    "Measure",
    "MeasureReport",
    "Media",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationKnowledge",
    "MedicationRequest",
    "MedicationStatement",
    "MedicinalProductDefinition",
    "MessageDefinition",
    "MessageHeader",
    "MolecularSequence",
    "NamingSystem",
    "NutritionIntake",
    "NutritionOrder",
    "NutritionProduct",
    "Observation",
    "ObservationDefinition",
    "OperationDefinition",
    "OperationOutcome",
    "Organization",
    "OrganizationAffiliation",
    "PackagedProductDefinition",
    "Parameters",
    "Patient",
    "PaymentNotice",
    "PaymentReconciliation",
    "Permission",
    "Person",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Procedure",
    "Provenance",
    "Questionnaire",
    "QuestionnaireResponse",
    "RegulatedAuthorization",
    "RelatedPerson",
    "RequestGroup",
    "RequestOrchestration",
    "Requirements",
    "ResearchDefinition",
    "ResearchElementDefinition",
    "ResearchStudy",
    "ResearchSubject",
    "RiskAssessment",
    "RiskEvidenceSynthesis",
    "Schedule",
    "SearchParameter",
    "ServiceRequest",
    "Slot",
    "Specimen",
    "SpecimenDefinition",
    "StructureDefinition",
    "StructureMap",
    "Subscription",
    "SubscriptionStatus",
    "SubscriptionTopic",
    "Substance",
    "SubstanceDefinition",
    "SubstanceNucleicAcid",
    "SubstancePolymer",
    "SubstanceProtein",
    "SubstanceReferenceInformation",
    "SubstanceSourceMaterial",
    "SubstanceSpecification",
    "SupplyDelivery",
    "SupplyRequest",
    "Task",
    "TerminologyCapabilities",
    "TestPlan",
    "TestReport",
    "TestScript",
    "Transport",
    "ValueSet",
    "VerificationResult",
    "VisionPrescription",
];

/// The list's own spelling of a resource type.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    let at = RESOURCE_TYPES.binary_search(&name).ok()?;
    Some(RESOURCE_TYPES[at])
}

/// Where the longest resource type stands in the name of a profile: `Patient` in `USCorePatientProfile`.
pub(super) fn within(profile: &str) -> Option<Span> {
    let standing = RESOURCE_TYPES.iter().filter_map(|name| {
        let start = profile.find(name)?;
        Some(Span::new(start, start + name.len()))
    });
    standing.max_by_key(|span| span.len())
}

/// The resource type that an object tells of itself, or that an earlier window told.
pub(super) fn told(emit: &Emit<'_, '_>, node: usize) -> Option<&'static str> {
    let carried = emit.tree.carried_resource(node).and_then(known);
    carried.or_else(|| {
        let member = emit.tree.member(node, "resourceType", emit.text)?;
        known(&emit.decoded(member))
    })
}

/// The resource type of a fragment that does not tell it, where its elements leave no doubt.
pub(super) fn inferred(emit: &Emit<'_, '_>, node: usize) -> Option<&'static str> {
    let member = |key| emit.tree.member(node, key, emit.text);
    if member("subscriberId").is_some()
        && (member("payor").is_some()
            || member("beneficiary").is_some()
            || member("subscriber").is_some())
    {
        return Some("Coverage");
    }
    let named = member("name").is_some_and(|name| has(emit, name, &["family", "given"]));
    let identified = member("identifier")
        .is_some_and(|all| has(emit, all, &["system"]) && has(emit, all, &["value"]));
    let about_a_person = [
        "birthDate",
        "telecom",
        "gender",
        "maritalStatus",
        "deceasedBoolean",
    ]
    .iter()
    .any(|key| member(key).is_some());
    (named || (identified && about_a_person)).then_some("Patient")
}

/// Whether an object, or an element of an array, has one of `keys`.
fn has(emit: &Emit<'_, '_>, node: usize, keys: &[&str]) -> bool {
    let of_object = |node| {
        keys.iter()
            .any(|key| emit.tree.member(node, key, emit.text).is_some())
    };
    match emit.tree.nodes[node].kind {
        crate::extract::json::tree::Kind::Array => emit.tree.children(node).any(of_object),
        _ => of_object(node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(RESOURCE_TYPES.is_sorted());
        assert_eq!(known("Patient"), Some("Patient"));
        assert_eq!(known("AWS::EC2::Instance"), None);
    }
}
