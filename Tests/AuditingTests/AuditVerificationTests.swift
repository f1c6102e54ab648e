import Foundation
import GRDB
import TestHarness
import Testing
import WorkListFixture

@testable import Auditing
@testable import WorkList
@testable import WorkListDatabase

@Suite(.blocking) struct AuditVerificationTests {
    private let fixture: Fixture

    /// Five messages.
    init() throws {
        fixture = try Fixture()
        for number in 1...5 {
            _ = try fixture.extendTrail(with: [
                AuditOccurrence(.started, at: Date(timeIntervalSince1970: Double(number)))
            ])
        }
    }

    /// What somebody does who can write the file: without the triggers.
    private func forge(_ sql: String) throws {
        try fixture.workList.write { db in
            for trigger in ["auditMessageAdded", "auditMessageChanged", "auditMessageRemoved"] {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try db.execute(sql: sql)
        }
    }

    private func fault(expecting anchor: AuditAnchor? = nil) throws -> AuditVerification.Fault? {
        try fixture.workList.verifyAuditTrail(expecting: anchor).fault
    }

    @Test func `a trail as it was written is whole`() throws {
        var told: [Int64] = []
        let verification = try fixture.workList.verifyAuditTrail { checked, total in told += [checked, total] }
        #expect(verification.fault == nil)
        #expect(verification.checked == 5)
        #expect(try verification.head == fixture.workList.auditHead())
        #expect(told == [5, 5])
    }

    @Test func `an empty trail is whole`() throws {
        let empty = try Fixture()
        #expect(
            try empty.workList.verifyAuditTrail() == AuditVerification(checked: 0, begin: nil, head: nil, fault: nil))
    }

    @Test(arguments: [
        "message = replace(message, 'THORAXD', 'OTHER')", "at = at + 1", "event = '110113'", "outcome = 4",
        "studyInstanceUID = '1.2'", "hash = zeroblob(32)",
    ])
    func `a change shows at its message`(change: String) throws {
        try forge("UPDATE auditMessage SET \(change) WHERE id = 3")
        #expect(try fault() == .altered(id: 3))
    }

    @Test func `a change with a new hash of its own shows at the next`() throws {
        let record = try #require(try fixture.workList.auditRecord(3))
        let forged = AuditRecord(
            AuditEvent(
                AuditOccurrence(.stopped), of: .test, study: { AuditedStudy(unknown: $0) }), of: .test,
            after: AuditAnchor(id: 2, hash: record.previousHash))
        try forge("DELETE FROM auditMessage WHERE id = 3")
        try fixture.workList.write { try forged.insert(in: $0) }
        #expect(try fault() == .unchained(id: 4))
    }

    @Test func `a removed message shows`() throws {
        try forge("DELETE FROM auditMessage WHERE id = 2")
        #expect(try fault() == .missing(id: 2))
    }

    @Test func `what was cut off at the end shows against an anchor`() throws {
        let anchor = try #require(try fixture.workList.auditHead())
        #expect(try fault(expecting: anchor) == nil)
        try forge("DELETE FROM auditMessage WHERE id > 3")
        #expect(try fault() == nil)
        #expect(try fault(expecting: anchor) == .cut(after: 3, expected: 5))
    }

    @Test func `another trail shows against an anchor`() throws {
        let anchor = AuditAnchor(id: 4, hash: [UInt8](repeating: 7, count: 32))
        #expect(try fault(expecting: anchor) == .replaced(id: 4))
    }

    @Test func `a trail of many pages is verified page by page`() throws {
        let many = (0..<4500).map { AuditOccurrence(.started, at: Date(timeIntervalSince1970: Double($0))) }
        _ = try fixture.extendTrail(with: many)
        var steps = 0
        let verification = try fixture.workList.verifyAuditTrail { _, _ in steps += 1 }
        #expect(verification.checked == 4505)
        #expect(steps == 3)
    }

    @Test func `an anchor is read as it is written`() throws {
        let anchor = try #require(try fixture.workList.auditHead())
        #expect(AuditAnchor("\(anchor)") == anchor)
        for text in ["", "12@3", "\(anchor.hexadecimalHash)", "\(anchor)x", "\(anchor.hexadecimalHash)@0"] {
            #expect(AuditAnchor(text) == nil, "\(text)")
        }
    }

    @Test func `the hash can be recomputed with sha256sum`() throws {
        let record = try #require(try fixture.workList.auditRecord(2))
        let lines = [
            record.hexadecimalPreviousHash, "2", "2000", "110100", "0", "", record.message,
        ]
        let (_, output) = try run("/usr/bin/sha256sum", [], input: lines.joined(separator: "\n"))
        #expect(output.hasPrefix(record.anchor.hexadecimalHash))
    }
}
