import Foundation
import NIOCore
import Platform
import TestHarness
import Testing

@testable import DICOMWeb

@Suite(.blocking, .timeLimit(.minutes(10)))
struct CompressionTests {
    /// As a client without an own gzip gets it: `gunzip` takes it apart.
    private func gunzipped(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "compressed-\(UUID().uuidString).gz")
        try Data(bytes).write(to: file)
        let plain = file.deletingPathExtension()
        defer { try? FileManager.default.removeItem(at: plain) }
        let tool = try run("/usr/bin/gzip", ["-d", file.path], in: packageRoot)
        try #require(tool.status == 0, "\(tool.output)")
        return [UInt8](try Data(contentsOf: plain))
    }

    @Test(arguments: [0, 1, 100, 1 << 20])
    func `what is compressed in pieces is one stream of gzip`(size: Int) throws {
        let stream = try #require(GzipStream())
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        var compressed: [UInt8] = []
        for start in stride(from: 0, to: size, by: 1000) {
            compressed += bytes[start..<min(start + 1000, size)].withUnsafeBytes { stream.compress($0, isLast: false) }
        }
        compressed += stream.compress(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        #expect(try gunzipped(compressed) == bytes)
    }

    @Test func `metadata is compressed for a client that takes it, and pixels are not`() async throws {
        let node = try await RunningFront()
        let names = SampleFilms.names
        #expect(try await node.store(try names.map(SampleFilms.bytes)).status == 200)
        let uri = try SampleFilms.uri(ofFile: SampleFilms.path(names[0]))
        func head(_ path: String, _ accepted: String) async throws -> [String: String] {
            let address = "\(node.base)\(path)"
            let tool = try await onOwnThread { [token = node.token] in
                try run(
                    "/usr/bin/curl",
                    [
                        "-s", "-D", "-", "-o", "/dev/null", "-H", "Authorization: Bearer \(token)", "-H",
                        "Accept-Encoding: \(accepted)", address,
                    ], in: packageRoot)
            }
            var fields: [String: String] = [:]
            for line in tool.output.split(whereSeparator: \.isNewline) {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2 { fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
            }
            return fields
        }
        for path in ["/studies", "\(uri)/metadata", "/studies?accept=application/dicom%2Bxml"] {
            for accepted in ["gzip", "deflate, GZIP;q=0.5", "*"] {
                let answer = try await head(path, accepted)
                #expect(answer["content-encoding"] == "gzip" && answer["content-length"] == nil, "\(path): \(answer)")
            }
            for accepted in ["identity", "gzip;q=0", "gzip;q=0, *", "br"] {
                let answer = try await head(path, accepted)
                #expect(answer["content-encoding"] == nil && answer["content-length"] != nil, "\(path): \(answer)")
            }
        }
        #expect(try await head("\(uri)/frames/1", "gzip")["content-encoding"] == nil)
        #expect(try await head("\(uri)/rendered", "gzip")["content-encoding"] == nil)
        // A client takes it apart as it asked for it.
        let plain = try await node.get("/studies", accept: "*/*", ["Accept-Encoding": "identity"])
        let compressed = try await node.get("/studies", accept: "*/*", ["Accept-Encoding": "gzip"])
        #expect(compressed.body == plain.body && plain.matches.count == Set(names.map { $0.prefix(12) }).count)
    }
}
