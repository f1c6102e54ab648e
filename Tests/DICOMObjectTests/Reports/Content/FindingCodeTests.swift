import DICOMCore
import DICOMTestPeer
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct FindingCodeTests {
    /// Labels of ChestX-ray14 and of CheXpert.
    private static let labels = [
        "Atelectasis", "Cardiomegaly", "Effusion", "Infiltration", "Mass", "Nodule", "Pneumonia", "Pneumothorax",
        "Consolidation", "Edema", "Emphysema", "Fibrosis", "Pleural_Thickening", "Hernia", "Enlarged Cardiomediastinum",
        "Lung Opacity", "Lung Lesion", "Pleural Effusion", "Pleural Other", "Fracture", "Support Devices",
    ]

    private static func concept(_ label: String) -> CodedConcept? {
        FindingCode.concept(of: AssessedFinding(label: label, probability: 0.5, threshold: 0.5))
    }

    @Test(.enabled(if: PythonPeer.isInstalled, "needs scripts/python-peers.sh"))
    func `every listed code is in pydicom's copy of the standard`() throws {
        let listed = Self.labels.compactMap(Self.concept).filter { $0.scheme != FindingCode.privateScheme }
        let others: [CodedConcept] = [
            .certaintyOfFinding, .percent, .procedureReported, .imagingProcedure, .imageLibrary, .imageLibraryGroup,
            .imagingMeasurements, .measurementGroup, .trackingIdentifier, .trackingUniqueIdentifier, .algorithmName,
            .algorithmVersion, .algorithmParameters, .comment, .present, .absent, .replacedReport,
            .imagingMeasurementReport, .finding, .impression,
        ]
        #expect(listed.count == 10)
        let arguments = (listed + others).flatMap { [$0.scheme, $0.value, $0.meaning] }
        let verdict = try PythonPeer.run("finding_codes.py", arguments)
        #expect(verdict.status == 0 && verdict.output.isEmpty, "\(verdict.output)")
    }

    @Test func `labels without a listed code get a distinct private one that fits the attribute`() throws {
        let long = "unfolding of the thoracic aorta"
        let own = (Self.labels + [long, long + " and heart", "Überblähung"]).compactMap(Self.concept)
            .filter { $0.scheme == FindingCode.privateScheme }
        #expect(own.count == 14)
        #expect(Set(own.map(\.value)).count == own.count)
        for code in own {
            #expect((1...16).contains(code.value.utf8.count) && code.value.utf8.allSatisfy { $0 < 128 }, "\(code)")
            #expect((1...64).contains(code.meaning.count))
        }
        #expect(Self.concept("Pneumonia")?.value == "PNEUMONIA")
        #expect(Self.concept("Pleural_Thickening")?.meaning == "Pleural thickening")
    }

    @Test func `a label that means nothing was found is not a finding`() {
        #expect(Self.concept("No Finding") == nil && Self.concept("No_Finding") == nil)
    }
}
