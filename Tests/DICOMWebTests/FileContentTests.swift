import DICOMCore
import DICOMWebEncoding
import Foundation
import Hummingbird
import NIOCore
import Testing

@testable import DICOMWeb

struct FileContentTests {
    private struct Collector: ResponseBodyWriter {
        var bytes: [UInt8] = []
        mutating func write(_ buffer: ByteBuffer) async throws { bytes += buffer.readableBytesView }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    /// A file whose data set is deflated in one block that is stored as it is (RFC 1951 3.2.4).
    private func deflatedFile(_ dataSet: [UInt8]) throws -> String {
        let meta = FileMetaInformation(
            sopClassUID: try #require(UID("1.2.840.10008.5.1.4.1.1.1")), sopInstanceUID: try #require(UID("1.2.3")),
            transferSyntax: .deflatedExplicitVRLittleEndian)
        let count = UInt16(dataSet.count)
        let block = [1] + count.littleEndianBytes + (~count).littleEndianBytes + dataSet
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        try Data(meta.encoded + block).write(to: URL(filePath: path))
        return path
    }

    @Test func `places of an inflated data set are never read from the compressed file`() async throws {
        let dataSet = [UInt8](0..<100)
        let path = try deflatedFile(dataSet)
        defer { try? FileManager.default.removeItem(atPath: path) }
        func written(_ range: Range<Int>) async throws -> [UInt8] {
            var writer: any ResponseBodyWriter = Collector()
            try await FileContent(path: path, segments: [.value(range, unit: 1)], isInflated: true).write(to: &writer)
            return (writer as? Collector)?.bytes ?? []
        }
        #expect(try await written(10..<90) == Array(dataSet[10..<90]))
        // The file has so many bytes; the data set does not.
        await #expect(throws: (any Error).self) { try await written(10..<150) }
    }

    @Test func `a body of several pieces has the bytes of the file in their order, and its words turned`() async throws
    {
        let size = 3 * FileContent.pieceSize + 1000
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 2 &* 7) }
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        func written(_ segments: [ExplicitEncoding.Segment]) async throws -> [UInt8] {
            var writer: any ResponseBodyWriter = Collector()
            try await FileContent(path: path, segments: segments, isInflated: false).write(to: &writer)
            return (writer as? Collector)?.bytes ?? []
        }
        let mixed = try await written([.bytes([1, 2]), .value(3..<size, unit: 1), .bytes([9]), .value(0..<5, unit: 1)])
        var expected: [UInt8] = [1, 2]
        expected += bytes[3...]
        expected.append(9)
        expected += bytes[..<5]
        #expect(mixed == expected)
        let turned = try await written([.value(0..<size, unit: 2)])
        #expect(turned.count == size)
        let pairs = stride(from: 0, to: size, by: 2)
        #expect(pairs.allSatisfy { turned[$0] == bytes[$0 + 1] && turned[$0 + 1] == bytes[$0] })
        #expect(try await written([]).isEmpty)
        // The file is shorter than was promised.
        await #expect(throws: (any Error).self) { try await written([.value(size - 10..<size + 1, unit: 1)]) }
    }
}
