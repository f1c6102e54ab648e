import Administration
import Crypto
import DICOMCore
import DICOMTestPeer
import Delivery
import Foundation
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// What happens to a study's documents on their whole way: C-STORE, draft, work list, C-GET.
@Suite(.blocking, .serialized)
struct DocumentPathTests {
    private static let xrays = packageRoot.appending(path: "samples/xrays").path

    /// The values of an attribute in a file, as DCMTK prints them.
    private func values(_ tag: String, in path: String) throws -> [String] {
        try run("/usr/bin/dcmdump", ["+L", "+P", tag, path]).output.matches(of: /\[([^\]]*)\]/).map { String($0.1) }
    }

    private func reports(_ daemon: TestDaemon) throws -> [StoredInstance] {
        try daemon.workList().instances([.isOneOf(.modality, ["SR"])], limit: 9)
    }

    private func waitFor(revision: Int, _ daemon: TestDaemon) throws -> Bool {
        let workList = try daemon.workList()
        return try eventually {
            let entry = try workList.entries(limit: 1).first
            return entry?.revision == revision && entry?.state == .drafted
        }
    }

    @Test func `a late image gives a second draft that says it replaces the first`() throws {
        let daemon = try TestDaemon()
        #expect(try daemon.dcmtk("storescu", ["-xs"], ["\(Self.xrays)/thoraxd-0008-1.dcm"]).status == 0)
        #expect(try waitFor(revision: 1, daemon))
        let first = try #require(try reports(daemon).first)
        // The same image again is the same study and no new draft.
        #expect(try daemon.dcmtk("storescu", ["-xs"], ["\(Self.xrays)/thoraxd-0008-1.dcm"]).status == 0)
        #expect(try daemon.dcmtk("storescu", ["-xs"], ["\(Self.xrays)/thoraxd-0008-2.dcm"]).status == 0)
        #expect(try waitFor(revision: 2, daemon))

        let documents = try reports(daemon)
        #expect(documents.count == 2)
        let second = try #require(documents.first { $0.sopInstanceUID != first.sopInstanceUID })
        #expect(second.seriesInstanceUID == first.seriesInstanceUID)
        let predecessor = try run("/usr/bin/dsrdump", ["+Pl", second.path]).output
        #expect(predecessor.contains("Predecessor"), "\(predecessor)")
        let dump = try run("/usr/bin/dcmdump", [second.path]).output
        #expect(dump.contains("(0040,a360)") && dump.contains("[\(first.sopInstanceUID)]"))
        #expect(try values("0020,0013", in: second.path) == ["2"])
        #expect(try values("0008,0100", in: second.path).contains("121360"))
        let verdict = try run("/usr/bin/dciodvfy", ["-new", second.path])
        #expect(verdict.status == 0 && !verdict.output.contains("Error"), "\(verdict.output)")
        #expect(try !values("0008,1155", in: first.path).contains(second.sopInstanceUID))
    }

    @Test func `a name in GB18030 comes out of C-GET byte for byte as it went in`() throws {
        let daemon = try TestDaemon()
        let image = "\(daemon.directory)/chest.dcm"
        try FileManager.default.copyItem(atPath: "\(Self.xrays)/thoraxd-0001-1.dcm", toPath: image)
        let name: [UInt8] = Array("Wang^XiaoDong=".utf8) + [0xCD, 0xF5, 0x5E, 0xD0, 0xA1, 0xB6, 0xAB, 0x3D]
        try Data(name).write(to: URL(filePath: "\(daemon.directory)/name"))
        let modified = try run(
            "/usr/bin/dcmodify", ["-nb", "-i", "0008,0005=GB18030", "-if", "0010,0010=\(daemon.directory)/name", image])
        #expect(modified.status == 0, "\(modified.output)")
        #expect(try Data(contentsOf: URL(filePath: image)).firstRange(of: Data(name)) != nil)

        let store = try daemon.dcmtk("storescu", ["-R"], [image])
        #expect(store.status == 0, "\(store.output)")
        #expect(try waitFor(revision: 1, daemon))
        let report = try #require(try reports(daemon).first)
        let folder = "\(daemon.directory)/fetched"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let get = try daemon.dcmtk(
            "getscu", ["-S", "-od", folder],
            [
                "-k", "QueryRetrieveLevel=SERIES", "-k", "StudyInstanceUID=\(report.studyInstanceUID)", "-k",
                "SeriesInstanceUID=\(report.seriesInstanceUID)",
            ])
        #expect(get.status == 0, "\(get.output)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 1)
        for file in files {
            let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
            #expect(bytes.firstRange(of: Data(name)) != nil, "\(file)")
            #expect(try values("0008,0005", in: "\(folder)/\(file)").first == "GB18030")
        }
    }

    @Test func `a station that asks for every form receives each, as the bytes that are kept`() throws {
        let folder = try TemporaryDirectory()
        let station = try RunningTool.storescp(["+B", "+xa", "-aet", "STATION"], keeping: folder.url)
        let forms = ReportForm.ofDrafts.map(\.rawValue).joined(separator: ", ")
        let daemon = try TestDaemon(
            """
            peers:
              - { name: station, ae_title: STATION, host: 127.0.0.1, port: \(station.port), deliver: [\(forms)] }
              - { name: modality, ae_title: STORESCU, permissions: [store] }
            """)
        #expect(try daemon.dcmtk("storescu", ["-R"], ["\(Self.xrays)/thoraxd-0001-1.dcm"]).status == 0)
        #expect(try waitFor(revision: 1, daemon))
        let workList = try daemon.workList()
        let kept = try workList.instances([.isOneOf(.modality, ["SR", "DOC", "OT"])], limit: 99)
        #expect(Set(kept.map(\.sopClassUID)).count == 5, "\(kept.map(\.sopClassUID)) \(daemon.log)")
        #expect(
            try eventually { try workList.outboxListing(states: [.delivered], limit: 9).count == 5 }, "\(daemon.log)")
        let received = try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil).map
        {
            try Data(contentsOf: $0)
        }
        for instance in kept {
            let bytes = try Data(contentsOf: URL(filePath: instance.path))
            #expect(Array(SHA256.hash(data: bytes)) == instance.sha256)
            // What follows the file meta information, which each side writes itself.
            let dataSet = bytes.suffix(bytes.count - 400)
            #expect(received.contains { $0.suffix(dataSet.count) == dataSet }, "\(instance.sopClassUID)")
        }
    }
}
