import DICOMTestPeer
import Foundation
import GRDB
import Testing
import WorkListDatabase

@testable import Auditing

/// The kinds by which messages of the trail are found.
struct AuditKindTests {
    private let fixture: CollectorFixture

    init() throws { fixture = try CollectorFixture() }

    private func found(_ kind: AuditKind) throws -> [AuditRecord] {
        try fixture.workList.auditRecords(holding: [.kind(kind)], limit: 999)
    }

    @Test func `every kind of act is found by its name, with a study and without, and no other`() throws {
        try fixture.workList.write { db in
            try db.execute(sql: "INSERT INTO study (id, studyInstanceUID) VALUES (1, '1.2.3')")
            for kind in Act.Kind.allCases {
                for study in [1, nil] as [Int64?] {
                    try Act.record(kind, by: "ann", about: study, detail: ["login": "mary"], at: .now, in: db)
                }
            }
        }
        _ = try fixture.workList.extendAuditTrail(with: [], of: CollectorFixture.source)
        var ids: Set<Int64> = []
        for act in Act.Kind.allCases {
            let kind = try #require(AuditKind(act.rawValue), "\(act)")
            let records = try found(kind)
            #expect(records.count == 2, "\(act)")
            #expect(ids.isDisjoint(with: records.map(\.id)), "\(act)")
            ids.formUnion(records.map(\.id))
            #expect(AuditKind(kind.name) == kind && AuditKind(kind.name.uppercased()) == kind)
        }
        for record in try fixture.workList.auditRecords(limit: 999) {
            let code = try #require(record.kind, "\(record.message)")
            #expect(AuditKind(code) != nil, "\(code)")
        }
    }

    @Test func `work on studies and deliveries is no security alert`() throws {
        let work: [Act.Kind] = [
            .retried, .requeued, .held, .unheld, .prioritised, .deliveryRetried, .documentsRetried, .deliveryWithdrawn,
        ]
        try fixture.workList.write { db in
            try db.execute(sql: "INSERT INTO study (id, studyInstanceUID) VALUES (1, '1.2.3')")
            for kind in work {
                for study in [1, nil] as [Int64?] {
                    try Act.record(kind, by: "ann", about: study, detail: [:], at: .now, in: db)
                }
            }
        }
        _ = try fixture.workList.extendAuditTrail(with: [], of: CollectorFixture.source)
        let records = try fixture.workList.auditRecords(limit: 999)
        #expect(records.count == work.count * 2)
        #expect(!records.contains { $0.event == AuditEventID.securityAlert.rawValue })
    }

    @Test func `every type that an event has is known`() throws {
        let caller = AuditOccurrence.Caller(login: "mary", address: "10.0.0.1")
        let occurrences: [AuditOccurrence.What] = [
            .started, .stopped, .rejected(caller, reason: "r"), .notAuthenticated(address: "a", reason: "r"),
            .signedIn(caller), .signInFailed(caller, reason: "r"), .signedOut(caller, isByTime: true),
            .signInsFailed(caller, count: 10), .refusedAgain(address: nil, count: 2),
            .changeRefused(account: "a", change: "c", reason: "r"),
            .changeRefusedAgain(account: "a", change: "c", count: 2), .lost(count: 1),
        ]
        for what in occurrences {
            let event = try AuditEvent(AuditOccurrence(what), of: CollectorFixture.source) { _ in
                throw WorkListError.noSuchStudy("none is asked for")
            }
            let type = try #require(event.type)
            #expect(AuditKind(type.value) != nil && AuditCode.eventTypes.contains(type), "\(type)")
        }
        #expect(Set(AuditKind.all.map(\.name)).count == AuditKind.all.count)
        #expect(AuditKind("nonsense") == nil)
    }
}
