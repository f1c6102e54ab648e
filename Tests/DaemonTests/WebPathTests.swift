import DICOMTestPeer
import Foundation
import FoundationNetworking
import TestHarness
import Testing
import WorkList

/// DICOMweb as users have it: a real daemon, a token of `thoraxctl`, and clients of HTTP and of DICOM at the same time.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct WebPathTests {
    private static let sample = packageRoot.appending(path: "samples/xrays/thoraxd-0001-1.dcm").path

    private let daemon: TestDaemon
    private let port: Int
    private let token: String
    private var base: String { "http://127.0.0.1:\(port)/dicom-web" }

    init() throws {
        daemon = try TestDaemon("web: { port: 0 }")
        port = try #require(daemon.log.firstMatch(of: /port=(\d+)[^\n]* DICOMweb/).flatMap { Int($0.1) })
        let added = try Self.ctl(["tokens", "add", "viewer1", "--scope", "read", "--scope", "store"], daemon)
        #expect(added.status == 0, "\(added.output)")
        token = added.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func ctl(_ arguments: [String], _ daemon: TestDaemon) throws -> (status: Int32, output: String) {
        try run(
            builtPrograms.appending(path: "thoraxctl").path,
            arguments + ["--state-directory", daemon.stateDirectory])
    }

    private func get(_ path: String, with token: String? = nil) async throws -> (status: Int, json: Any?) {
        var request = URLRequest(url: try #require(URL(string: base + path)))
        request.setValue("Bearer \(token ?? self.token)", forHTTPHeaderField: "Authorization")
        let (body, response) = try await URLSession.patient().data(for: request)
        let status = try #require(response as? HTTPURLResponse).statusCode
        return (status, try? JSONSerialization.jsonObject(with: body, options: .fragmentsAllowed))
    }

    private func studies() async throws -> [String] {
        let matches = try await get("/studies").json as? [[String: [String: Any]]] ?? []
        return matches.compactMap { ($0["0020000D"]?["Value"] as? [String])?.first }
    }

    @Test func `a study that a modality sends is found on the web with its draft, until the token is revoked`()
        async throws
    {
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [Self.sample]).status == 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        let study = try #require(try await studies().first)
        let draft = try await get("/studies/\(study)/draft").json as? [String: Any]
        #expect(draft?["status"] as? String == "preliminary" && draft?["text"] != nil, "\(draft ?? [:])")
        #expect(try await get("/studies/\(study)/metadata").status == 200)
        let listed = try Self.ctl(["tokens", "list"], daemon)
        #expect(listed.output.contains("viewer1") && !listed.output.contains(token))
        #expect(try Self.ctl(["tokens", "revoke", "viewer1"], daemon).status == 0)
        #expect(try await get("/studies").status == 401)
        try await waitUntil {
            let trail = try Self.ctl(["audit", "export", "--show-patient"], daemon).output
            return ["110112", "110103", "110113", "viewer1"].allSatisfy(trail.contains)
        }
    }

    @Test func `modalities and web clients are served while others do all that HTTP forbids`() async throws {
        let silent = try (0..<256).map { _ in try TestSocket(port: UInt16(port)) }
        let garbage = [
            "\u{16}\u{3}\u{1}", "GET / HTTP/9.9\r\n\r\n", "POST /dicom-web/studies HTTP/1.1\r\nHost: 127.0.0.1\r\n",
            "GET /dicom-web/studies HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 10_000),
            "POST /dicom-web/studies HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(token)\r\n"
                + "Content-Type: multipart/related; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n--b\r\n",
        ]
        var sockets: [TestSocket] = []
        for text in garbage {
            for _ in 0..<8 {
                let socket = try TestSocket(port: UInt16(port))
                try? socket.send(Array(text.utf8))
                sockets.append(socket)
            }
        }
        #expect(try daemon.dcmtk("echoscu", []).status == 0)
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [Self.sample]).status == 0)
        #expect(try await studies().count == 1)
        withExtendedLifetime((silent, sockets)) {}
        #expect(try daemon.waitFor([.drafted: 1]))
    }

    @Test(.enabled(if: RunningOrthanc.speaksDICOMweb, "needs orthanc-dicomweb"))
    func `Orthanc queries, pulls and pushes by DICOMweb`() async throws {
        let server: [String: Any] = ["Url": base + "/", "HttpHeaders": ["Authorization": "Bearer \(token)"]]
        let orthanc = try RunningOrthanc([
            "Plugins": [RunningOrthanc.dicomWeb],
            "DicomWeb": ["Enable": true, "Servers": ["thoraxd": server]] as [String: Any],
        ])
        try orthanc.introduce("thoraxd", aeTitle: "THORAXD", port: UInt16(daemon.port))
        #expect(try daemon.dcmtk("storescu", ["-aet", "MODALITY1"], [Self.sample]).status == 0)
        #expect(try daemon.waitFor([.drafted: 1]))
        let study = try #require(try await studies().first)
        let found = try orthanc.post("/dicom-web/servers/thoraxd/qido", #"{"Uri": "/studies"}"#) as? [Any]
        #expect(found?.count == 1)
        _ = try orthanc.post(
            "/dicom-web/servers/thoraxd/retrieve", #"{"Resources": [{"Study": "\#(study)"}], "Synchronous": true}"#)
        let images = try orthanc.instances()
        #expect(!images.isEmpty)
        // Back again: the image that is stored already is accepted.
        let ids = try (orthanc.get("/instances") as? [String] ?? []).filter { id in
            (try orthanc.get("/instances/\(id)/simplified-tags") as? [String: Any])?["Modality"] as? String == "DX"
        }
        let resources = ids.map { "\"\($0)\"" }.joined(separator: ",")
        _ = try orthanc.post(
            "/dicom-web/servers/thoraxd/stow", #"{"Resources": [\#(resources)], "Synchronous": true}"#)
    }
}
