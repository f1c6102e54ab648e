import Crypto
import Foundation
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// The main job, whole: real processes, DCMTK's tools as modality and workstation, the bundle that ships.
@Suite(.blocking, .serialized)
struct MainJobTests {
    private static let xrays = packageRoot.appending(path: "samples/xrays").path

    /// The first chest X-ray in the manifest that is stored uncompressed.
    private static func chest() throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: xrays).filter { $0.hasSuffix(".dcm") }.sorted()
        let name = try #require(names.first)
        return "\(xrays)/\(name)"
    }

    private func fetchReport(_ daemon: TestDaemon) throws -> String {
        let found = try #require(try daemon.workList().instances([.isOneOf(.modality, ["SR"])], limit: 1).first)
        let folder = "\(daemon.directory)/fetched"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let get = try daemon.dcmtk(
            "getscu", ["-S", "-od", folder, "-aet", "WORKSTATION1"],
            [
                "-k", "QueryRetrieveLevel=IMAGE", "-k", "StudyInstanceUID=\(found.studyInstanceUID)",
                "-k", "SeriesInstanceUID=\(found.seriesInstanceUID)", "-k", "SOPInstanceUID=\(found.sopInstanceUID)",
            ])
        #expect(get.status == 0, "\(get.output)")
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        return "\(folder)/\(name)"
    }

    @Test func `an X-ray goes in over C-STORE and its draft comes out as a valid SR`() throws {
        let daemon = try TestDaemon()
        let store = try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [try Self.chest()])
        #expect(store.status == 0, "\(store.output)")
        #expect(try daemon.waitFor([.drafted: 1]))

        let report = try fetchReport(daemon)
        let judged = try run("/usr/bin/dciodvfy", ["-new", report])
        #expect(judged.status == 0)
        #expect(!judged.output.contains("Error"), "\(judged.output)")
        let dumped = try run("/usr/bin/dsrdump", ["+Pl", report])
        #expect(dumped.status == 0)
        #expect(dumped.output.contains("Preliminary Flag"))
        #expect(dumped.output.contains("UNVERIFIED"))
        #expect(dumped.output.contains("Probabilities given by the model"))

        let stored = try #require(try daemon.workList().instances([.isOneOf(.modality, ["SR"])], limit: 1).first)
        let content = try run("/usr/bin/dcmdump", ["+P", "0040,a160", stored.path]).output
        #expect(try run("/usr/bin/dcmdump", ["+P", "0040,a160", report]).output == content)

        #expect(daemon.kill(SIGTERM) == 0)
        #expect(daemon.log.contains("stopped"))
    }

    @Test func `every instance acknowledged before a kill is there afterwards, byte for byte`() throws {
        let daemon = try TestDaemon()
        let sender = try RunningProgram(
            URL(filePath: "/usr/bin/storescu"),
            ["-v", "+II", "--repeat", "5000", "-aec", "THORAXD", "127.0.0.1", "\(daemon.port)", try Self.chest()],
            joinsErrors: true)
        let workList = try daemon.workList()
        _ = try eventually { try !sender.isRunning || workList.instances([], limit: 99).count >= 20 }
        daemon.kill(SIGKILL)
        let acknowledged = sender.end().output.matches(of: /Received Store Response \(Success\)/).count
        #expect(acknowledged >= 19)

        try daemon.start()
        let stored = try workList.instances([.isOneOf(.modality, ["DX", "CR"])], limit: 9999)
        #expect(stored.count >= acknowledged)
        for instance in stored {
            let bytes = try Data(contentsOf: URL(filePath: instance.path))
            #expect(Array(SHA256.hash(data: bytes)) == instance.sha256)
        }
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: "\(daemon.stateDirectory)/incoming")
        #expect(leftovers.filter { $0.hasSuffix(".part") }.isEmpty)
    }

    @Test func `no patient name or id reaches the log`() throws {
        let daemon = try TestDaemon("log_level: trace")
        let chest = try Self.chest()
        #expect(try daemon.dcmtk("storescu", [], [chest]).status == 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        let header = try run("/usr/bin/dcmdump", ["+P", "0010,0010", "+P", "0010,0020", chest]).output
        let values = header.matches(of: /\[([^\]]+)\]/).map { String($0.1).trimmingCharacters(in: .whitespaces) }
        #expect(values.count == 2)
        for value in values { #expect(!daemon.log.contains(value), "\(value)") }
    }
}
