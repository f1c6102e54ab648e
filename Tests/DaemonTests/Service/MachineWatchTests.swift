import Foundation
import Logging
import Platform
import Synchronization
import TestHarness
import Testing
import WorkListDatabase

@testable import Daemon

struct MachineWatchTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private let workList: WorkListStore

    init() throws { workList = try WorkListStore(stateDirectory: directory) }

    private func open() throws -> [OpenIncident] { try workList.openIncidents(limit: 9) }

    private func watch(_ heartbeats: [Heartbeat] = [], expiry: @escaping @Sendable () -> Date? = { nil })
        -> MachineWatch
    {
        MachineWatch(
            heartbeats, certificates: ["dicom.tls": { nil }, "web.tls": expiry], workList: workList,
            logger: Logger(label: "test"))
    }

    @Test func `a clock that is set is an incident, and one that is slewed is not`() throws {
        let watch = watch()
        let now = Date()
        watch.look(at: now, uptime: .seconds(100))
        watch.look(at: now + 11, uptime: .seconds(110))
        #expect(try open().isEmpty)
        watch.look(at: now + 3620, uptime: .seconds(120))
        #expect(try open().map(\.message) == ["the clock was set forward by 3599 s"])
        watch.look(at: now + 30, uptime: .seconds(130))
        #expect(try open().map(\.message).first == "the clock was set back by 3600 s")
        watch.look(at: now + 40, uptime: .seconds(140))
        #expect(try open().count == 2 && open().allSatisfy { !$0.isLasting })
    }

    @Test func `a certificate near its end is open until it is replaced`() throws {
        let box = Box(Date() + 29 * 86_400)
        let watch = watch { box.date.withLock { $0 } }
        for _ in 1...2 { watch.look() }
        let incident = try #require(try open().first)
        #expect(try open().count == 1 && incident.isLasting && incident.message.contains("certificate of web.tls"))
        box.date.withLock { $0 = Date() + 40 * 86_400 }
        watch.look()
        #expect(try open().isEmpty)
    }

    @Test func `a lane that makes no progress is open until it does`() async throws {
        let lane = StuckLane()
        let lanes = Lanes("delivery", [lane])
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        let watch = MachineWatch(
            [], lanes: { lanes.silent(for: $0) }, certificates: [:], workList: workList, logger: Logger(label: "test"))
        try await waitUntil { lanes.silent(for: .zero) == ["archive"] }
        watch.lookAtLanes(limit: .zero)
        let incident = try #require(try open().first)
        #expect(incident.isLasting && incident.message.hasSuffix("in the lane archive"), "\(incident)")
        watch.lookAtLanes()
        #expect(try open().isEmpty)
        lane.peer.stop()
        lanes.stop()
        try await running.value
    }

    private final class StuckLane: Lane {
        let loop = Loop("archive")
        let peer = WakeSignal()
        func work() { peer.wait(upTo: .seconds(3600)) }
    }

    private final class Box: Sendable {
        let date: Mutex<Date>
        init(_ date: Date) { self.date = Mutex(date) }
    }
}
