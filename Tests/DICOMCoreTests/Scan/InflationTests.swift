import CZlib
import DICOMCore
import DICOMTestPeer
import Foundation
import Testing

private typealias Bytes = DataSetBytes

/// A raw RFC 1951 stream.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count / 2 + 1024)
    var stream = z_stream()
    deflateInit2_(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, 112)
    defer { deflateEnd(&stream) }
    input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
            (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
            #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        }
    }
    return Array(output.prefix(Int(stream.total_out)))
}

private func header(_ stream: [UInt8]) throws -> InstanceHeader {
    var source = ScanSource(stream)
    return try InstanceHeader(scanning: &source, transferSyntax: .deflatedExplicitVRLittleEndian)
}

@Suite(.timeLimit(.minutes(10)))
struct InflationTests {
    /// Has more than one window of elements before the pixel data, so that windows overlap everywhere.
    private let dataSet =
        Bytes.identity
        + (0..<4000).flatMap { Bytes.explicit(Tag(0x0009, UInt16(0x1000 + $0)), "LO", Array("value \($0)".utf8)) }
        + Bytes.explicit(.patientID, "LO", Array("P1".utf8)) + Bytes.explicit(.rows, "US", [1, 2])

    private let pixels = Bytes.explicit(.pixelData, "OW", [UInt8](repeating: 7, count: 100_000))

    @Test func `reads the header of a deflated data set`() throws {
        let whole = deflated(dataSet + pixels)
        #expect(try header(whole).patientID == "P1")
        #expect(try header(whole).rows == 513)
        // Padded to an even length.
        #expect(try header(whole + [0]).sopInstanceUID == "1.2.3")
        #expect(try header(deflated(dataSet)).patientID == "P1")
    }

    @Test func `inflates everything from an offset within a file`() throws {
        let source = ScanSource([1, 2, 3] + deflated(dataSet + pixels))
        let isWhole = try Inflation(source, from: 3).everything() == dataSet + pixels
        #expect(isWhole)
    }

    @Test func `reads output that is pending after the last input byte`() throws {
        // The last code ends with the stream's last byte while two bytes of a match are pending; found by trying.
        var state: UInt32 = 3995
        let noise = (0..<400).map { _ -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return 0x61 + UInt8(state >> 29)
        }
        let whole = noise + [UInt8](repeating: 0, count: (256 << 10) + 2 - noise.count)
        let isWhole = try Inflation(ScanSource(deflated(whole)), from: 0).everything() == whole
        #expect(isWhole)
    }

    @Test func `detects a stream truncated at any byte`() throws {
        let whole = deflated(dataSet)
        for count in stride(from: 0, to: whole.count, by: 97) {
            let error = #expect(throws: HeaderScanError.self) { try header(Array(whole.prefix(count))) }
            guard case .damagedDeflation = error else {
                Issue.record("\(count): \(String(describing: error))")
                return
            }
        }
    }

    @Test func `detects a truncated data set in a complete stream`() throws {
        let error = #expect(throws: HeaderScanError.self) { try header(deflated(dataSet + pixels.dropLast(10))) }
        guard case .truncated = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [[0xFF, 0xFF, 0xFF, 0xFF], [], Array("GET / HTTP/1.1".utf8), Bytes.identity] as [[UInt8]])
    func `refuses bytes that are not a deflated stream`(bytes: [UInt8]) {
        let error = #expect(throws: HeaderScanError.self) { try header(bytes) }
        #expect(error?.hint.contains("send it again") == true)
    }

    @Test func `refuses a stream that inflates a thousandfold, after little work`() throws {
        let large = [UInt8](repeating: 0, count: 64 << 20)
        let bomb = deflated(Bytes.explicit(.pixelData, "OW", large))
        #expect(bomb.count < 100_000)
        let error = #expect(throws: HeaderScanError.self) { try header(bomb) }
        guard case .inflatesTooFar(let bytes) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(bytes < 48 << 20)
        #expect(throws: HeaderScanError.self) { try Inflation(ScanSource(bomb), from: 0).everything() }
    }

    @Test func `reads a blank picture, which compresses as well as a bomb`() throws {
        let blank = Bytes.explicit(.pixelData, "OW", [UInt8](repeating: 0, count: 2 * 2500 * 2048))
        #expect(try header(deflated(dataSet + blank)).patientID == "P1")
    }

    @Test(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
    func `refuses the hostile sample streams`() throws {
        let files = SharedData.files(in: "fuzz/cat05_transfer_syntax").filter { $0.path.contains("deflate") }
        #expect(files.count == 2)
        for file in files {
            // The prefix is followed by zlib's two-byte header: even the meta information is compressed.
            let stream = [UInt8](try Data(contentsOf: file)).dropFirst(134)
            #expect(throws: HeaderScanError.self) { try header(Array(stream)) }
        }
    }
}
