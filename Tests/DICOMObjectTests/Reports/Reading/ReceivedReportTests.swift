import DICOMCore
import DICOMTestPeer
import Foundation
import OperatorErrors
import TestHarness
import Testing

@testable import DICOMObject

@Suite(.blocking) struct ReceivedReportTests {
    /// Writes a draft about a chest radiograph, has another vendor's program sign it, and reads the result.
    private func signed(_ kind: String) throws -> (report: ReceivedReport, draft: InstanceReference) {
        var chest = SyntheticObject.chest(characterSet: "ISO_IR 192")
        chest.set(0x0020, 0x0011, "IS", text: "1")
        chest.set(0x0020, 0x0013, "IS", text: "1")
        return try TestFiles.withImages([chest]) { folder, paths in
            let (draft, out) = (folder.appending(path: "draft").path, folder.appending(path: "signed").path)
            let reference = try DraftDocument.sample.write(to: draft, images: paths).reference
            let result = try PythonPeer.run("sign_report.py", [kind, draft, paths[0], out])
            try #require(result.status == 0, "\(result.output)")
            return (try ReceivedReport(path: out), reference)
        }
    }

    @Test(.enabled(if: PythonPeer.isInstalled, "needs scripts/python-peers.sh"))
    func `a draft that pydicom signed is read with its signer, predecessor and text`() throws {
        let (report, draft) = try signed("basic")
        #expect(report.isSigned && report.predecessors == [draft.sopInstanceUID])
        #expect(report.observers.map(\.name) == ["Yamada^Hanako=山田^花子"])
        #expect(report.observers.map(\.organization) == ["Hôpital"])
        // 08:15 at two hours east of UTC.
        #expect(report.observers.first?.verifiedAt == Date(timeIntervalSince1970: 1_795_414_500))
        #expect(report.evidence == ["1.2.3.4.1"])
        #expect(report.text.findings == DraftDocument.sample.findings)
        #expect(report.text.impression == [DraftDocument.notice] + DraftDocument.sample.impression)
    }

    @Test(
        .enabled(if: PythonPeer.isInstalled, "needs scripts/python-peers.sh"), arguments: ["enhanced", "comprehensive"])
    func `a report that highdicom wrote is read with its signer, predecessor and text`(kind: String) throws {
        let (report, draft) = try signed(kind)
        #expect(report.isSigned && report.predecessors == [draft.sopInstanceUID])
        #expect(report.observers.map(\.name) == ["Yamada^Hanako=山田^花子"])
        #expect(report.observers.first?.verifiedAt != nil)
        #expect(report.text.findings == ["The heart is enlarged.", "Kein Erguß – 胸水なし"])
        #expect(report.text.impression == ["Cardiomegaly."])
    }

    @Test(.enabled(if: Judges.hasValidators, "needs dcmtk"))
    func `our own report is read as signed, even after DCMTK has rewritten it`() throws {
        let signed = SignedDocument.sample(.edited, signature: .sample("Zoë^Hélène"))
        try signed.writing { path in
            let report = try ReceivedReport(path: path)
            #expect(report.isSigned && report.predecessors == [InstanceReference.sample.sopInstanceUID])
            #expect(report.observers.map(\.name) == ["Zoë^Hélène"])
            #expect(report.observers.first?.verifiedAt == Date(timeIntervalSince1970: 1_795_414_500.25))
            #expect(report.text.findings == signed.findings && report.text.impression == signed.impression)
            #expect(try Judges.complaints(about: path).isEmpty)
            let back = try ReceivedReport(path: path + ".back")
            #expect(back.text == report.text && back.predecessors == report.predecessors)
            #expect(back.isSigned && back.observers.map(\.name) == report.observers.map(\.name))
        }
    }

    @Test func `a draft is not signed`() throws {
        try DraftDocument.sample.writing { path in
            let report = try ReceivedReport(path: path)
            #expect(!report.isSigned && report.observers.isEmpty && report.predecessors.isEmpty)
        }
    }

    @Test func `a file that is not a report or is too large is unreadable`() throws {
        try TestFiles.withFolder { folder in
            let path = folder.appending(path: "file").path
            #expect(throws: DICOMObjectError.self) { try ReceivedReport(path: path) }
            try Data("no report".utf8).write(to: URL(filePath: path))
            #expect(throws: DICOMObjectError.self) { try ReceivedReport(path: path) }
            #expect(truncate(path, ReceivedReport.maximumBytes + 1) == 0)
            let error = #expect(throws: DICOMObjectError.self) { try ReceivedReport(path: path) }
            #expect(error?.isPermanent == true)
        }
    }
}
