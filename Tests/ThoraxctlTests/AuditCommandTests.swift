import Auditing
import DICOMTestPeer
import Foundation
import GRDB
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// `thoraxctl audit` on a trail whose daemon is down.
@Suite(.blocking) struct AuditCommandTests {
    private let directory: TemporaryDirectory
    private let workList: WorkListStore
    private let source = AuditSource(aeTitle: "THORAXD", host: "node", processID: 1, peers: [:])

    /// A start, a review by Jane of a patient's study, and a query.
    init() throws {
        directory = try TemporaryDirectory()
        workList = try WorkListStore(stateDirectory: directory.url.path)
        try workList.write { db in
            try db.execute(
                sql: """
                    INSERT INTO study (id, studyInstanceUID, patientID, patientName)
                    VALUES (1, '1.2.3', 'SECRET7', 'DOE^JOHN')
                    """)
            try Act.record(.opened, by: "jane", about: 1, at: Date(timeIntervalSince1970: 1000), in: db)
        }
        let caller = AuditOccurrence.Caller(aeTitle: "STATION", address: "10.0.0.1")
        let query = AuditOccurrence.Query(
            sopClassUID: "1.2", transferSyntaxUID: "1.2", identifier: Array("DOE*".utf8), failure: nil)
        _ = try workList.extendAuditTrail(
            with: [
                AuditOccurrence(.started, at: Date(timeIntervalSince1970: 1)),
                AuditOccurrence(.queried(by: caller, query)),
            ], of: source)
    }

    private func thoraxctl(_ arguments: String..., timeZone: String = "UTC") throws -> Tool {
        try Tool.run(
            "env", ["TZ=\(timeZone)", builtThoraxctl.path] + arguments + ["--state-directory", directory.url.path])
    }

    @Test func `list tells events without patients, and can be narrowed`() throws {
        let all = try thoraxctl("audit")
        #expect(all.status == 0)
        #expect(
            all.output.firstMatch(of: /2 +[0-9-]+ \d\d:16:40 +110103 +DICOM Instances Accessed .* success +1\.2\.3/)
                != nil)
        #expect(!all.output.contains("DOE") && !all.output.contains("SECRET7"))
        #expect(try thoraxctl("audit", "list", "--event", "110112").output.split(separator: "\n").count == 2)
        #expect(try thoraxctl("audit", "list", "--study", "1.2.3").output.contains("110103"))
        #expect(try thoraxctl("audit", "list", "--since", "2000-01-01").output.split(separator: "\n").count == 2)
        #expect(try thoraxctl("audit", "list", "--event", "7").status == 64)
    }

    @Test func `list is narrowed by who, from where and kind`() throws {
        let all = try thoraxctl("audit", "list", "--json").output
        let messages = try #require(try JSONSerialization.jsonObject(with: Data(all.utf8)) as? [[String: Any]])
        let one = try #require(messages.first { $0["who"] != nil && $0["from"] != nil })
        let (who, from) = (try #require(one["who"] as? String), try #require(one["from"] as? String))
        #expect(try thoraxctl("audit", "list", "--who", who, "--from", from).output.contains(who))
        #expect(try thoraxctl("audit", "list", "--who", "nobody").output == "no audit messages\n")
        #expect(try thoraxctl("audit", "list", "--from", "192.0.2.9").output == "no audit messages\n")
        #expect(try thoraxctl("audit", "list", "--kind", "requeued").output == "no audit messages\n")
        #expect(try thoraxctl("audit", "list", "--kind", "opened").output.contains("jane"))
        let unknown = try thoraxctl("audit", "list", "--kind", "moved")
        #expect(unknown.status == 64 && unknown.output.contains("requeued"), "\(unknown.output)")
    }

    @Test(arguments: [
        ("1970-01-01", "UTC", 3), ("1970-01-02", "UTC", 1), ("1970-01-01T00:16", "UTC", 2),
        ("1970-01-01T00:16:40Z", "UTC", 2), ("1970-01-01T00:16:40Z", "Asia/Tokyo", 2),
        ("1970-01-01T00:16:40.5Z", "UTC", 1), ("1970-01-01T09:16:40+09:00", "UTC", 2),
        ("1970-01-01T09:16:41+0900", "UTC", 1), ("1970-01-01T09:16:40", "Asia/Tokyo", 2),
        ("1970-01-01 09:16:41", "Asia/Tokyo", 1), ("12h", "UTC", 1), ("3d", "UTC", 1), ("2w", "UTC", 1),
        ("86400s", "UTC", 1), ("1440m", "UTC", 1),
    ])
    func `a time is an ISO 8601 date or time, or an age`(since: String, timeZone: String, count: Int) throws {
        let listed = try thoraxctl("audit", "list", "--since", since, "--json", timeZone: timeZone)
        #expect(listed.status == 0, "\(listed.output)")
        #expect((try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [Any])?.count == count)
        #expect(try thoraxctl("worklist", "--since", since, "--until", since).status == 0)
        #expect(try thoraxctl("verify", "--since", since).status == 0)
    }

    @Test(arguments: [
        "yesterday", "", "2026-02-30", "2026-13-01", "2026-11-20T25:00", "2026-11-20T14:30+25:00", "20261120", "3",
        "3x",
        "-3d", "3.5d", "5201w", "99999999999999999999d", "d",
    ])
    func `what is no time is refused with the forms of one`(since: String) throws {
        for command in [["audit", "list"], ["worklist"], ["verify"], ["review", "statistics"]] {
            let refused = try thoraxctl(command[0], command.dropFirst().first ?? "--json", "--since=\(since)")
            #expect(refused.status == 64, "\(command): \(refused.output)")
            #expect(refused.output.contains("90s, 15m, 12h, 3d or 2w"), "\(refused.output)")
        }
    }

    @Test func `list and show print one shape of a message, and a study that was removed is named by its UID`() throws {
        func object(_ text: String) throws -> [String: Any] {
            let json = try JSONSerialization.jsonObject(with: Data(text.utf8))
            return try #require((json as? [[String: Any]])?.first ?? json as? [String: Any])
        }
        let listed = try object(thoraxctl("audit", "list", "--study", "1.2.3", "--json").output)
        var shown = try object(thoraxctl("audit", "show", "2", "--json").output)
        #expect(shown.removeValue(forKey: "message") is String)
        #expect(listed as NSDictionary == shown as NSDictionary)
        #expect(try thoraxctl("audit", "list", "--study", "9.9").output == "no audit messages\n")
        #expect(try thoraxctl("audit", "list", "--study", "nobody").status == 2)
    }

    @Test func `show leaves out who the patient is and what was asked unless told otherwise`() throws {
        let shown = try thoraxctl("audit", "show", "2").output
        #expect(shown.contains("jane") && shown.contains("1.2.3"))
        #expect(!shown.contains("DOE") && !shown.contains("SECRET7"))
        let full = try thoraxctl("audit", "show", "2", "--show-patient").output
        #expect(full.contains("DOE^JOHN") && full.contains("SECRET7"))
        let query = Data("DOE*".utf8).base64EncodedString()
        #expect(try !thoraxctl("audit", "show", "3").output.contains(query))
        #expect(try thoraxctl("audit", "show", "3", "--show-patient").output.contains(query))
        #expect(try thoraxctl("audit", "show", "9").status == 2)
    }

    @Test func `verify prints the head, and where the trail is broken ends with 2`() throws {
        let whole = try thoraxctl("audit", "verify")
        let head = try #require(try workList.auditHead())
        #expect(whole.status == 0)
        #expect(whole.output == "3 messages are unaltered\nhead \(head)\n")
        #expect(try thoraxctl("audit", "verify", "--expect-head", "\(head)").status == 0)
        try workList.write { db in
            try db.execute(sql: "DROP TRIGGER auditMessageRemoved; DELETE FROM auditMessage WHERE id = 3")
        }
        #expect(try thoraxctl("audit", "verify").status == 0)
        let cut = try thoraxctl("audit", "verify", "--expect-head", "\(head)", "--json")
        #expect(cut.status == 2)
        #expect(cut.output.contains("\"brokenID\" : 3") && cut.output.contains("\"isWhole\" : false"))
    }

    @Test func `verify proves exported files with the rest, and names one that is missing or altered`() throws {
        let segment = try #require(
            try workList.exportAuditSegment(
                before: .distantFuture, isCollected: false, to: AuditArchive.directory(in: directory.url.path),
                by: "retention", limit: 2))
        let head = try #require(try workList.auditHead())
        let whole = try thoraxctl("audit", "verify")
        #expect(whole.status == 0 && whole.output == "3 messages are unaltered\nhead \(head)\n", "\(whole.output)")
        #expect(try thoraxctl("verify").output.contains("1 files"))

        let content = try String(contentsOfFile: segment.path, encoding: .utf8)
        try content.replacing("THORAXD", with: "OTHER").write(toFile: segment.path, atomically: true, encoding: .utf8)
        let altered = try thoraxctl("audit", "verify")
        #expect(altered.status == 2)
        #expect(altered.output.contains("message 1 was altered") && altered.output.contains(segment.path))
        let file = "audit/\(URL(filePath: segment.path).lastPathComponent)"
        let stored = try thoraxctl("verify", "--json")
        #expect(stored.status == 2 && stored.output.contains("\"path\" : \"\(file)\""), "\(stored.output)")

        try FileManager.default.removeItem(atPath: segment.path)
        let missing = try thoraxctl("audit", "verify", "--json")
        #expect(missing.status == 2 && missing.output.contains("\"isWhole\" : false"))
        #expect(missing.output.contains("\"problem\" : \"missing\""), "\(missing.output)")
        #expect(try thoraxctl("verify").status == 0, "it may have been moved to the archive")
        #expect(try thoraxctl("audit", "verify", "--work-list-only").status == 0)
        #expect(try thoraxctl("audit", "verify", "--work-list-only", "file").status == 64)
        let copy = "\(directory.url.path)/copy.jsonl"
        try content.write(toFile: copy, atomically: true, encoding: .utf8)
        #expect(try thoraxctl("audit", "verify", copy).status == 0)
    }

    @Test func `export writes every message, wants the word for patients, and is an act`() throws {
        #expect(try thoraxctl("audit", "export").status == 64)
        let lines = try thoraxctl("audit", "export", "--show-patient").output.split(separator: "\n")
        #expect(lines.count == 3)
        let second = try #require(
            try JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
        #expect((second["message"] as? String)?.contains("DOE^JOHN") == true)
        #expect(second["milliseconds"] as? Int == 1_000_000)
        #expect(try workList.acts().last?.kind == .exported)
    }
}
