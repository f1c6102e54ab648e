import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// The files for systemd, judged by systemd's own tools.
@Suite(.blocking) struct UnitFileTests {
    private static let folder = packageRoot.appending(path: "systemd").path

    /// The unit as it is installed, with a program that is there.
    private func unit(in directory: TemporaryDirectory, changed: (String) -> String = { $0 }) throws -> String {
        let text = try String(contentsOfFile: Self.folder + "/thoraxd.service", encoding: .utf8)
            .replacingOccurrences(of: "/usr/bin/thoraxd ", with: "/usr/bin/true ")
        let path = directory.url.appending(path: "thoraxd.service").path
        try Data(changed(text).utf8).write(to: URL(filePath: path))
        return path
    }

    private func verify(_ path: String) throws -> (status: Int32, output: String) {
        try run("/usr/bin/systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", path])
    }

    @Test func `every key of the unit is one that systemd knows`() throws {
        let directory = try TemporaryDirectory()
        let good = try verify(try unit(in: directory))
        #expect(good.status == 0 && good.output.isEmpty, "\(good.output)")
        let bad = try unit(in: directory) { $0.replacingOccurrences(of: "WatchdogSec", with: "WatchdogSecs") }
        #expect(try verify(bad).status != 0)
    }

    @Test func `the service is exposed by 1.5 of 10 at most`() throws {
        let directory = try TemporaryDirectory()
        let verdict = try run(
            "/usr/bin/systemd-analyze",
            ["security", "--offline=yes", "--threshold=15", "--no-pager", try unit(in: directory)])
        #expect(verdict.status == 0, "\(verdict.output)")
    }

    @Test func `the user and its directory are made from the files as systemd reads them`() throws {
        let directory = try TemporaryDirectory()
        let root = directory.url.path
        try FileManager.default.createDirectory(atPath: root + "/etc", withIntermediateDirectories: true)
        let user = try run("/usr/bin/systemd-sysusers", ["--root=\(root)", "\(Self.folder)/thoraxd.sysusers"])
        #expect(user.status == 0, "\(user.output)")
        let users = try String(contentsOfFile: root + "/etc/passwd", encoding: .utf8)
        #expect(users.hasPrefix("thoraxd:"))
        #expect(users.hasSuffix(":/var/lib/thoraxd:/usr/sbin/nologin\n"))
        // Only root can change the owner of a directory.
        guard geteuid() == 0 else { return }
        let made = try run(
            "/usr/bin/systemd-tmpfiles", ["--root=\(root)", "--create", "\(Self.folder)/thoraxd.tmpfiles"])
        #expect(made.status == 0, "\(made.output)")
        var status = stat()
        #expect(stat(root + "/var/lib/thoraxd", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o750)
        #expect(status.st_uid != 0)
    }
}
