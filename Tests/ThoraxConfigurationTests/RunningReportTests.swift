import Foundation
import Platform
import Testing
import ThoraxConfiguration
import WorkListDatabase

struct RunningReportTests {
    @Test func `the report of a daemon is read while it runs, and has the configuration that it uses`() throws {
        let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let text = "dicom: { ae_title: NODE }\npeers:\n  - { name: archive, ae_title: ARCHIVE, host: archive.test }\n"
        try text.write(toFile: directory + "/t.yaml", atomically: true, encoding: .utf8)
        let configuration = ConfigurationReading(file: directory + "/t.yaml", environment: [:]).configuration
        let report = RunningReport(configuration, ports: (11112, nil))
        try report.write(to: directory)
        #expect(RunningReport(of: directory) == nil, "no process holds the lock")

        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: directory))
        let read = try #require(RunningReport(of: directory))
        withExtendedLifetime(lock) {}
        #expect(read.aeTitle == "NODE" && read.port == 11112 && read.securePort == nil)
        let inUse = read.configuration(stateDirectory: directory)
        #expect(inUse.stateDirectory == directory)
        #expect(inUse.peers == configuration.peers)

        var later = read
        let changes = [later.note(ports: (11112, nil)), later.note(ports: (nil, 2762))]
        #expect(changes == [false, true] && later.port == nil && later.securePort == 2762)
    }
}
