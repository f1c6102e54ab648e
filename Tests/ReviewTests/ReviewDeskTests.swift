import DICOMCore
import Foundation
import OperatorErrors
import Platform
import Testing
import WorkList
import WorkListDatabase

@testable import Review

struct ReviewDeskTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private let workList: WorkListStore
    private let mary: ReviewDesk
    private let paul: ReviewDesk

    /// One study, `1.1` with accession number `A1`, and its draft.
    init() throws {
        workList = try WorkListStore(stateDirectory: directory)
        mary = ReviewDesk(workList, as: "mary", claimMinutes: 30)
        paul = ReviewDesk(workList, as: "paul", through: "paul", claimMinutes: 30)
        for login in ["mary", "paul"] {
            try workList.add(
                User(login: login, name: "Doe^\(login)", organization: "Hospital", role: .reviewer), by: "test")
        }
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.1.1.1", studyInstanceUID: "1.1",
            seriesInstanceUID: "1.1.1", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.accessionNumber = "A1"
        let contents = DurableFile.Contents(byteCount: 1, sha256: [UInt8](repeating: 0, count: 32))
        _ = try workList.admit(
            header, path: "1.dcm", contents: contents, callingAETitle: AETitle("MODALITY1"),
            settleAt: .now)
        let settled = try #require(try workList.studiesToSettle().first)
        _ = try workList.settle(settled, as: .settled, eligible: ["1.1.1.1"])
        let document = InstanceHeader(
            sopClassUID: SOPClass.basicTextSR.description, sopInstanceUID: "1.1.9.1", studyInstanceUID: "1.1",
            seriesInstanceUID: "1.1.9", transferSyntaxUID: "1.2.840.10008.1.2")
        try workList.store(
            .init(
                documents: [
                    .init(form: .basicTextSR, header: document, path: "2.dcm", contents: contents, destinations: [])
                ], report: #"{"findings": ["Clear lungs."], "impression": []}"#, modelName: "test", modelVersion: "1",
                weightsSHA256: "00", stageSeconds: "{}"), for: try #require(try workList.claim(by: 1)))
    }

    @Test func `a study goes through the desk from its opening to an addendum`() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        #expect(try mary.open("A1", at: now).expiresAt == now + 1800)
        #expect(try mary.study("1.1").claim?.login == "mary")
        let held = #expect(throws: ReviewError.self) { try paul.open("A1", at: now) }
        #expect(held?.fault == .held)
        try mary.release("A1", at: now)
        let edited = try ReviewText.parse("FINDINGS: Clear lungs. Large heart.")
        #expect(try paul.sign(.edit(edited), of: "A1", havingRead: 1, at: now).editDistance == 2)
        #expect(try mary.sign(.addend(edited), of: "A1", at: now).verdict == .addended)
        #expect(try mary.study("A1").reviews.map(\.reviewer.login) == ["paul", "mary"])
        #expect(try workList.acts(aboutStudy: "1.1").allSatisfy { $0.detail["account"] == nil })
    }

    @Test func `what is not there is not found, what was not read is not signed`() throws {
        #expect(#expect(throws: WorkListError.self) { try mary.study("A2") }?.fault == .notFound)
        #expect(
            #expect(throws: ReviewError.self) { try mary.sign(.accept, of: "A1", havingRead: 2) }?.fault == .conflict)
        #expect(#expect(throws: ReviewError.self) { try mary.release("A1") }?.fault == .conflict)
    }
}
