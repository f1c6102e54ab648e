import Foundation
import GRDB
import Logging
import TestHarness
import Testing
import WorkListFixture

@testable import Auditing
@testable import WorkList
@testable import WorkListDatabase

/// Old messages go to files, and the files with the rest are one chain.
struct AuditExportTests {
    private let fixture: Fixture
    private var workList: WorkListStore { fixture.workList }
    private var directory: String { AuditArchive.directory(in: fixture.directory) }
    private static let day: TimeInterval = 86_400

    /// Ten messages, one a day from day 1 on.
    init() throws {
        fixture = try Fixture()
        for day in 1...10 { try add(day: day) }
    }

    private func add(day: Int) throws {
        _ = try fixture.extendTrail(with: [
            AuditOccurrence(.started, at: Date(timeIntervalSince1970: Double(day) * Self.day))
        ])
    }

    @discardableResult private func export(before day: Double, limit: Int = 3, isCollected: Bool = false) throws
        -> AuditSegment?
    {
        try workList.exportAuditSegment(
            before: Date(timeIntervalSince1970: day * Self.day), isCollected: isCollected, to: directory,
            by: "retention", limit: limit)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted().map { "\(directory)/\($0)" }
    }

    private func ids() throws -> [Int64] { try workList.auditRecords(after: 0, limit: 99).map(\.id) }

    @Test func `old messages go to files that with the rest prove the whole chain`() throws {
        let head = try #require(try workList.auditHead())
        let first = try #require(try export(before: 7.5))
        let second = try #require(try export(before: 7.5))
        #expect([first.first, first.last.id, second.first, second.last.id] == [1, 3, 4, 6])
        #expect(try ids() == [7, 8, 9, 10])
        #expect(try workList.auditExportAnchor() == second.last)

        let live = try workList.verifyAuditTrail(expecting: head)
        #expect(live == AuditVerification(checked: 4, begin: second.last, head: head, fault: nil))
        let whole = try workList.verifyAuditTrail(with: files().reversed(), expecting: head)
        #expect(whole == AuditVerification(checked: 10, begin: nil, head: head, fault: nil))
        // A part of the files proves the part.
        let part = try workList.verifyAuditTrail(with: [second.path])
        #expect(part.fault == nil && part.checked == 7 && part.begin == first.last)
        #expect(try workList.verifyAuditTrail(with: [first.path]).fault == .missing(id: 4))
        #expect(try workList.verifyAuditTrail(expecting: first.last).fault == .exported(id: 3))
        #expect(try workList.verifyAuditTrail(with: files(), expecting: first.last).fault == nil)
        #expect(try workList.acts().last?.detail["file"] == second.path)
    }

    @Test func `one check proves the whole trail, and names each exported file that is missing or altered`() throws {
        let head = try #require(try workList.auditHead())
        let segments = try (1...3).map { _ in try #require(try export(before: 9.9)) }
        let paths = segments.map(\.path)
        func check(_ named: [String] = []) throws -> (trail: AuditVerification, faults: [String]) {
            let (trail, faults) = try workList.verifyWholeAuditTrail(in: directory, with: named)
            return (trail, faults.map { "\($0.problem) \(paths.firstIndex(of: $0.path).map { $0 + 1 } ?? 0)" })
        }
        func expectWhole(_ named: [String] = []) throws {
            let (trail, faults) = try check(named)
            #expect(trail == AuditVerification(checked: 10, begin: nil, head: head, fault: nil) && faults.isEmpty)
        }
        // A file that was exported before a restore belongs to another trail.
        try Data("old\n".utf8).write(to: URL(filePath: "\(directory)/audit-000000000001-000000000003-00.jsonl"))
        try expectWhole()

        let archive = "\(fixture.directory)/archive"
        try FileManager.default.createDirectory(atPath: archive, withIntermediateDirectories: true)
        let moved = "\(archive)/\(URL(filePath: paths[1]).lastPathComponent)"
        try FileManager.default.moveItem(atPath: paths[1], toPath: moved)
        var (trail, faults) = try check()
        #expect(trail.fault == .missing(id: 4) && faults == ["missing 2"])
        try expectWhole([moved])
        // Other files may have its messages.
        try FileManager.default.copyItem(atPath: moved, toPath: "\(archive)/other.jsonl")
        try expectWhole(["\(archive)/other.jsonl"])

        let content = try String(contentsOfFile: moved, encoding: .utf8)
        let lines = content.split(separator: "\n")
        for (text, fault) in [
            (content.replacing("THORAXD", with: "OTHER"), "message 4 was altered 2"),
            ("\(lines[0])\n\(lines[2])\n", "message 5 is missing 2"),
            ("\(lines[0])\n\(lines[1])\n", "the trail ends at 5 but once contained 6 2"),
            ("", "the trail ends at 3 but once contained 6 2"),
            (try String(contentsOfFile: paths[0], encoding: .utf8), "message 4 is missing 2"),
        ] {
            try text.write(toFile: paths[1], atomically: true, encoding: .utf8)
            (trail, faults) = try check()
            #expect(trail.fault == .missing(id: 4) && faults == [fault])
        }
        try "no message\n".write(toFile: paths[1], atomically: true, encoding: .utf8)
        #expect(try check().faults == ["\(AuditFileError.noMessage(path: paths[1], line: 1)) 2"])

        try FileManager.default.removeItem(atPath: paths[0])
        (trail, faults) = try check([moved])
        #expect(trail.fault == nil && trail.begin == segments[0].last && faults == ["missing 1"])
    }

    @Test func `messages that are exported while the trail is checked are no gap`() throws {
        let head = try #require(try workList.auditHead())
        var isExported = false
        let (trail, faults) = try workList.verifyWholeAuditTrail(
            in: directory,
            progress: { _, _ in
                // After the list of files was read, and before the first message.
                guard !isExported else { return }
                isExported = true
                _ = try? export(before: 7.5)
            })
        #expect(isExported && faults.isEmpty)
        #expect(trail == AuditVerification(checked: 10, begin: nil, head: head, fault: nil))
    }

    @Test func `a support bundle, or an export by a person, is no file of the trail`() throws {
        try workList.record(.exported, by: "root", detail: ["what": "support bundle", "file": "/tmp/bundle.tar.gz"])
        try workList.record(.exported, by: "root", detail: ["what": "audit trail", "after": "0"])
        let segment = try #require(try export(before: 7.5))
        #expect(try workList.exportedAuditFiles().map(\.name) == [URL(filePath: segment.path).lastPathComponent])
        #expect(try workList.verifyWholeAuditTrail(in: directory).faults.isEmpty)
    }

    @Test func `a trail of which everything was exported goes on where it was`() throws {
        for _ in 1...4 { try export(before: 99) }
        #expect(try ids().isEmpty)
        let anchor = try #require(try workList.auditHead())
        #expect(anchor.id == 10)
        try add(day: 11)
        #expect(try workList.auditRecord(11)?.previousHash == anchor.hash)
        let head = try #require(try workList.auditHead())
        #expect(try workList.verifyAuditTrail(with: files()).checked == head.id && head.id >= 11)
    }

    @Test func `what is young, or not at the collector yet, stays, and few messages wait for more`() throws {
        #expect(try export(before: 3.5, limit: 9) != nil, "older than a day")
        #expect(try ids().first == 4)
        #expect(try export(before: 4.5, limit: 9) == nil, "one message of less than a day")
        #expect(try export(before: 9, isCollected: true) == nil)
        try workList.setAuditMessagesSent(5)
        #expect(try export(before: 9, isCollected: true)?.last.id == 5)
        #expect(try export(before: 9, isCollected: true) == nil)
        #expect(try ids().first == 6)
    }

    @Test func `a daemon that ends between the file and the removal loses nothing and exports the same file again`()
        throws
    {
        // The removal fails, as if the daemon had died before it.
        try workList.write {
            try $0.execute(
                sql: "CREATE TRIGGER stop BEFORE UPDATE ON auditTrail BEGIN SELECT RAISE(ABORT, 'dead'); END")
        }
        #expect(throws: WorkListError.self) { try export(before: 7.5) }
        #expect(try ids().count == 10)
        let left = try files()
        #expect(left.count == 1)
        #expect(try workList.verifyAuditTrail(with: left).checked == 10, "the file overlaps with the work list")
        try workList.write { try $0.execute(sql: "DROP TRIGGER stop") }
        // Meanwhile more is due at once.
        let again = try #require(try export(before: 7.5, limit: 5))
        #expect(again.path == left[0] && again.last.id == 3)
        #expect(try files() == left)
        #expect(try ids().first == 4)
        #expect(try workList.verifyAuditTrail(with: files()).checked == 10)
    }

    @Test func `an incomplete file that a killed daemon has left goes at the next start`() throws {
        let path = try #require(try export(before: 7.5)).path
        try Data("{".utf8).write(to: URL(filePath: "\(directory)/1x00000000.part"))
        _ = AuditArchive(days: nil, isCollected: false, workList: workList, logger: .init(label: "test"))
        #expect(try files() == [path])
    }

    @Test func `a part of a file that was not written does not count, and nothing is removed for it`() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: directory)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: directory) }
        guard getuid() != 0 else {
            // Root may write everywhere: a directory that is a file.
            try FileManager.default.removeItem(atPath: directory)
            try Data().write(to: URL(filePath: directory))
            #expect(throws: (any Error).self) { try export(before: 7.5) }
            #expect(try ids().count == 10)
            try FileManager.default.removeItem(atPath: directory)
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            return
        }
        #expect(throws: (any Error).self) { try export(before: 7.5) }
        #expect(try ids().count == 10)
    }

    @Test(arguments: ["\"outcome\":0", "110100", "THORAXD"])
    func `a change in a file shows`(text: String) throws {
        let path = try #require(try export(before: 7.5)).path
        let content = try String(contentsOfFile: path, encoding: .utf8)
        let lines = content.split(separator: "\n")
        #expect(lines.count == 3)
        let other = text == "\"outcome\":0" ? "\"outcome\":4" : text == "110100" ? "110113" : "OTHER"
        try (lines[0] + "\n" + lines[1].replacing(text, with: other) + "\n" + lines[2] + "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(try workList.verifyAuditTrail(with: [path]).fault == .altered(id: 2))
        try (lines[0] + "\n" + lines[2] + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try workList.verifyAuditTrail(with: [path]).fault == .missing(id: 2))
        try "\(lines[0])\n{\"id\": 2}\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: AuditFileError.self) { try workList.verifyAuditTrail(with: [path]) }
    }

    @Test func `a broken trail is not exported`() throws {
        try workList.write {
            try $0.execute(sql: "DROP TRIGGER auditMessageChanged; UPDATE auditMessage SET outcome = 4 WHERE id = 2")
        }
        #expect(throws: AuditFileError.self) { try export(before: 7.5) }
        #expect(try ids().count == 10)
        #expect(try files().isEmpty)
    }

    @Test func `the anchor moves only to messages of the trail, and later ones stay`() throws {
        try export(before: 7.5)
        for sql in [
            "DELETE FROM auditMessage WHERE id = 4", "UPDATE auditTrail SET exportedID = 2",
            "UPDATE auditTrail SET exportedID = 5", "UPDATE auditTrail SET exportedHash = zeroblob(32)",
            "DELETE FROM auditTrail",
        ] {
            #expect(throws: WorkListError.self, "\(sql)") { try workList.write { try $0.execute(sql: sql) } }
        }
    }

    @Test func `the space of what was exported is free for the file system`() throws {
        let query = AuditOccurrence.Query(
            sopClassUID: "1.2", transferSyntaxUID: "1.2", identifier: [UInt8](repeating: 65, count: 4000), failure: nil)
        for _ in 0..<5 {
            _ = try fixture.extendTrail(
                with: (0..<1000).map { _ in
                    AuditOccurrence(
                        .queried(by: .init(aeTitle: "A", address: "10.0.0.1"), query),
                        at: Date(timeIntervalSince1970: 20 * Self.day))
                })
        }
        func size() throws -> Int {
            try workList.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            let path = WorkListStore.path(in: fixture.directory)
            return try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        }
        let full = try size()
        #expect(full > 30_000_000)
        let counted = try workList.read { try Row.fetchOne($0, sql: "SELECT * FROM auditTrail") }
        let archive = AuditArchive(
            days: 1, isCollected: false, workList: workList, logger: .init(label: "test"))
        archive.round(at: Date(timeIntervalSince1970: 40 * Self.day))
        #expect(try ids().isEmpty)
        #expect(try size() < full / 4)
        let row = try #require(try workList.read { try Row.fetchOne($0, sql: "SELECT * FROM auditTrail") })
        #expect(row["bytes"] == 0 && row["exportedBytes"] == counted?["bytes"] as Int?)
        #expect(try workList.verifyAuditTrail(with: files()).checked == 5010)
    }
}
