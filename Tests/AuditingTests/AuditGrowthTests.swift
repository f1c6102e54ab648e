import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Auditing
@testable import WorkListDatabase

/// What callers can make of the audit trail in a day, measured over ten minutes.
struct AuditGrowthTests {
    /// - Parameter second: what happens in each second.
    /// - Returns: bytes of messages a day.
    private func bytesADay(_ second: (Int) -> [AuditOccurrence.What]) throws -> Int {
        let fixture = try Fixture()
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        func size() throws -> Int {
            try fixture.workList.read { try Int.fetchOne($0, sql: "SELECT bytes FROM auditTrail") ?? 0 }
        }
        var first = 0
        for minute in 0...10 {
            var taken: [AuditOccurrence] = []
            for number in minute * 60..<(minute + 1) * 60 {
                let now = start + .seconds(number)
                for what in second(number) { inbox.add(what, at: now) }
                taken += inbox.take(at: now)
            }
            if !taken.isEmpty { _ = try fixture.extendTrail(with: taken) }
            // The first minute has what happens once.
            if minute == 0 { first = try size() }
        }
        return try (size() - first) * 6 * 24
    }

    private static func refusal(_ address: Int) -> AuditOccurrence.What {
        .rejected(
            .init(
                aeTitle: "X\(address % 100)",
                address: "10.\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"),
            reason: "calling AE title not recognized")
    }

    private static func query(_ number: Int, bytes: Int) -> AuditOccurrence.What {
        var identifier = Array("\(number)".utf8)
        identifier += [UInt8](repeating: 65, count: bytes - identifier.count)
        return .queried(
            by: .init(aeTitle: "STATION", address: "10.0.0.1"),
            .init(
                sopClassUID: "1.2.840.10008.5.1.4.1.2.2.1", transferSyntaxUID: "1.2.840.10008.1.2",
                identifier: identifier, failure: nil))
    }

    @Test func `one host that is refused ten times a second writes a few megabytes a day`() throws {
        let bytes = try bytesADay { _ in (0..<10).map { _ in Self.refusal(1) } }
        print("one refused host: \(bytes) bytes a day")
        #expect(bytes < 3_000_000)
    }

    @Test func `twenty thousand addresses that are refused write less than a hundred megabytes a day`() throws {
        // Each address once in five minutes.
        let bytes = try bytesADay { second in (0..<67).map { Self.refusal((second * 67 + $0) % 20_000) } }
        print("20,000 refused addresses: \(bytes) bytes a day")
        #expect(bytes < 100_000_000)
    }

    @Test(arguments: [(200, 150_000_000), (4000, 400_000_000)])
    func `a peer that queries without pause writes a bounded amount a day`(bytes: Int, limit: Int) throws {
        let different = try bytesADay { second in (0..<20).map { Self.query(second * 20 + $0, bytes: bytes) } }
        let equal = try bytesADay { _ in (0..<20).map { _ in Self.query(1, bytes: bytes) } }
        print("queries of \(bytes) bytes, 20 a second: different \(different), equal \(equal) bytes a day")
        #expect(different < limit && equal < 15_000_000)
    }
}
