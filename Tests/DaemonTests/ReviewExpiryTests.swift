import Foundation
import Review
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// A daemon and reviewers of its drafts.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct ReviewExpiryTests {
    @Test func `what a reviewer keeps open too long goes back to the others by itself`() async throws {
        let folder = packageRoot.appending(path: "samples/xrays").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dcm") }
        let daemon = try TestDaemon("review:\n  claim_minutes: 5")
        let film = "\(folder)/\(try #require(names.min()))"
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [film]).status == 0)
        let workList = try daemon.workList()
        try await waitUntil { try !workList.waitingReviews(limit: 1).isEmpty }
        let item = try #require(try workList.waitingReviews(limit: 1).first).workItem
        try workList.add(User(login: "mary", name: "Doe^Mary", organization: "Hospital", role: .reviewer), by: "test")
        // Opened so long ago that the time runs out in a second.
        _ = try workList.openReview(of: item, by: "mary", for: 5, at: .now - 299)
        try await waitUntil { try workList.reviewableStudy(item).state != .inReview }
        #expect(try workList.reviewableStudy(item).state == .drafted)
        let released = try #require(try workList.acts(limit: 99).last)
        #expect(released.kind == .released && released.detail["expired"] == "mary")
        #expect(daemon.kill(SIGTERM) == 0)
    }
}
