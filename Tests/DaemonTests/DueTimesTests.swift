import DICOMCore
import Foundation
import Platform
import TestHarness
import Testing
import WorkList

@testable import WorkListDatabase

/// What waits for a time when the clock is set back: the rows are as a clock an hour ahead has written them.
@Suite(.blocking, .serialized)
struct DueTimesTests {
    private func admit(to workList: WorkListStore, at now: Date, quiet: Double) throws {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.2", sopInstanceUID: "1.2.3.1", studyInstanceUID: "1.2.3",
            seriesInstanceUID: "1.2.3.2", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.modality = "CT"
        let path = try workList.files.newInstancePath()
        let file = try DurableFile(in: workList.files.incoming)
        Array("bytes".utf8).withUnsafeBytes { file.write($0) }
        let contents = file.contents
        try file.commit(as: workList.files.absolute(path))
        _ = try workList.admit(
            header, path: path, contents: contents, callingAETitle: AETitle("CT1"),
            settleAt: now + quiet, at: now)
    }

    @Test func `a study waits for its quiet period and not until the clock has caught up`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let workList = try WorkListStore(stateDirectory: directory)
        let now = Date()
        try admit(to: workList, at: now + 3600, quiet: 45)
        #expect(
            try workList.restampDueTimes(of: WorkItem.self, in: [.collecting], indexedBy: "workItemByChange", at: now)
                == 1)
        #expect(
            try workList.restampDueTimes(of: WorkItem.self, in: [.collecting], indexedBy: "workItemByChange", at: now)
                == 0)
        #expect(try workList.studiesToSettle(at: now + 44, after: nil, limit: 1).isEmpty)
        #expect(try workList.studiesToSettle(at: now + 46, after: nil, limit: 1).count == 1)
    }

    @Test func `a study that a clock ahead has written settles in the running daemon`() throws {
        let daemon = try TestDaemon()
        try admit(to: try daemon.workList(), at: .now + 3600, quiet: 0)
        #expect(try daemon.waitFor([.ineligible: 1]))
        // It is logged after the rows are written.
        #expect(eventually { daemon.log.contains("the clock was set back") })
    }
}
