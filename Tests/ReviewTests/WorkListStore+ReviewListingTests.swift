import DICOMCore
import Foundation
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReviewListingTests {
    @Test
    func `what waits is listed, the urgent first, then the oldest, with who has it, and what was signed latest first`()
        throws
    {
        let fixture = try Fixture()
        let workList = fixture.workList
        try fixture.addUsers()
        let items = try (1...4).map { study in
            try fixture.draftStudy(study, report: study == 3 ? Fixture.abstainedReport : Fixture.report)
        }
        let claim = try workList.openReview(of: items[0], by: "mary", for: 30)
        _ = try workList.sign(.reject(.wrongWorklistEntry, comment: nil), of: items[1], by: "paul")
        let waiting = try workList.waitingReviews(limit: 9)
        #expect(waiting.map(\.workItem) == [items[0], items[2], items[3]])
        #expect(waiting.map(\.openBy) == ["mary", nil, nil])
        #expect(waiting.map(\.abstained) == [false, true, false])
        #expect(waiting[0].openUntil == claim.expiresAt)
        try workList.setPriority(5, of: items[3], by: "root")
        #expect(try workList.waitingReviews(limit: 2).map(\.workItem) == [items[3], items[0]])
        let signed = try workList.latestReviews(limit: 9)
        #expect(signed.map(\.studyInstanceUID) == ["1.2"] && signed[0].reason == .wrongWorklistEntry)
    }

    @Test func `a draft is shown as it is stored, whatever version stored it`() throws {
        let draft = try DraftText(report: Fixture.report)
        #expect(draft.sentences.map(\.fluency) == [0.9, 0.4, 0.5])
        #expect(draft.sentences.allSatisfy { $0.estimates.isEmpty }, "the finding head had no opinion")
        #expect(draft.sentences[1].findings == ["Pleural Effusion"])
        #expect(draft.notices == [DraftText.Notice(kind: "lowConfidence", sentence: 1)])
        #expect(draft.unchanged == Fixture.unchanged)
        let early = try DraftText(report: #"{"findings": ["A."], "impression": [], "sentenceConfidence": [0.5]}"#)
        #expect(early.texts(of: .findings) == ["A."] && early.texts(of: .impression).isEmpty)
        #expect(early.unchanged == SignedText(findings: ["A."], impression: []))
        #expect(throws: (any Error).self) { try DraftText(report: "[]") }
    }

    @Test func `the certainty of a sentence is that of its finding, and not that of its words`() throws {
        let draft = try DraftText(
            report: #"""
                {"sentences": [{"text": "There is pneumonia.", "section": "findings", "confidence": 0.95, "claims": [
                    {"finding": "Pneumonia", "status": "positive", "agreement": "contradicts",
                     "opinion": {"label": "Pneumonia", "probability": 0.2, "threshold": 0.31}},
                    {"finding": "Lung Opacity", "status": "positive", "agreement": "contradicts",
                     "opinion": {"label": "Pneumonia", "probability": 0.2, "threshold": 0.31}}]}]}
                """#)
        #expect(draft.sentences[0].estimates.map(\.words) == ["pneumonia 20 %, called likely from 31 %"])
    }

    @Test func `whose film it is comes from the study and the images that were read`() throws {
        let fixture = try Fixture()
        var header = Fixture.header(study: 1)
        header.patientName = "DOE^JANE"
        header.patientBirthDate = "19601130"
        header.studyDate = "20261129"
        header.studyDescription = "Chest"
        header.viewPosition = "PA"
        try fixture.admit(header, from: nil)
        let item = try fixture.draftNext()
        let patient = try #require(try fixture.workList.patient(of: item))
        #expect(patient.name == "DOE^JANE" && patient.age == "65 years" && patient.views == ["PA"])
        #expect(patient.studyDate == "20261129" && patient.studyDescription == "Chest")
    }

    @Test(arguments: [
        ("19601129", "20261129", "66 years"), ("19601130", "20261129", "65 years"),
        ("20250101", "20261129", "22 months"),
        ("20261001", "20261129", "59 days"), ("20261128", "20261129", "1 day"), ("2026.11.01", "20261129", "28 days"),
        ("20240229", "20240301", "1 day"), ("20270101", "20261129", nil), (nil, "20261129", nil),
        ("UNKNOWN", "20261129", nil),
    ])
    func `an age is that at the study`(born: String?, date: String, words: String?) {
        #expect(PatientAge(born: born, at: date)?.words == words)
    }
}
