import Administration
import Foundation
import Platform
import Testing
import WorkList
import WorkListDatabase

/// `verify`, `backup` and `restore` on real files.
struct KeepingTests {
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

    @Test func `a restore refuses a damaged backup, a directory in use, and one that is not empty`() throws {
        let backup = "\(place.root)/backup"
        #expect(try place.run("backup", backup).status == 0)
        #expect(try place.run("restore", backup).error.contains("is not empty"))
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: place.directory))
        #expect(try place.run("restore", backup).error.contains("thoraxd is running"))
        withExtendedLifetime(lock) {}
        try damage("\(backup)/\(path)")
        let new = "\(place.root)/new"
        let restored = try place.run("restore", backup, "--state-directory", new)
        #expect(restored.status == 1 && restored.error.contains("does not match its digest"), "\(restored)")
        #expect(!FileManager.default.fileExists(atPath: WorkListStore.path(in: new)))
        try FileManager.default.removeItem(atPath: "\(backup)/SHA256SUMS")
        #expect(try place.run("restore", backup, "--state-directory", "\(place.root)/other").status == 1)
    }

    @Test func `a backup goes nowhere but into a directory of its own`() throws {
        #expect(try place.run("backup", "\(place.directory)/inside").error.contains("inside the state directory"))
        try Data().write(to: URL(filePath: "\(place.root)/occupied"))
        #expect(try place.run("backup", place.root).error.contains("neither empty nor a backup"))
    }
}
