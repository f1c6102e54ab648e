import Foundation
import TestHarness
import Testing

@testable import Platform

@Suite(.blocking) struct DurableFileReplacingTests {
    private let directory: TemporaryDirectory
    private let path: String
    private var temporary: String { DurableFile.temporaryPath(replacing: path) }

    init() throws {
        directory = try TemporaryDirectory()
        path = "\(directory.path)/thoraxd.yaml"
        try Data("before".utf8).write(to: URL(filePath: path))
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path) }

    @Test func `a text takes the place of a file, with the permissions of that`() throws {
        #expect(chmod(path, 0o604) == 0)
        try DurableFile.replace(path, with: "after")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "after")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o604)
        #expect(try names() == ["thoraxd.yaml"])
    }

    @Test func `what a killed process has left is written again and prevents no change`() throws {
        try Data("a longer text that was not finished".utf8).write(to: URL(filePath: temporary))
        try DurableFile.replace(path, with: "after")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "after")
        #expect(try names() == ["thoraxd.yaml"])
    }

    @Test func `one process replaces a file at a time`() throws {
        let descriptor = open(temporary, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: PlatformError.locked(path: temporary, pid: nil)) {
            try DurableFile.replace(path, with: "after")
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
        #expect(FileManager.default.fileExists(atPath: temporary))
    }

    @Test func `a file of a person with a similar name stays`() throws {
        for name in ["thoraxd.yaml.new", "thoraxd.yaml.part"] {
            try Data("mine".utf8).write(to: URL(filePath: "\(directory.path)/\(name)"))
        }
        try DurableFile.replace(path, with: "after")
        #expect(try Set(names()) == ["thoraxd.yaml", "thoraxd.yaml.new", "thoraxd.yaml.part"])
    }
}
