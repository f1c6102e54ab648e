import Administration
import Commitment
import DICOMCore
import DICOMNetwork
import Delivery
import Foundation
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// Writes the files of a support bundle, all without patients.
struct SupportBundle {
    private static let journalLines = 5000

    private let workList: WorkListStore
    private let configuration: DaemonConfiguration
    private let folder: URL
    private let remover: PatientRemover
    private var names: [String] = []

    init(workList: WorkListStore, configuration: DaemonConfiguration, folder: URL) throws {
        self.workList = workList
        self.configuration = configuration
        self.folder = folder
        let peers = configuration.peers
        remover = try PatientRemover(
            workList,
            names: Set(peers.flatMap { [$0.name, $0.aeTitle.description] } + [configuration.aeTitle.description]))
    }

    /// - Returns: the names of the files.
    mutating func write() throws -> [String] {
        try add("configuration.txt", configuration.settings.map { "\($0.key): \($0.value)" }.joined(separator: "\n"))
        try add("peers.json", jsonText(PeersListCommand.Answer(workList.callers(), configuration)))
        let running = RunningReport(of: configuration.stateDirectory)
        let state = ConfigurationState(nil, errors: [], configuration, running)
        try addClean("status.json", jsonText(Status(of: workList, configuration, state, running)))
        try addClean("incidents.json", jsonText(try workList.incidents(limit: WorkListStore.incidentLimit)))
        try addClean(
            "outbox.json", jsonText(try workList.outboxListing(states: [.failed, .deferred, .sending], limit: 500)))
        try addClean("commitment.json", jsonText(try workList.commitments(limit: 500)))
        try add("sizes.json", jsonText(try workList.sizes()))
        try add("spans.json", jsonText(try workList.spansByState()))
        try add("stages.json", jsonText(try workList.stageSeconds(limit: 1000)))
        try add("schema.sql", try workList.schemaText())
        try add("machine.txt", try machine())
        let journal = try Tool.run(
            "journalctl", ["-u", "thoraxd", "-n", "\(Self.journalLines)", "--no-pager", "-o", "short-iso"])
        if journal.status == 0 { try add("journal.txt", remover.cleanJournal(journal.output)) }
        return names
    }

    private func machine() throws -> String {
        let files = ["/etc/os-release", "/proc/version", "/proc/loadavg", "/proc/meminfo", "/proc/uptime"]
        let texts = files.map { "# \($0)\n" + ((try? String(contentsOfFile: $0, encoding: .utf8)) ?? "") }
        let packages = try Tool.run(
            "dpkg-query", ["-W", "thoraxd", "libdcmtk17", "libopenblas0-pthread", "libsqlite3-0", "libopenjp2-7"])
        let processors = "# processors\n\(ProcessInfo.processInfo.activeProcessorCount)\n"
        let sqlite = "# sqlite\n\(try workList.databaseVersion())\n"
        return (texts + [processors, sqlite, "# packages\n" + packages.output]).joined(separator: "\n")
    }

    private mutating func addClean(_ name: String, _ json: String) throws { try add(name, remover.cleanJSON(json)) }

    private mutating func add(_ name: String, _ text: String) throws {
        try Data((text + "\n").utf8).write(to: folder.appending(path: name))
        names.append(name)
    }
}
