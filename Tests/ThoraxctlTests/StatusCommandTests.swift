import Foundation
import GRDB
import Platform
import TestHarness
import Testing
import WorkListDatabase

@testable import thoraxctl

/// What `thoraxctl status` says is wrong.
@Suite(.blocking) struct StatusCommandTests {
    private let place: Administered

    init() throws {
        place = try Administered()
        try place.store()
    }

    private func record(_ message: String, hint: String, study: String? = nil, _ cause: Incident.Cause?) throws {
        try place.workList.record(
            Incident(source: "reporter", message: message, hint: hint, study: study), cause: cause)
    }

    private func wrong() throws -> [Substring] {
        let output = try place.run("status").output
        return output.prefix(upTo: output.firstRange(of: "\ndaemon    ")?.lowerBound ?? output.endIndex)
            .split(whereSeparator: \.isNewline)
    }

    @Test func `what is wrong comes first, with one row for each cause and the number of its studies`() throws {
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: place.directory))
        defer { withExtendedLifetime(lock) {} }
        for study in ["1.2.3", "1.2.4", "1.2.5"] {
            try record(
                "no draft of \(study): out of memory", hint: "raise it, then retry \(study)", study: study, .draft)
        }
        try record("no draft: unreadable", hint: "send it again", study: "1.2.6", .draft)
        try record("no model", hint: "install one", .condition("model"))
        try record("it rained", hint: "wait", nil)
        // What this machine has is not the same everywhere.
        let ofMachine = [" clock: ", " disk: ", "timesync", "chrony"]
        let rows = try wrong().filter { row in !ofMachine.contains { row.contains($0) } }
        let lines = rows.filter { $0.hasPrefix("wrong") }
        #expect(lines.count == 3, "\(rows)")
        #expect(lines[0].hasPrefix("wrong     reporter: no model, since "))
        #expect(lines[1].contains("no draft: unreadable, since ") && lines[1].hasSuffix(", study 1.2.6"))
        #expect(lines[2].contains("no draft of STUDY: out of memory, since ") && lines[2].hasSuffix(", 3 studies"))
        #expect(rows.contains { $0.hasSuffix("hint: raise it, then retry STUDY") })
    }

    @Test func `several incidents of one study are one row that names the study`() throws {
        for form in ["a", "b"] {
            try record("form \(form) cannot be written", hint: "check the disk", study: "1.2.7", .form(form))
        }
        let line = try #require(try wrong().first { $0.contains("cannot be written") })
        #expect(line.contains("form b cannot be written; and others, since ") && line.hasSuffix(", study 1.2.7"))
        let json = try place.json(try place.run("status", "--json").output) as? [String: Any]
        let problems = try #require(json?["problems"] as? [[String: Any]])
        let found = problems.filter { ($0["text"] as? String)?.contains("cannot be written") == true }
        #expect(found.count == 1 && found[0]["studies"] as? Int == 1 && found[0]["study"] as? String == "1.2.7")
    }

    @Test func `a daemon that is down and errors of the file are what is wrong`() throws {
        let path = place.root + "/thoraxd.yaml"
        try Data("dicom:\n  prot: 104\n".utf8).write(to: URL(filePath: path))
        let output = try place.run("status", "--config", path).output
        #expect(output.hasPrefix("wrong     daemon: thoraxd is not running"), "\(output)")
        #expect(output.contains("wrong     configuration: \(path) line 2: there is no key dicom.prot"), "\(output)")
        let json = try place.json(try place.run("status", "--json").output) as? [String: Any]
        let problems = try #require(json?["problems"] as? [[String: Any]])
        #expect(problems.first?["part"] as? String == "daemon")
    }

    @Test func `a full disk is said once, and another matter of the disk does not hide it`() throws {
        func record(_ message: String, hint: String) throws {
            let incident = Incident(source: "disk", message: message, hint: hint)
            try place.workList.record(incident, cause: .condition(message))
        }
        let disk = Status.Disk(freeBytes: 5, reserveBytes: 10)
        func problem() throws -> Status.Problem? {
            try disk.problem(beside: place.workList.openIncidents(limit: 9).filter(\.isLasting))
        }
        try record("retention removes nothing: the clock is ahead", hint: "check the clock")
        #expect(try problem()?.part == "disk")
        #expect(Status.Disk(freeBytes: 10, reserveBytes: 10).problem(beside: [])?.part == nil)
        try record(
            "0 MB are free and 10 MB are reserved",
            hint: "free space on the file system of the state directory; senders retry by themselves")
        #expect(try problem()?.part == nil)
    }

    @Test(arguments: [0, 40]) func `a malformed list is the first that is wrong, with the command that restores`(
        page: Int
    ) throws {
        let directory = "\(place.root)/damaged"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let path = WorkListStore.path(in: directory)
        try place.workList.copy(to: path)
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: UInt64(page) * 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 20 * 4096))
        try file.close()
        let output = try place.run("status", "--state-directory", directory).output
        #expect(output.hasPrefix("wrong     work list: ") && output.contains(" is damaged: "), "\(output)")
        #expect(output.contains("thoraxctl restore BACKUP --state-directory \(directory)"), "\(output)")
        #expect(output.contains("daemon    not running"), "\(output)")
    }
}
