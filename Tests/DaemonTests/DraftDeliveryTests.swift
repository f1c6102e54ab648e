import DICOMTestPeer
import Delivery
import Foundation
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// A draft's way to the peers of the configuration, with real processes at both ends.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct DraftDeliveryTests {
    private let archiveFolder: TemporaryDirectory
    private let stationFolder: TemporaryDirectory

    init() throws {
        archiveFolder = try TemporaryDirectory()
        stationFolder = try TemporaryDirectory()
    }

    private static func chest() throws -> String {
        let folder = packageRoot.appending(path: "samples/xrays").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".dcm") }
        return "\(folder)/\(try #require(names.min()))"
    }

    private static func peer(_ name: String, _ port: UInt16, _ forms: String, title: String? = nil) -> String {
        """
          - name: \(name)
            ae_title: \(title ?? name.uppercased())
            host: 127.0.0.1
            port: \(port)
            deliver: [\(forms)]
        """
    }

    private func files(in folder: TemporaryDirectory) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
    }

    /// Waits until every delivery is in a state.
    private func waitUntilAll(_ state: OutboxState, _ count: Int, of workList: WorkListStore) async throws {
        try await waitUntil { try workList.outboxListing(states: [state], limit: 99).count >= count }
    }

    @Test func `two destinations each get their forms of one draft, byte for byte as they are kept`() async throws {
        let archive = try RunningTool.storescp(["--bit-preserving"], keeping: archiveFolder.url)
        let station = try RunningTool.storescp(["--bit-preserving"], keeping: stationFolder.url)
        let daemon = try TestDaemon(
            """
            peers:
            \(Self.peer("archive", archive.port, "basic-text-sr, enhanced-sr"))
            \(Self.peer("station", station.port, "basic-text-sr"))
            """)
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [try Self.chest()]).status == 0)
        let workList = try daemon.workList()
        try await waitUntilAll(.delivered, 3, of: workList)

        let kept = Dictionary(
            uniqueKeysWithValues: try workList.instances([.isOneOf(.modality, ["SR"])], limit: 9)
                .map { ($0.sopInstanceUID, $0) })
        let classes = try [archiveFolder, stationFolder].map { folder in
            try files(in: folder).map { file in
                let uid = try #require(kept.keys.first { file.lastPathComponent.hasSuffix($0) })
                let instance = try #require(kept[uid])
                // The tool writes file meta information of its own; what follows is the object.
                let object = try Data(contentsOf: URL(filePath: instance.path))
                let received = try Data(contentsOf: file)
                #expect(received.suffix(object.count - 400) == object.suffix(object.count - 400))
                return instance.sopClassUID
            }.sorted()
        }
        #expect(classes[0] == ["1.2.840.10008.5.1.4.1.1.88.11", "1.2.840.10008.5.1.4.1.1.88.22"])
        #expect(classes[1] == ["1.2.840.10008.5.1.4.1.1.88.11"])
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test func `a daemon killed while it sends leaves one report at the archive once it is back`() async throws {
        // It sleeps in the middle of the first transfer until it is killed.
        var archive: RunningTool? = try RunningTool.storescp(["--sleep-during", "3600"], keeping: archiveFolder.url)
        let port = try #require(archive?.port)
        let daemon = try TestDaemon("peers:\n\(Self.peer("archive", port, "basic-text-sr"))")
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [try Self.chest()]).status == 0)
        let workList = try daemon.workList()
        try await waitUntilAll(.sending, 1, of: workList)
        daemon.kill(SIGKILL)
        #expect(try workList.outboxListing(states: [.sending], limit: 9).count == 1)

        archive = nil
        archive = try RunningTool.storescp(on: port, keeping: archiveFolder.url)
        try daemon.start()
        try await waitUntilAll(.delivered, 1, of: workList)
        #expect(try files(in: archiveFolder).count == 1)
        #expect(try workList.outboxListing(states: [.delivered], limit: 9).allSatisfy { $0.attempt >= 2 })
        withExtendedLifetime(archive) {}
    }

    @Test(.enabled(if: RunningOrthanc.isInstalled, "Orthanc is not installed"))
    func `Orthanc keeps every form it is sent`() async throws {
        let orthanc = try RunningOrthanc()
        let daemon = try TestDaemon(
            "peers:\n\(Self.peer("orthanc", orthanc.port, "basic-text-sr, enhanced-sr, comprehensive-3d-sr"))")
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [try Self.chest()]).status == 0)
        let workList = try daemon.workList()
        try await waitUntilAll(.delivered, 3, of: workList)
        let sent = Set(try workList.outboxListing(states: [.delivered], limit: 9).map(\.sopInstanceUID))
        #expect(try orthanc.instances() == sent)
        #expect(daemon.kill(SIGTERM) == 0)
    }

    @Test func `a daemon whose archive is silent stops all the same`() async throws {
        let archive = try RunningTool.storescp(["--sleep-during", "3600"], keeping: archiveFolder.url)
        let daemon = try TestDaemon("peers:\n\(Self.peer("archive", archive.port, "basic-text-sr"))")
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [try Self.chest()]).status == 0)
        let workList = try daemon.workList()
        try await waitUntilAll(.sending, 1, of: workList)
        #expect(daemon.kill(SIGTERM) == 0)
        #expect(daemon.log.contains("stopped"))
        #expect(try workList.returnOutboxClaims() == 1, "it has not waited for the archive's answer")
    }
}
