import DICOMCore
import DICOMNetwork
import Foundation
import GRDB
import Platform
import Testing

@testable import Delivery
@testable import WorkList
@testable import WorkListDatabase

/// What one lane makes of a destination's answers, good and bad.
@Suite(.timeLimit(.minutes(10)))
struct DeliveryLaneTests {
    private let fixture: DeliveryFixture

    init() throws { fixture = try DeliveryFixture() }

    private func deliver(to archive: ScriptedArchive, until condition: (() throws -> Bool)? = nil) async throws {
        let running = try ScriptedArchive.Running(archive)
        try await fixture.deliver(to: [DeliveryFixture.peer(on: running.port)]) {
            try condition?() ?? fixture.isSettled()
        }
    }

    @Test func `each status leads where the table says, and one bad object holds no other`() async throws {
        let statuses: [UInt16] = [
            0xC000, 0xA700, 0x0000, 0x0111, 0xB007, 0x0122, 0x0110, 0xB123, 0xA900, 0x0124, 0xB000,
        ]
        let archive = ScriptedArchive { uid, _ in
            .answer(uid.split(separator: ".").last.flatMap { Int($0) }.map { statuses[$0 - 1] } ?? 0)
        }
        try fixture.produce(1...statuses.count)
        try await deliver(to: archive)
        let rows = try fixture.rows()
        #expect(
            rows.map(\.state) == [
                .failed, .deferred, .delivered, .delivered, .delivered, .failed, .deferred, .deferred, .failed,
                .deferred, .delivered,
            ])
        #expect(rows.map(\.status) == statuses)
        #expect(rows[1].reason == "the destination answered A700, out of resources")
        #expect(rows[1].notBefore.timeIntervalSince(rows[1].changedAt) < 31)
        #expect(rows[9].notBefore.timeIntervalSince(rows[9].changedAt) > 1799, "0124 needs a person")
        #expect(archive.associations == 1)
    }

    @Test func `a delivery whose outcome cannot be stored keeps no other and is told once`() async throws {
        try fixture.produce(1...3)
        try fixture.workList.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER stuck BEFORE UPDATE OF state ON outbox WHEN OLD.id = 2 AND NEW.state = 'delivered'
                    BEGIN SELECT RAISE(ABORT, 'stuck'); END
                    """)
        }
        let archive = ScriptedArchive { _, _ in .answer(0) }
        try await deliver(to: archive) { try fixture.states().count { $0 == .delivered } == 2 }
        #expect(try fixture.states() == [.delivered, .deferred, .delivered])
        #expect(archive.received == ["1.2.9.1", "1.2.9.2", "1.2.9.3"], "none is sent twice before its pause")
        let incidents = try fixture.workList.incidents(limit: 9)
        #expect(incidents.count == 1 && incidents[0].message.contains("delivery 2"), "\(incidents)")
    }

    @Test func `a delivery whose outcome could not be stored is tried again, and its incident is over`() async throws {
        fixture.backOff.first = .milliseconds(50)
        try fixture.produce(1...2)
        try fixture.workList.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER stuck BEFORE UPDATE OF state ON outbox
                    WHEN OLD.id = 1 AND OLD.attempt = 1 AND NEW.state = 'delivered'
                    BEGIN SELECT RAISE(ABORT, 'stuck'); END
                    """)
        }
        let archive = ScriptedArchive { _, _ in .answer(0) }
        try await deliver(to: archive) { try fixture.states() == [.delivered, .delivered] }
        #expect(archive.received == ["1.2.9.1", "1.2.9.2", "1.2.9.1"])
        #expect(try fixture.workList.openIncidents(limit: 9, at: .now).isEmpty)
    }

    @Test func `a bad file between two good ones fails alone`() async throws {
        try fixture.produce(1...3)
        let path = try fixture.rows()[1].instance.path
        try Data("other".utf8).write(to: URL(filePath: path))
        try await deliver(to: ScriptedArchive { _, _ in .answer(0) })
        #expect(try fixture.states() == [.delivered, .failed, .delivered])
    }

    @Test func `an object that is withdrawn before its turn is not sent, though the lane has claimed it`() async throws
    {
        try fixture.produce(1...3)
        let workList = fixture.workList
        let archive = ScriptedArchive { uid, _ in
            if uid.hasSuffix(".1") {
                try? workList.write {
                    try $0.execute(sql: "UPDATE instance SET isWithdrawn = 1 WHERE sopInstanceUID = '1.2.9.3'")
                }
            }
            return .answer(0)
        }
        try await deliver(to: archive)
        #expect(archive.received == ["1.2.9.1", "1.2.9.2"])
        #expect(try fixture.states() == [.delivered, .delivered] && workList.acts().isEmpty)
    }

    @Test func `what passes is tried again until it is delivered`() async throws {
        fixture.backOff.first = .milliseconds(50)
        let archive = ScriptedArchive { _, time in .answer(time < 4 ? 0xA701 : 0) }
        try fixture.produce(1...1)
        try await deliver(to: archive) { try fixture.states() == [.delivered] }
        #expect(try fixture.rows().first?.attempt == 4)
    }

    @Test(arguments: [ScriptedArchive.Act.abort, .vanish])
    func `an object that ends the association is deferred and the rest goes over another`(
        act: ScriptedArchive.Act
    ) async throws {
        let archive = ScriptedArchive { uid, _ in uid.hasSuffix(".2") ? act : .answer(0) }
        try fixture.produce(1...4)
        try await deliver(to: archive)
        #expect(try fixture.states() == [.delivered, .deferred, .delivered, .delivered])
        #expect(try fixture.rows().map(\.attempt) == [1, 1, 1, 1])
        #expect(archive.associations == 2)
    }

    @Test func `an object that ends the association before any other is sent comes after the others`() async throws {
        fixture.backOff.first = .milliseconds(100)
        let archive = ScriptedArchive { uid, _ in uid.hasSuffix(".1") ? .abort : .answer(0) }
        try fixture.produce(1...3)
        try await deliver(to: archive) { try fixture.states().suffix(2) == [.delivered, .delivered] }
        #expect(archive.received.prefix(3) == ["1.2.9.1", "1.2.9.2", "1.2.9.3"])
        #expect(try fixture.states()[0] != .delivered)
    }

    @Test func `an object that ends its last association is given up and recorded`() async throws {
        try fixture.produce(1...2)
        try fixture.workList.write {
            try $0.execute(
                sql: "UPDATE outbox SET attempt = ? WHERE id = 2", arguments: [OutboxState.maximumAttempts - 1])
        }
        let archive = ScriptedArchive { uid, _ in uid.hasSuffix(".2") ? .vanish : .answer(0) }
        try await deliver(to: archive)
        #expect(try fixture.states() == [.delivered, .failed])
        #expect(try fixture.rows()[1].reason == "given up after 102 attempts: the connection broke")
        let incidents = try fixture.workList.incidents(limit: 9)
        #expect(incidents.map(\.message) == ["archive: 1 not delivered: the connection broke"])
    }

    @Test func `an object that is not answered is deferred at the deadline`() async throws {
        fixture.deadlines.idle = 200
        let archive = ScriptedArchive { uid, _ in uid.hasSuffix(".2") ? .silence : .answer(0) }
        try fixture.produce(1...3)
        try await deliver(to: archive)
        #expect(try fixture.states() == [.delivered, .deferred, .delivered])
        #expect(try fixture.rows()[1].reason?.contains("timed out while") == true)
    }

    @Test func `an object whose context is refused fails and the others go`() async throws {
        try fixture.produce(1...1, of: SOPClass.enhancedSR)
        try fixture.produce(2...2)
        let archive = ScriptedArchive()
        try await deliver(to: archive)
        let rows = try fixture.rows()
        #expect(rows.map(\.state) == [.failed, .delivered])
        #expect(rows[0].reason?.contains("accepts no presentation context for \(SOPClass.enhancedSR)") == true)
        #expect(archive.received == ["1.2.9.2"])
    }

    @Test func `an altered, a torn and a missing file never leave`() async throws {
        try fixture.produce(1...4)
        let paths = try fixture.rows().map { URL(filePath: $0.instance.path) }
        var altered = try Data(contentsOf: paths[0])
        altered[altered.count - 1] ^= 1
        try altered.write(to: paths[0])
        try Data(contentsOf: paths[1]).dropLast(8).write(to: paths[1])
        try FileManager.default.removeItem(at: paths[2])
        let archive = ScriptedArchive()
        try await deliver(to: archive)
        #expect(try fixture.states() == [.failed, .failed, .failed, .delivered])
        #expect(archive.received == ["1.2.9.4"])
        let reasons = try fixture.rows().compactMap(\.reason)
        #expect(reasons[0].contains("SHA-256 differs") && reasons[1].contains("SHA-256 differs"))
        #expect(reasons[2].contains("cannot be read"))
    }

    @Test func `a rejection for good is retried slowly and a passing one soon`() async throws {
        for (rejection, pause) in [(Rejection.calledAETitleNotRecognized, 1800.0), (.localLimitExceeded, 30.0)] {
            let fixture = try DeliveryFixture()
            try fixture.produce(1...2)
            let running = try ScriptedArchive.Running(ScriptedArchive(rejecting: rejection))
            try await fixture.deliver(to: [DeliveryFixture.peer(on: running.port)]) { try fixture.isSettled() }
            for row in try fixture.rows() {
                #expect(row.state == .deferred)
                #expect(row.reason == "the peer rejected the association: \(rejection)")
                #expect(abs(row.notBefore.timeIntervalSince(row.changedAt) - pause) < 1)
            }
        }
    }

    @Test func `a destination that comes back gets everything at once`() async throws {
        fixture.backOff.first = .milliseconds(200)
        try fixture.produce(1...3)
        let port: UInt16
        do {
            let before = try ScriptedArchive.Running(ScriptedArchive())
            port = before.port
        }
        let archive = ScriptedArchive()
        var running: ScriptedArchive.Running?
        try await fixture.deliver(to: [DeliveryFixture.peer(on: port)]) {
            if running == nil, try fixture.rows().allSatisfy({ $0.state == .deferred && $0.attempt >= 2 }) {
                running = try ScriptedArchive.Running(archive, port: port)
            }
            return try fixture.isSettled() && !fixture.states().contains(.deferred)
        }
        #expect(archive.received == ["1.2.9.1", "1.2.9.2", "1.2.9.3"])
        #expect(archive.associations == 1)
        #expect(fixture.log.lines.contains { $0.contains("the destination accepts objects again") })
        withExtendedLifetime(running) {}
    }
}
