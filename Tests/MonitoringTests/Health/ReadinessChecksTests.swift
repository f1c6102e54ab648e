import Foundation
import Testing
import WorkList
import WorkListDatabase

@testable import Monitoring

struct ReadinessChecksTests {
    private func failing(_ parts: MonitoredParts) -> [String] { ReadinessChecks(parts).run().failures.map(\.check) }

    @Test func `a daemon with all it needs is ready`() throws {
        let node = try WatchedNode()
        #expect(ReadinessChecks(node.parts()).run() == Readiness([]))
        #expect(ReadinessChecks(node.parts()).run().isReady)
    }

    @Test func `less free space than the reserve is not ready`() throws {
        let node = try WatchedNode()
        #expect(failing(node.parts(reserveBytes: .max)) == ["disk"])
    }

    @Test func `a port that nobody answers at is not ready`() throws {
        let node = try WatchedNode()
        node.isListening.isSet = false
        #expect(failing(node.parts()) == ["listener"])
    }

    @Test func `a work list that is gone is not ready, and says what to do`() throws {
        let node = try WatchedNode()
        try FileManager.default.removeItem(atPath: WorkListStore.path(in: node.directory))
        let failure = try #require(ReadinessChecks(node.parts()).run().failures.first)
        #expect(failure.check == "work_list" && failure.hint.contains("state directory"))
    }

    @Test func `without a reporter there are no drafts`() throws {
        let node = try WatchedNode()
        node.isDrafting.isSet = false
        #expect(failing(node.parts()) == ["reporter"])
    }

    @Test func `every check has a name that the metrics know`() throws {
        let node = try WatchedNode()
        node.isListening.isSet = false
        try FileManager.default.removeItem(atPath: WorkListStore.path(in: node.directory))
        node.isDrafting.isSet = false
        #expect(failing(node.parts(reserveBytes: .max)) == ReadinessChecks.names)
    }
}
