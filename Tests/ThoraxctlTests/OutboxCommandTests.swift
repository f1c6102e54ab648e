import DICOMCore
import Delivery
import Foundation
import GRDB
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// `thoraxctl outbox` on a work list whose daemon is down.
@Suite(.blocking) struct OutboxCommandTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private let workList: WorkListStore

    /// Three reports for the archive, queued three and a half days ago: one failed, one deferred, one delivered; one for a station that waits.
    init() throws {
        workList = try WorkListStore(stateDirectory: directory)
        try workList.write { db in
            for number in 1...3 {
                var header = InstanceHeader(
                    sopClassUID: "1.2.840.10008.5.1.4.1.1.88.11", sopInstanceUID: "1.9.\(number)",
                    studyInstanceUID: "1", seriesInstanceUID: "1.9", transferSyntaxUID: "1.2.840.10008.1.2")
                header.patientName = "DOE^JANE"
                header.patientID = "SECRET7"
                let rows = try header.storeStudyAndSeries(in: db)
                let instanceRow = try header.storeInstance(
                    seriesRow: rows.seriesRow, path: "\(number).dcm", byteCount: 1,
                    sha256: [UInt8](repeating: 0, count: 32), origin: "produced", callingAETitle: nil, at: 0, in: db)
                for destination in number == 1 ? ["archive", "station"] : ["archive"] {
                    try WorkListStore.enqueue(
                        instanceRow: instanceRow, for: destination, at: .now - 3.5 * 86_400, in: db)
                }
            }
        }
        let claims = try workList.claimOutbox(for: "archive", by: 1, limit: 3)
        try workList.settle(claims[0], as: .refused(reason: "cannot understand", isPermanent: true), status: 0xC000)
        try workList.settle(
            claims[1], as: .refused(reason: "out of resources", isPermanent: false), status: 0xA700,
            notBefore: .now + 9.5 * 86_400)
        try workList.settle(claims[2], as: .accepted, status: 0)
    }

    private func thoraxctl(_ arguments: [String]) throws -> (status: Int32, output: String) {
        try runThoraxctl(arguments + ["--state-directory", directory])
    }

    private func thoraxctl(_ arguments: String...) throws -> (status: Int32, output: String) {
        try thoraxctl(arguments)
    }

    @Test func `outbox tells by destination what waits, what failed and why`() throws {
        let (status, output) = try thoraxctl("outbox")
        #expect(status == 0, "\(output)")
        #expect(output.contains("thoraxd is not running"))
        #expect(output.firstMatch(of: /archive +0 +1 +1 +1 +3d +in 9d +\w/) != nil, "\(output)")
        #expect(output.firstMatch(of: /station +1 +0 +0 +0 +3d\n/) != nil, "\(output)")
        #expect(output.firstMatch(of: /failed +archive +1 .* C000 .* 1\.9\.1 +cannot understand/) != nil, "\(output)")
        #expect(!output.contains("1.9.3"), "what is delivered is listed where it is asked for")
        #expect(!output.contains("DOE") && !output.contains("SECRET7"))
        #expect(try thoraxctl("status").output.contains("outbox    2 pending, oldest for 3d, 1 failed, 1 delivered"))
    }

    @Test func `outbox can be narrowed to a state and a destination`() throws {
        #expect(try thoraxctl("outbox", "--state", "delivered").output.contains("1.9.3"))
        let station = try thoraxctl("outbox", "--destination", "station").output
        #expect(station.contains("station") && !station.contains("archive"))
        #expect(try thoraxctl("outbox", "--state", "lost").status != 0)
    }

    @Test func `outbox as JSON has destinations and deliveries`() throws {
        let output = try thoraxctl("outbox", "--json").output
        let outbox = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        let destinations = try #require(outbox["destinations"] as? [[String: Any]])
        #expect(destinations.map { $0["destination"] as? String } == ["archive", "station"])
        #expect(destinations.first?["failed"] as? Int == 1)
        let deliveries = try #require(outbox["deliveries"] as? [[String: Any]])
        #expect(Set(deliveries.compactMap { $0["status"] as? String }) == ["A700", "C000"])
    }

    @Test func `retry queues one delivery, one destination or all that failed`() throws {
        let failed = try #require(try workList.outboxListing(states: [.failed], limit: 1).first)
        #expect(try thoraxctl("outbox", "retry", "\(failed.id)").output == "1 requeued\n")
        #expect(try thoraxctl("outbox", "retry", "\(failed.id)").output == "no deferred or failed deliveries\n")
        #expect(try thoraxctl("outbox", "retry", "--all-failed").output == "no deferred or failed deliveries\n")
        #expect(try thoraxctl("outbox", "retry", "--destination", "archive").output == "1 requeued\n")
        #expect(try workList.claimOutbox(for: "archive", by: 1, limit: 9).map(\.attempt) == [1, 1])
        let acts = try workList.acts(aboutStudy: "1")
        #expect(acts.map(\.kind) == [.deliveryRetried, .deliveryRetried])
        #expect(acts.map { $0.detail["destination"] } == ["archive", "archive"])
    }

    @Test func `retry wants to know what, and only one thing`() throws {
        for arguments in [[], ["7", "--all-failed"]] {
            let process = try thoraxctl(["outbox", "retry"] + arguments)
            #expect(process.status != 0)
            #expect(process.output.contains("name what to retry"))
        }
    }
}
