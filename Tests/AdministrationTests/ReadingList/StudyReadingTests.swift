import DICOMCore
import Foundation
import Review
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

struct StudyReadingTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    private func admit(_ study: Int, _ change: (inout InstanceHeader) -> Void) throws {
        var header = Fixture.header(study: study)
        change(&header)
        try fixture.admit(header, at: now)
    }

    @Test func `a film has its view and its orientation, and says whether the model read it`() throws {
        var lateral = Fixture.header(instance: 2)
        lateral.viewPosition = "LL"
        lateral.patientOrientation = #"A\F"#
        lateral.numberOfFrames = 2
        _ = try workList.admit(
            lateral, path: "instances/lateral.dcm", contents: Fixture.contents(), callingAETitle: Fixture.calling,
            settleAt: now, at: now)
        let films = try workList.studyReading(item, by: "mary").images
        #expect(films.map(\.instance) == ["1.1.1.1", "1.1.1.2", "1.1.1.2"] && films.map(\.frame) == [1, 1, 2])
        #expect(films.map(\.usedByModel) == [true, false, false])
        #expect(films[1].view == "LL" && films[1].orientation == ["A", "F"] && films[0].orientation == nil)
    }

    @Test func `priors have the same patient ID and issuer, latest first; a study without an ID has none`() throws {
        try admit(2) { ($0.patientID, $0.studyDate) = ("P1", "20240101") }
        try admit(3) { ($0.patientID, $0.studyDate) = ("P1", "20250101") }
        try admit(4) { ($0.patientID, $0.issuerOfPatientID) = ("P1", "ELSEWHERE") }
        try admit(5) { $0.patientID = "P2" }
        #expect(try workList.studyReading(item, by: "mary").priors.map(\.study) == ["1.3", "1.2"])
        for study in [6, 7] { try admit(study) { $0.patientID = nil } }
        let nameless = try #require(try workList.workItem(ofStudy: "1.6"))
        #expect(try workList.studyReading(nameless, by: "mary").priors.isEmpty)
    }

    @Test func `a signed document is shown with its deliveries`() throws {
        _ = try workList.sign(.accept, of: item, by: "mary", at: now)
        let claim = try #require(try workList.claimReviewDocuments(by: 1, at: now))
        var header = InstanceHeader(
            sopClassUID: SOPClass.basicTextSR.description, sopInstanceUID: "1.1.40.1", studyInstanceUID: "1.1",
            seriesInstanceUID: "1.1.40", transferSyntaxUID: "1.2.840.10008.1.2")
        header.modality = "SR"
        try workList.store(
            [
                .init(
                    form: .basicTextSR, header: header, path: "instances/signed.dcm", contents: Fixture.contents(),
                    destinations: ["archive", "viewer"])
            ], for: claim, at: now)
        let reading = try workList.studyReading(item, by: "mary")
        let review = try #require(reading.study.reviews.first)
        #expect(reading.deliveries[review.id]?.map(\.peer) == ["archive", "viewer"])
        #expect(reading.deliveries[review.id]?.first?.form == "basic-text-sr")
        #expect(reading.model == .init(name: "test", version: "1"))
        #expect(reading.entry.verdict == .accepted)
    }

    @Test func `a note is shown only to the reader who typed it`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        _ = try workList.saveNote(findings: "typed", impression: "", revision: 1, of: item, by: "mary", at: now)
        #expect(try workList.studyReading(item, by: "mary").note?.findings == "typed")
        #expect(try workList.studyReading(item, by: "paul").note == nil)
    }

    @Test func `a study is shown without its draft while that is withheld from the reader`() throws {
        let blind = BlindReading(percent: 100)
        let kept = try fixture.draftStudy(2, attention: Fixture.keptAttention)
        var reading = try workList.studyReading(kept, by: "mary", under: blind)
        #expect(reading.study.draft == nil && reading.entry.isWithheld && !reading.hasAttention)
        _ = try workList.openReview(of: kept, by: "mary", for: 30, at: now)
        let impression = try workList.recordFirstImpression(
            .normal, text: "", revision: 1, of: kept, by: DraftReader(login: "mary", blind: blind), at: now)
        reading = try workList.studyReading(kept, by: "mary", under: blind)
        #expect(reading.study.draft != nil && !reading.entry.isWithheld && reading.hasAttention)
        #expect(reading.firstImpression == impression)
        #expect(try workList.studyReading(kept, by: "paul", under: blind).firstImpression == nil)
        #expect(try !workList.studyReading(item, by: "mary").hasAttention)
    }
}
