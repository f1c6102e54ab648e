import Administration
import Foundation
import GRDB
import Platform
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// `verify`, `backup` and `restore` on real files.
@Suite(.blocking) struct KeepingTests {
    private let place: Administered
    private let path: String

    init() throws {
        place = try Administered()
        path = try place.store()
        try place.store(study: "1.2.826.0.1.3680043.2.1125.5.2")
    }

    private var file: String { "\(place.directory)/\(path)" }

    private func damage(_ path: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.write(contentsOf: Data("X".utf8))
        try handle.close()
    }

    @Test func `verify finds a damaged and a missing file, and records them`() throws {
        #expect(try place.run("verify").status == 0)
        let whole = try Data(contentsOf: URL(filePath: file))
        try damage(file)
        let damaged = try place.run("verify")
        #expect(damaged.status == 2 && damaged.output.contains("content differs from what was stored"), "\(damaged)")
        try FileManager.default.removeItem(atPath: file)
        let missing = try place.run("verify", "--json")
        #expect(missing.status == 2)
        let report = try #require(try place.json(missing.output) as? [String: Any])
        #expect((report["faults"] as? [[String: String]])?.map { $0["problem"] } == ["missing"])
        let incidents = try place.workList.incidents(limit: 9)
        #expect(incidents.count == 2 && incidents.allSatisfy { $0.source == "verify" })
        func open() throws -> [OpenIncident] { try place.workList.openIncidents(limit: 9, at: .now + 864_000) }
        #expect(try open().map(\.times) == [2], "it lasts")
        try whole.write(to: URL(filePath: file))
        #expect(try place.run("verify", "--since", "3d").status == 0)
        #expect(try open().count == 1, "only a check of all files tells")
        #expect(try place.run("verify").status == 0)
        #expect(try open().isEmpty)
    }

    @Test func `a backup restores to a directory that verifies, and grows by what is new`() throws {
        let backup = "\(place.root)/backup"
        let first = try place.run("backup", backup)
        #expect(first.status == 0 && first.output.contains("2 linked"), "\(first)")
        try place.store(study: "1.2.826.0.1.3680043.2.1125.5.3")
        let second = try place.run("backup", backup)
        #expect(second.output.contains("1 linked, 2 unchanged"), "\(second)")
        let new = "\(place.root)/new"
        let restored = try place.run("restore", backup, "--state-directory", new)
        #expect(restored.status == 0, "\(restored)")
        #expect(try place.run("verify", "--state-directory", new).output.contains("3 files"))
        let list = try WorkListStore(stateDirectory: new, for: .asking)
        #expect(try list.entries(limit: 9).count == 3)
        #expect(try list.acts().map(\.kind) == [.backedUp, .restored])
        #expect(try place.workList.acts().map(\.kind) == [.backedUp, .backedUp])
    }

    @Test func `a restore refuses a directory in use, one with a usable work list, and a backup without a work list`()
        throws
    {
        let backup = "\(place.root)/backup"
        #expect(try place.run("backup", backup).status == 0)
        #expect(try place.run("restore", backup).error.contains("has a usable work list"))
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: place.directory))
        #expect(try place.run("restore", backup).error.contains("thoraxd is running"))
        withExtendedLifetime(lock) {}
        let new = "\(place.root)/new"
        try damage("\(backup)/worklist.sqlite")
        let damaged = try place.run("restore", backup, "--state-directory", new)
        #expect(damaged.status == 1 && damaged.error.contains("does not match its digest"), "\(damaged)")
        #expect(!FileManager.default.fileExists(atPath: new))
        try FileManager.default.removeItem(atPath: "\(backup)/SHA256SUMS")
        #expect(try place.run("restore", backup, "--state-directory", new).status == 1)
    }

    @Test func `exported files of the audit trail are backed up and restored, and stay when they are moved away`()
        throws
    {
        let exported = "\(place.directory)/audit/audit-1-9-abc.jsonl"
        try FileManager.default.createDirectory(
            atPath: "\(place.directory)/audit", withIntermediateDirectories: true)
        try Data("{}\n".utf8).write(to: URL(filePath: exported))
        let backup = "\(place.root)/backup"
        let first = try place.run("backup", backup)
        #expect(first.status == 0 && first.output.contains("do not survive the loss of this disk"), "\(first)")
        try FileManager.default.removeItem(atPath: exported)
        #expect(try place.run("backup", backup).status == 0)
        let new = "\(place.root)/new"
        let restored = try place.run("restore", backup, "--state-directory", new)
        #expect(restored.status == 0, "\(restored)")
        #expect(try String(contentsOfFile: "\(new)/audit/audit-1-9-abc.jsonl", encoding: .utf8) == "{}\n")
    }

    @Test func `of a series of backups the latest are kept, each of them whole`() throws {
        let series = "\(place.root)/series"
        var names: Set<String> = []
        for number in 6...8 {
            try place.store(study: "1.2.826.0.1.3680043.2.1125.5.\(number)")
            // The names of two backups of one second would be one.
            try FileManager.default.createDirectory(atPath: series, withIntermediateDirectories: true)
            // Directories that the series did not make stay, whatever they hold.
            for other in ["thoraxd-0.2.0", "thoraxd-before-upgrade"] {
                try FileManager.default.createDirectory(
                    atPath: "\(series)/\(other)", withIntermediateDirectories: true)
                try Data().write(to: URL(filePath: "\(series)/\(other)/SHA256SUMS"))
            }
            let made = try place.run("backup", series, "--keep", "2")
            #expect(made.status == 0, "\(made)")
            let all = try FileManager.default.contentsOfDirectory(atPath: series)
            #expect(all.contains("thoraxd-0.2.0") && all.contains("thoraxd-before-upgrade"))
            names.formUnion(all.filter { $0.contains(/\d{8}T/) })
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: series).filter { $0.contains(/\d{8}T/) }.sorted()
        #expect(names.count == 3 && left == Array(names.sorted().suffix(2)))
        for (name, count) in zip(left, [5, 6]) {
            let new = "\(place.root)/new-\(count)"
            #expect(try place.run("restore", "\(series)/\(name)", "--state-directory", new).status == 0)
            #expect(try WorkListStore(stateDirectory: new, for: .asking).entries(limit: 9).count == count - 1)
        }
    }

    @Test func `one bad file between two good ones ends no verification, no backup and no restore`() throws {
        try place.store(study: "1.2.826.0.1.3680043.2.1125.5.3")
        let bad = try place.workList.read {
            try #require(try String.fetchOne($0, sql: "SELECT path FROM instance WHERE id = 2"))
        }
        let backup = "\(place.root)/backup"
        #expect(try place.run("backup", backup).status == 0)
        for problem in ["does not match its digest", "cannot open"] {
            if problem == "cannot open" {
                try FileManager.default.removeItem(atPath: "\(backup)/\(bad)")
            } else {
                try damage("\(backup)/\(bad)")
            }
            let new = "\(place.root)/new, \(problem)"
            let restored = try place.run("restore", backup, "--state-directory", new, "--json")
            #expect(restored.status == 2, "\(restored)")
            let answer = try #require(try place.json(restored.output) as? [String: Any])
            let faults = try #require(answer["faults"] as? [[String: String]])
            #expect(answer["files"] as? Int == 3 && faults.count == 1)
            #expect(faults.first?["path"] == bad && faults.first?["problem"]?.contains(problem) == true, "\(faults)")
            // The work list is usable without the file.
            let list = try WorkListStore(stateDirectory: new)
            #expect(try list.entries(limit: 9).count == 3)
            #expect(try list.openIncidents(limit: 9).map(\.source) == ["restore", "restore"])
            let verified = try place.run("verify", "--state-directory", new)
            #expect(verified.status == 2 && verified.output.contains("3 files"), "\(verified)")
        }
        // The stored file was the damaged link, and is now the only one.
        let again = try place.run("backup", backup)
        #expect(again.status == 2 && again.output.contains("2 unchanged"), "\(again)")
        #expect(again.output.contains("\(bad): content differs from what was stored"))
        #expect(try place.run("backup", backup).status == 2, "a damaged link is not taken for a sound copy")
        let verified = try place.run("verify")
        #expect(verified.status == 2 && verified.output.contains("3 files"), "\(verified)")
        #expect(try place.workList.incidents(limit: 9).map(\.source) == ["verify", "backup", "backup"])
    }

    @Test func `a stored file that is missing is named, and the backup's copy stays`() throws {
        let backup = "\(place.root)/backup"
        #expect(try place.run("backup", backup).status == 0)
        try FileManager.default.removeItem(atPath: file)
        let kept = try place.run("backup", backup)
        #expect(kept.status == 2 && kept.output.contains("missing where it is stored; kept the backup's copy"))
        #expect(try place.run("restore", backup, "--state-directory", "\(place.root)/new").status == 0)
        let other = try place.run("backup", "\(place.root)/other")
        #expect(other.status == 2 && other.output.contains("\(path): missing"), "\(other)")
        let restored = try place.run("restore", "\(place.root)/other", "--state-directory", "\(place.root)/lacking")
        #expect(restored.status == 2 && restored.output.contains(path), "\(restored)")
    }

    @Test func `a quarantined object is backed up, restored and verified, with and without its size on record`() throws
    {
        let quarantined = try place.quarantine("other bytes")
        try place.quarantine("more bytes")
        try place.workList.write {
            try $0.execute(sql: "UPDATE quarantine SET byteCount = NULL WHERE path = ?", arguments: [quarantined])
        }
        #expect(try place.run("verify").output.contains("4 files"))
        let backup = "\(place.root)/backup"
        for run in 1...2 {
            let written = try place.run("backup", backup)
            #expect(written.status == 0 && written.output.contains(run == 1 ? "4 linked" : "4 unchanged"), "\(written)")
        }
        let sizes = try place.workList.read { try Int?.fetchAll($0, sql: "SELECT byteCount FROM quarantine") }
        #expect(sizes == [11, 10], "a backup records the sizes that were not on record")
        let new = "\(place.root)/new"
        let restored = try place.run("restore", backup, "--state-directory", new)
        #expect(restored.status == 0 && restored.output.contains("5 files"), "\(restored)")
        #expect(try String(contentsOfFile: "\(new)/\(quarantined)", encoding: .utf8) == "other bytes")
        let verified = try place.run("verify", "--state-directory", new)
        #expect(verified.status == 0 && verified.output.contains("4 files"), "\(verified)")
        // The manifest is one that sha256sum reads.
        let text = try String(contentsOfFile: "\(backup)/SHA256SUMS", encoding: .utf8)
        #expect(text.split(separator: "\n").count { !$0.hasPrefix("#") } == 5)
    }

    @Test func `sixteen runs read each linked file once more`() throws {
        let backup = "\(place.root)/backup"
        #expect(try place.run("backup", backup).status == 0)
        // Of the same size, so that only reading it shows the damage; the backup's hard link is the same file.
        try damage(file)
        let statuses = try (1...16).map { _ in try place.run("backup", backup).status }
        // Once found, it is found by every run until the file is sound again.
        #expect(statuses.last == 2 && statuses == statuses.sorted(), "\(statuses)")
        let text = "the bytes of \(Administered.study)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let mended = try place.run("backup", backup)
        #expect(mended.status == 0 && mended.output.contains("1 linked"), "\(mended)")
    }

    @Test func `a line of the manifest that names no file is skipped and listed`() throws {
        let backup = "\(place.root)/backup"
        #expect(try place.run("backup", backup).status == 0)
        let manifest = "\(backup)/SHA256SUMS"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        try (text + String(repeating: "0", count: 64) + "  instances/../../outside\n").write(
            toFile: manifest, atomically: true, encoding: .utf8)
        let restored = try place.run("restore", backup, "--state-directory", "\(place.root)/new")
        #expect(restored.status == 2 && restored.output.contains("names no file of a backup"), "\(restored)")
        #expect(try place.run("verify", "--state-directory", "\(place.root)/new").status == 0)
    }

    @Test func `a backup goes nowhere but into a directory of its own`() throws {
        #expect(try place.run("backup", "\(place.directory)/inside").error.contains("inside the state directory"))
        try Data().write(to: URL(filePath: "\(place.root)/occupied"))
        #expect(try place.run("backup", place.root).error.contains("neither empty nor a backup"))
    }
}
