import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Platform
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Delivery

@Suite(.timeLimit(.minutes(10)))
struct DeliveryServiceTests {
    private let fixture: DeliveryFixture

    init() throws { fixture = try DeliveryFixture() }

    @Test func `five hundred reports go out in order over one association, as they were written`() async throws {
        let archive = ScriptedArchive()
        let running = try ScriptedArchive.Running(archive)
        let uids = try fixture.produce(1...500)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: running.port)]) { try fixture.isSettled() }
        #expect(archive.received == uids)
        #expect(archive.dataSets == uids.map { DeliveryFixture.dataSet($0) })
        #expect(archive.associations == 1)
        #expect(try fixture.rows().allSatisfy { $0.state == .delivered && $0.status == 0 && $0.attempt == 1 })
    }

    @Test func `contexts are asked for exactly what waits and the association is released`() async throws {
        let classes = [SOPClass.basicTextSR, SOPClass.enhancedSR]
        let archive = ScriptedArchive(classes: classes)
        let running = try ScriptedArchive.Running(archive)
        try fixture.produce(1...2)
        try fixture.produce(3...4, of: SOPClass.enhancedSR)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: running.port)]) {
            try fixture.isSettled() && archive.released == 1
        }
        #expect(archive.contexts.map { $0.map(\.abstractSyntax) } == [classes.map(\.description)])
        #expect(archive.contexts[0].allSatisfy { $0.transferSyntaxes == ["1.2.840.10008.1.2"] })
    }

    @Test func `a destination that cannot be reached holds no other`() async throws {
        let archive = ScriptedArchive()
        let running = try ScriptedArchive.Running(archive)
        try fixture.produce(1...3, for: ["lost", "archive"])
        let lost = try DeliveryFixture.peer("lost", on: try FreePort.find())
        try await fixture.deliver(to: [lost, DeliveryFixture.peer(on: running.port)]) {
            try fixture.isSettled("lost") && fixture.isSettled("archive")
        }
        #expect(try fixture.states("archive") == [.delivered, .delivered, .delivered])
        for row in try fixture.rows("lost") {
            #expect(row.state == .deferred && row.attempt == 1)
            #expect(row.reason?.contains("lost cannot be reached") == true)
            #expect((25...31).contains(row.notBefore.timeIntervalSince(row.changedAt)))
        }
        #expect(try fixture.workList.incidents(limit: 9).map(\.source) == ["delivery"])
    }

    @Test func `a silent destination holds no other and no stop, and is asked again after a restart`() async throws {
        let silent = ScriptedArchive { uid, time in
            uid.hasSuffix(".1") && time == 1 ? .silence : .answer(0x0111)
        }
        let silentPort = try ScriptedArchive.Running(silent)
        let archive = ScriptedArchive()
        let running = try ScriptedArchive.Running(archive)
        try fixture.produce(1...2, for: ["silent", "archive"])
        let peers = [
            try DeliveryFixture.peer("silent", on: silentPort.port), try DeliveryFixture.peer(on: running.port),
        ]
        try await fixture.deliver(to: peers) { try fixture.isSettled("archive") && silent.received.count == 1 }
        #expect(try fixture.states("silent") == [.sending, .sending])
        try await fixture.deliver(to: peers) { try fixture.isSettled("silent") }
        #expect(try fixture.states("silent") == [.delivered, .delivered])
        #expect(silent.received == ["1.2.9.1", "1.2.9.1", "1.2.9.2"])
        #expect(try fixture.rows("silent").map(\.attempt) == [2, 2])
    }

    @Test func `other peers take over while a lane that is as before goes on`() async throws {
        let (first, second) = (ScriptedArchive(), ScriptedArchive())
        let (kept, added) = (try ScriptedArchive.Running(first), try ScriptedArchive.Running(second))
        try fixture.produce(1...2, for: ["kept", "former"])
        var peers = [
            try DeliveryFixture.peer("kept", on: kept.port), try DeliveryFixture.peer("former", on: FreePort.find()),
        ]
        let service = try fixture.service(peers)
        let running = Task { try await OwnedThread.run(name: "delivery") { service.lanes.run() } }
        defer { service.lanes.stop() }
        try await waitUntil { try fixture.isSettled("kept") && fixture.isSettled("former") }
        peers[1] = try DeliveryFixture.peer("added", on: added.port)
        service.lanes.change(to: peers)
        try await waitUntil { service.lanes.hasSettled }
        try service.giveUpOthers()
        #expect(try fixture.states("former") == [.failed, .failed])
        try fixture.produce(3...3, for: ["kept", "added"])
        try await waitUntil { try fixture.isSettled("kept") && fixture.isSettled("added") }
        #expect(first.received == ["1.2.9.1", "1.2.9.2", "1.2.9.3"])
        #expect(second.received == ["1.2.9.3"])
        service.lanes.stop()
        try await running.value
    }

    @Test func `what waits for a peer that is no destination any more fails and says so`() async throws {
        try fixture.produce(1...2, for: ["archive", "former"])
        var former = try DeliveryFixture.peer("former", on: 104)
        former.forms = []
        _ = try fixture.service([try DeliveryFixture.peer(on: 104), former])
        #expect(try fixture.states("archive") == [.queued, .queued])
        #expect(
            try fixture.rows("former").map(\.reason)
                == [String](repeating: "no such destination in the configuration", count: 2))
        let incident = try #require(try fixture.workList.incidents(limit: 9).first)
        #expect(incident.message == "former: 2 not delivered: no such destination")
    }

    @Test func `what failed earlier for a peer that was removed is no open incident any more`() throws {
        for name in ["former", "archive"] {
            try fixture.workList.record(
                Incident(source: "delivery", message: "\(name): 1 not delivered", hint: "retry"),
                cause: .deliveries(to: name))
        }
        _ = try fixture.service([try DeliveryFixture.peer(on: 104)])
        #expect(try fixture.workList.openIncidents(limit: 9).map(\.message) == ["archive: 1 not delivered"])
    }

    @Test func `a retry does not wait for the end of the destination's pause`() async throws {
        let archive = ScriptedArchive(rejecting: .callingAETitleNotRecognized)
        let running = try ScriptedArchive.Running(archive)
        try fixture.produce(1...2)
        let first = try #require(try fixture.rows().first)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: running.port)]) {
            guard archive.associations == 1, try fixture.isSettled() else { return archive.associations > 1 }
            return try fixture.workList.retryOutbox(.row(first.id), by: "admin") == 0
        }
        #expect(archive.associations == 2)
    }

    @Test func `each outcome is logged once, with destination, instance and status, and no patient`() async throws {
        let archive = ScriptedArchive { uid, _ in .answer(uid.hasSuffix("2") ? 0xC000 : 0) }
        let running = try ScriptedArchive.Running(archive)
        try fixture.produce(1...3)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: running.port)]) { try fixture.isSettled() }
        let lines = fixture.log.lines
        for (uid, status) in [("1.2.9.1", "0000"), ("1.2.9.2", "C000"), ("1.2.9.3", "0000")] {
            let told = lines.filter { $0.contains("instance=\(uid)") }
            #expect(told.count == 1, "\(told)")
            #expect(told.first?.contains("destination=archive") == true)
            #expect(told.first?.contains("status=\(status)") == true)
        }
        #expect(!lines.contains { $0.contains("DOE") || $0.contains("SECRET7") })
        let incidents = try fixture.workList.incidents(limit: 9)
        #expect(
            incidents.map(\.message) == ["archive: 1 not delivered: the destination answered C000, cannot understand"])
    }
}
