import DICOMCore
import DICOMObject
import DICOMTestPeer
import Foundation
import Imaging
import Platform
import Query
import Review
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

extension StudyFixture {
    /// From verdicts to documents, as the reporter process has it.
    var successors: SuccessorDocuments {
        SuccessorDocuments(workList: workList, writer: drafting.writer, decoders: drafting.decoders, aeTitle: "THORAXD")
    }

    /// Receives an X-ray, drafts its study and adds a reviewer `mary`; returns the work item.
    func draftStudy(_ name: String = "thoraxd-0008-1") throws -> Int64 {
        try receive(name)
        let claim = try #require(try workList.claim(by: 1))
        try workList.store(try drafting.draft(claim).draft, for: claim)
        let code = CodedConcept(value: "4711", scheme: "99HOSPITAL", meaning: "Dr. Mary Doe")
        try workList.add(
            User(login: "mary", name: "Doe^Mary=山田^花子", organization: "Hôpital", code: code, role: .reviewer),
            by: "root")
        try workList.add(
            User(login: "jane", name: "Roe^Jane", organization: "City Clinic", role: .reviewer), by: "root")
        return claim.workItem.id
    }

    /// Writes and stores the documents of the next verdict.
    @discardableResult func writeNextVerdict() throws -> [WorkListStore.NewDocument] {
        let claim = try #require(try workList.claimReviewDocuments(by: 1))
        let written = try successors.write(claim)
        #expect(written.omissions.isEmpty)
        try workList.store(written.documents, for: claim)
        return written.documents
    }

    /// Whether a drawn page shows a film, which is grey, beside its text, which is black on white.
    static func showsFilm(_ path: String) throws -> Bool {
        let pixels = try DICOMFile(path: path).grayscaleImage().pixels
        return pixels.count { $0 > 0.1 && $0 < 0.9 } > pixels.count / 10
    }

    /// The draft's Basic Text SR.
    func draft() throws -> StoredInstance {
        try #require(
            try workList.instances([.isOneOf(.completionFlag, ["PARTIAL"])], limit: 1).first)
    }

    /// Receives any object.
    func receive(file path: String, from calling: String = "WORKSTATION") throws {
        let bytes = try Data(contentsOf: URL(filePath: path))
        var source = ScanSource(Array(bytes))
        let location = try FileMetaInformation.Location(in: &source)
        let header = try InstanceHeader(
            scanning: &source, from: location.dataSetOffset, transferSyntax: location.transferSyntax)
        let name = try workList.files.newInstancePath()
        try bytes.write(to: URL(filePath: workList.files.absolute(name)))
        let hash = [UInt8](repeating: UInt8(header.sopInstanceUID.utf8.reduce(0, ^)), count: 32)
        _ = try workList.admit(
            header, path: name, contents: .init(byteCount: bytes.count, sha256: hash),
            callingAETitle: AETitle(calling), from: SendingPeer(name: "station", maySign: true),
            settleAt: .now, rules: [ReturnedReportRule()])
    }
}
