import DICOMCore
import DICOMObject
import Foundation
import Query
import Review
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

@Suite(.blocking) struct SuccessorDocumentsTests {
    private static let routes = [
        ReporterConfiguration.Route(
            destination: "archive", aeTitle: "ARCHIVE",
            forms: [.basicTextSR, .enhancedSR, .comprehensive3DSR, .rejectionNote]),
        ReporterConfiguration.Route(
            destination: "viewer", aeTitle: "VIEWER", forms: [.encapsulatedPDF, .secondaryCapture]),
    ]

    /// What a document names as its predecessor, with the code of why.
    private func predecessor(_ document: WorkListStore.NewDocument, _ fixture: StudyFixture) throws -> [String?] {
        let dataSet = try DICOMFile(path: fixture.workList.files.absolute(document.path)).dataSet
        let reference =
            dataSet.items(Tag(0x0040, 0xA360)).first?.items(Tag(0x0008, 0x1115)).first?
            .items(Tag(0x0008, 0x1199)).first ?? dataSet.items(Tag(0x0008, 0x114A)).first
        return [
            reference?.string(Tag(0x0008, 0x1155)), reference?.items(Tag(0x0040, 0xA170)).first?.string(.codeValue),
        ]
    }

    private func report(_ document: WorkListStore.NewDocument, _ fixture: StudyFixture) throws -> ReceivedReport {
        try ReceivedReport(path: fixture.workList.files.absolute(document.path))
    }

    @Test func `an accepted draft is signed in every form that a route asks for, but no measurement report`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        let item = try fixture.draftStudy()
        let drafts = try fixture.workList.instances([.isOneOf(.modality, ["SR", "DOC", "OT"])], limit: 9)
        let review = try fixture.workList.sign(.accept, of: item, by: "mary")
        let documents = try fixture.writeNextVerdict()
        #expect(documents.map(\.form) == ReportForm.ofSignedReports)
        #expect(documents.map(\.destinations) == [["archive"], ["archive"], ["viewer"], ["viewer"]])
        for document in documents {
            let produced = ProducedDocument(document.header)
            #expect(produced?.form == document.form && produced?.isDraft == false)
            let draft = try #require(drafts.first { $0.sopClassUID == document.header.sopClassUID })
            #expect(try predecessor(document, fixture) == [draft.sopInstanceUID, "121362"])
            let path = fixture.workList.files.absolute(document.path)
            let verdict = try run("/usr/bin/dciodvfy", ["-new", path])
            #expect(verdict.status == 0 && !verdict.output.contains("Error"), "\(verdict.output)")
            #expect(try document.form != .secondaryCapture || StudyFixture.showsFilm(path))
        }
        let signed = try report(documents[0], fixture)
        #expect(signed.isSigned)
        #expect(signed.observers.map(\.name) == ["Doe^Mary=山田^花子"])
        #expect(signed.observers.map(\.organization) == ["Hôpital"])
        #expect(signed.observers.first?.verifiedAt == review.signedAt)
        #expect(signed.text.findings == review.text?.findings && signed.text.impression == review.text?.impression)
        #expect(try fixture.workList.reviews(of: item).map(\.documentState) == [.written])
    }

    @Test func `an edited draft is signed with the words of the reviewer`() throws {
        let fixture = try StudyFixture()
        let item = try fixture.draftStudy()
        let text = SignedText(findings: ["The heart is enlarged.", "Kein Erguß – 胸水なし"], impression: ["Cardiomegaly."])
        _ = try fixture.workList.sign(.edit(text), of: item, by: "mary")
        let document = try #require(try fixture.writeNextVerdict().first)
        #expect(try predecessor(document, fixture) == [try fixture.draft().sopInstanceUID, "121360"])
        let signed = try report(document, fixture)
        #expect(signed.text.findings == text.findings && signed.text.impression == text.impression)
    }

    @Test(arguments: [
        ("The heart is enlarged. There is no effusion.", "en"), ("Das Herz ist nicht vergrößert.", "de"),
        ("両側に胸水あり。", "ja"), ("Небольшой выпот слева.", "und"), ("Cardiomegaly.", "en"),
    ])
    func `the language of a signed report is that of its text`(text: String, code: String) throws {
        let fixture = try StudyFixture()
        let item = try fixture.draftStudy()
        _ = try fixture.workList.sign(.edit(SignedText(findings: [text], impression: [])), of: item, by: "mary")
        let document = try #require(try fixture.writeNextVerdict().first)
        let dataSet = try DICOMFile(path: fixture.workList.files.absolute(document.path)).dataSet
        let language = dataSet.items(Tag(0x0040, 0xA730)).first { item in
            item.items(Tag(0x0040, 0xA043)).first?.string(.codeValue) == "121049"
        }
        let value = language?.items(Tag(0x0040, 0xA168)).first
        #expect(value?.string(.codeValue) == code)
        #expect(value?.string(.codingSchemeDesignator) == "RFC5646")
    }

    @Test func `an addendum follows the report that was signed, in a series of its own, and counts on`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        let item = try fixture.draftStudy()
        _ = try fixture.workList.sign(.accept, of: item, by: "mary")
        let signed = try fixture.writeNextVerdict()
        _ = try fixture.workList.sign(
            .addend(SignedText(findings: ["Rib fracture on the left."], impression: [])), of: item, by: "mary")
        let addenda = try fixture.writeNextVerdict()
        #expect(addenda.map(\.form) == signed.map(\.form))
        for (addendum, before) in zip(addenda, signed) {
            #expect(try predecessor(addendum, fixture) == [before.header.sopInstanceUID, "121361"])
            #expect(addendum.header.seriesInstanceUID != before.header.seriesInstanceUID)
            #expect(before.header.instanceNumber == 1 && addendum.header.instanceNumber == 2)
        }
        #expect(try report(addenda[0], fixture).text.findings == ["Rib fracture on the left."])
    }

    @Test func `a rejection is a note of every document of the draft for who asks for it, and no report`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        let item = try fixture.draftStudy()
        let drafts = try fixture.workList.instances([.isOneOf(.modality, ["SR", "DOC", "OT"])], limit: 9)
        _ = try fixture.workList.sign(
            .reject(.patientSafety, comment: "Another patient's picture."), of: item, by: "mary")
        let documents = try fixture.writeNextVerdict()
        #expect(documents.map(\.form) == [.rejectionNote] && documents.map(\.destinations) == [["archive"]])
        #expect(documents[0].header.documentTitle?.value == "113037")
        let note = try report(documents[0], fixture)
        #expect(Set(note.evidence) == Set(drafts.map(\.sopInstanceUID)) && note.evidence.count == 5)
        #expect(note.text.findings.first?.hasSuffix("Another patient's picture.") == true)
    }

    @Test func `a rejection that needs no document is recorded without one`() throws {
        let fixture = try StudyFixture()
        let item = try fixture.draftStudy()
        let before = try fixture.files()
        _ = try fixture.workList.sign(.reject(.quality, comment: nil), of: item, by: "mary")
        #expect(try fixture.writeNextVerdict().isEmpty)
        #expect(try fixture.files() == before)
        #expect(try fixture.workList.reviews(of: item).map(\.documentState) == [.written])
    }

    @Test func `no draft is written as a rejection note, whatever the routes say`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        _ = try fixture.draftStudy()
        #expect(try fixture.workList.instances([.isOneOf(.modality, ["KO"])], limit: 1).isEmpty)
    }

    @Test func `the evidence is what the draft was made from, though another image has come since`() throws {
        let fixture = try StudyFixture()
        let item = try fixture.draftStudy()
        let image = try #require(try fixture.workList.instances([.isOneOf(.modality, ["DX", "CR"])], limit: 1).first)
        _ = try fixture.workList.sign(.accept, of: item, by: "mary")
        try fixture.receive("thoraxd-0008-2")
        let document = try #require(try fixture.writeNextVerdict().first)
        #expect(try report(document, fixture).evidence == [image.sopInstanceUID])
    }

    @Test func `written again it is the same document`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        let item = try fixture.draftStudy()
        _ = try fixture.workList.sign(.accept, of: item, by: "mary")
        let claim = try #require(try fixture.workList.claimReviewDocuments(by: 1))
        let first = try fixture.successors.write(claim).documents
        let again = try fixture.successors.write(claim).documents
        #expect(first.map(\.contents) == again.map(\.contents))
        #expect(first.map(\.header.sopInstanceUID) == again.map(\.header.sopInstanceUID))
    }

    @Test func `where the draft is gone there is no document, and no file is left`() throws {
        let fixture = try StudyFixture(routes: Self.routes)
        let item = try fixture.draftStudy()
        _ = try fixture.workList.sign(.accept, of: item, by: "mary")
        let claim = try #require(try fixture.workList.claimReviewDocuments(by: 1))
        try FileManager.default.removeItem(atPath: try fixture.draft().path)
        let before = try fixture.files()
        #expect(throws: DICOMObjectError.self) { try fixture.successors.write(claim) }
        #expect(try fixture.files() == before)
    }
}
