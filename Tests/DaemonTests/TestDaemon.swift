import DICOMTestPeer
import Foundation
import Platform
import TestHarness
import WorkList
import WorkListDatabase

/// `thoraxd serve` as a process of its own, on 127.0.0.1, with a state directory that goes with it.
final class TestDaemon {
    /// It ended instead of serving.
    struct NotStarted: Error { let log: String }

    let directory: String
    private(set) var port = 0
    private var program: RunningProgram?
    private(set) var settings: String
    /// The model from the next start or reload on.
    var model = packageRoot.appending(path: "samples/model").path
    private let environment: [String: String]

    var stateDirectory: String { "\(directory)/state" }
    var processID: Int32 { program?.processID ?? 0 }
    /// What it has logged since the last start.
    var log: String { program?.errors ?? "" }

    /// - Parameters:
    ///   - settings: further lines of the configuration.
    ///   - environment: beside that of the tests.
    init(_ settings: String = "", environment: [String: String] = [:]) throws {
        self.environment = environment
        directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        self.settings = settings
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try start()
    }

    deinit {
        kill(SIGKILL)
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Starts it, again after an end; returns when it serves.
    ///
    /// - Parameter settings: further lines of the configuration from now on.
    func start(_ settings: String? = nil) throws {
        self.settings = settings ?? self.settings
        try writeConfiguration()
        let program = try RunningProgram(
            builtPrograms.appending(path: "thoraxd"), ["serve", "--config", "\(directory)/thoraxd.yaml"],
            environment: environment)
        self.program = program
        func servedPort() -> Int? { log.firstMatch(of: /port=(\d+)[^\n]* serving/).flatMap { Int($0.1) } }
        guard eventually({ servedPort() != nil || !program.isRunning }), let port = servedPort() else {
            throw NotStarted(log: log)
        }
        self.port = port
    }

    /// Has it read other further lines of the configuration; returns at once.
    func reload(_ settings: String) throws {
        try write(settings)
        Foundation.kill(processID, SIGHUP)
    }

    /// Writes other further lines of the configuration, which it does not read.
    func write(_ settings: String) throws {
        self.settings = settings
        try writeConfiguration()
    }

    private func writeConfiguration() throws {
        let configuration = """
            state_directory: \(stateDirectory)
            model: \(model)
            dicom: { address: 127.0.0.1, port: 0, unknown_peers: learn }
            storage: { reserve_megabytes: 16 }
            intake: { quiet_period_seconds: 0 }
            \(settings)
            """
        try Data(configuration.utf8).write(to: URL(filePath: "\(directory)/thoraxd.yaml"))
    }

    /// Ends it with a signal and waits; returns its exit code, or the signal that ended it.
    @discardableResult func kill(_ signal: Int32) -> Int32 { program?.kill(signal) ?? 0 }

    /// The work list, as another process sees it.
    func workList() throws -> WorkListStore { try WorkListStore(stateDirectory: stateDirectory) }

    /// Waits until the studies are in these states.
    func waitFor(_ counts: [WorkItemState: Int]) throws -> Bool {
        let workList = try workList()
        if try eventually({ try workList.countsByState() == counts }) { return true }
        print("states are \(try workList.countsByState()); log:\n\(log)")
        return false
    }

    /// The reporter process, once there is one.
    func waitForReporter(otherThan old: Int32? = nil) -> Int32? {
        var holder: Int32?
        let isThere = eventually {
            holder = LockFile.holder(at: WorkListStore.reporterLockPath(in: stateDirectory))
            return holder != nil && holder != old
        }
        return isThere ? holder : nil
    }

    /// Runs one of DCMTK's tools against it.
    func dcmtk(_ tool: String, _ options: [String], _ rest: [String] = []) throws -> (status: Int32, output: String) {
        try run("/usr/bin/\(tool)", options + ["-aec", "THORAXD", "127.0.0.1", "\(port)"] + rest)
    }
}
