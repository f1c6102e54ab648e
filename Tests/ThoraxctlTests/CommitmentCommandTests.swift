import Commitment
import DICOMCore
import Foundation
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// `thoraxctl commitment` on a work list whose daemon is down.
@Suite(.blocking) struct CommitmentCommandTests {
    private let administered: Administered
    private var directory: String { administered.directory }

    init() throws { administered = try Administered() }

    private func thoraxctl(_ arguments: String...) throws -> String {
        let (status, output) = try runThoraxctl(arguments + ["--state-directory", directory])
        #expect(status == 0, "\(output)")
        return output
    }

    @Test func `commitment lists transactions with their counts, attempts and reasons`() throws {
        let workList = administered.workList
        #expect(try thoraxctl("commitment").hasSuffix("no storage commitment was requested\n"))
        try administered.store()
        let stored = CommitmentInformation.Reference(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "\(Administered.study).1.1")
        let references =
            [stored] + (2...3).map { .init(sopClassUID: "1.2.840", sopInstanceUID: "1.5.\($0)") }
        _ = try workList.acceptCommitment(
            CommitmentInformation(transactionUID: try #require(UID("1.9")), references: references),
            from: "modality", calledAETitle: try #require(AETitle("THORAXD")))
        let claim = try #require(try workList.claimCommitment(of: "modality"))
        _ = try workList.setResults([(references[0], 0), (references[1], 0x0112)], of: claim)
        try workList.settle(claim, as: .refused(reason: "cannot be reached", notBefore: .now + 60))
        let output = try thoraxctl("commitment")
        let line = /incoming +modality +waiting +3 +1 +1 +1 +1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +1\.9 +cannot be reached/
        #expect(output.firstMatch(of: line) != nil, "\(output)")
        let json = try JSONSerialization.jsonObject(with: Data(try thoraxctl("commitment", "--json").utf8))
        let listed = try #require((json as? [[String: Any]])?.first)
        #expect(listed["transactionUID"] as? String == "1.9" && listed["failed"] as? Int == 1)
        #expect(listed["direction"] as? String == "incoming" && listed["attempt"] as? Int == 1)
    }
}
