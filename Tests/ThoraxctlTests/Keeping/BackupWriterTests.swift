import Foundation
import Platform
import TestHarness
import Testing
import WorkListDatabase

/// Backups of the exported files of the audit trail, whose digests only an earlier manifest knows.
@Suite(.blocking) struct BackupWriterTests {
    private let place: Administered
    private var backup: String { "\(place.root)/backup" }
    private var audit: String { "\(place.directory)/audit" }

    init() throws {
        place = try Administered()
        try place.store()
        try FileManager.default.createDirectory(atPath: audit, withIntermediateDirectories: true)
        for name in ["audit-1", "audit-3"] { try write("{\"\(name)\":1}\n", to: "\(audit)/\(name).jsonl") }
    }

    /// Replaces a file, so that its hard links keep their bytes.
    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// A directory in the place of a file, which opens and cannot be read, also by root.
    private func makeUnreadable(_ path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    @Test func `an audit file that cannot be read is noted, and everything else is backed up`() throws {
        try makeUnreadable("\(audit)/audit-2.jsonl")
        let made = try place.run("backup", backup)
        #expect(made.status == 2 && made.output.contains("audit/audit-2.jsonl: cannot read"), "\(made)")
        #expect(try place.run("restore", backup, "--state-directory", "\(place.root)/new").status == 0)
        let restored = Directory.names(in: "\(place.root)/new/audit").sorted()
        #expect(restored == ["audit-1.jsonl", "audit-3.jsonl"])
        #expect(try place.workList.incidents(limit: 9).map(\.source) == ["backup"])
    }

    @Test func `of an audit file that can no longer be read the backup's copy stays`() throws {
        #expect(try place.run("backup", backup).status == 0)
        try makeUnreadable("\(audit)/audit-1.jsonl")
        let made = try place.run("backup", backup)
        #expect(made.status == 2 && made.output.contains("kept the backup's copy"), "\(made)")
        let new = "\(place.root)/new"
        #expect(try place.run("restore", backup, "--state-directory", new).status == 0)
        #expect(try String(contentsOfFile: "\(new)/audit/audit-1.jsonl", encoding: .utf8).contains("audit-1"))
    }

    @Test func `a copy that has gone bad is not listed with the digest of its bad content`() throws {
        #expect(try place.run("backup", backup).status == 0)
        try FileManager.default.removeItem(atPath: "\(audit)/audit-1.jsonl")
        try write("other", to: "\(backup)/audit/audit-1.jsonl")
        for run in 1...2 {
            let made = try place.run("backup", backup)
            #expect(made.status == 2 && made.output.contains("audit/audit-1.jsonl"), "run \(run): \(made)")
        }
        let restored = try place.run("restore", backup, "--state-directory", "\(place.root)/new")
        #expect(restored.status == 2 && restored.output.contains("audit/audit-1.jsonl"), "\(restored)")
    }

    @Test func `what an interrupted backup knew of the audit files is not forgotten`() throws {
        #expect(try place.run("backup", backup).status == 0)
        // As a run leaves it that is killed before its end.
        try FileManager.default.moveItem(atPath: "\(backup)/SHA256SUMS", toPath: "\(backup)/SHA256SUMS.earlier")
        #expect(try place.run("restore", backup, "--state-directory", "\(place.root)/new").status != 0)
        try write("other", to: "\(audit)/audit-3.jsonl")
        let made = try place.run("backup", backup)
        #expect(made.status == 2 && made.output.contains("other content where it is stored"), "\(made)")
        #expect(try String(contentsOfFile: "\(backup)/audit/audit-3.jsonl", encoding: .utf8).contains("audit-3"))
        #expect(!FileManager.default.fileExists(atPath: "\(backup)/SHA256SUMS.earlier"))
    }

    @Test func `a backup that fails as a whole is an incident, and a wrong directory is none`() throws {
        #expect(try place.run("backup", place.root).status != 0)
        #expect(try place.workList.incidents(limit: 9).isEmpty)
        #expect(try place.run("backup", backup).status == 0)
        try makeUnreadable("\(backup)/worklist.sqlite")
        #expect(try place.run("backup", backup).status != 0)
        let incidents = try place.workList.incidents(limit: 9)
        #expect(incidents.count == 1 && incidents[0].message.contains("the backup failed"), "\(incidents)")
    }

    @Test func `incomplete files of a backup that was killed go with the next one`() throws {
        #expect(try place.run("backup", backup).status == 0)
        let left = ["1x00000000.part", "worklist.sqlite.part", "worklist.sqlite.part-journal", "audit/2x00000000.part"]
        for name in left { try write("{", to: "\(backup)/\(name)") }
        #expect(try place.run("backup", backup).status == 0)
        for name in left { #expect(!FileManager.default.fileExists(atPath: "\(backup)/\(name)"), "\(name)") }
    }
}
