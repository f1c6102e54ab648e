import DICOMCore
import DICOMWebEncoding
import Testing

private typealias Bytes = ElementBytes

/// An image of `frames` frames, of 2 rows and 3 columns by default.
private func image(
    frames: Int, bits: Int = 8, photometric: String = "MONOCHROME2", samples: Int = 1,
    size: (rows: Int, columns: Int) = (2, 3), pixels: [UInt8]
) -> [UInt8] {
    Bytes.explicit(Tag(0x0028, 0x0002), "US", Bytes.number(samples, 2))
        + Bytes.explicit(Tag(0x0028, 0x0004), "CS", photometric)
        + Bytes.explicit(.numberOfFrames, "IS", "\(frames)") + Bytes.explicit(.rows, "US", Bytes.number(size.rows, 2))
        + Bytes.explicit(.columns, "US", Bytes.number(size.columns, 2))
        + Bytes.explicit(Tag(0x0028, 0x0100), "US", Bytes.number(bits, 2))
        + pixels
}

private func encapsulated(_ fragments: [[UInt8]], table: [UInt8] = []) -> [UInt8] {
    let items = Bytes.item(table) + fragments.flatMap { Bytes.item($0) } + Bytes.sequenceEnd
    return Bytes.explicit(.pixelData, "OB", items, length: Bytes.undefined)
}

/// The bytes of each frame.
private func frames(_ dataSet: [UInt8], _ syntax: TransferSyntax = .explicitVRLittleEndian) throws -> [[UInt8]] {
    var file = try FileDataSet(ScanSource(dataSet), from: 0, in: syntax)
    let layout = try FrameLayout(of: &file)
    return layout.frames.map { $0.flatMap { dataSet[$0] } }
}

private final class Counter { var bytes = 0 }

struct FrameLayoutTests {
    private let twelve = [UInt8](1...12)

    @Test func `uncompressed frames are slices of the file`() throws {
        let pixels = Bytes.explicit(.pixelData, "OW", twelve)
        #expect(try frames(image(frames: 2, pixels: pixels)) == [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]])
        #expect(try frames(image(frames: 1, bits: 16, pixels: pixels)) == [twelve])
        #expect(try frames(image(frames: 1, photometric: "YBR_FULL_422", samples: 3, pixels: pixels)) == [twelve])
    }

    @Test func `too few pixels, frames that end within a byte and too many frames are refused`() {
        let pixels = Bytes.explicit(.pixelData, "OW", twelve)
        #expect(throws: FrameError.notSeparable) { try frames(image(frames: 3, pixels: pixels)) }
        #expect(throws: FrameError.notSeparable) { try frames(image(frames: 2, bits: 1, pixels: pixels)) }
        #expect(throws: FrameError.self) { try frames(image(frames: 99_999_999, pixels: pixels)) }
        #expect(throws: FrameError.noPixelData) { try frames(image(frames: 1, pixels: [])) }
    }

    @Test func `the largest numbers that a header can say are refused, and no product overflows`() {
        let pixels = Bytes.explicit(.pixelData, "OW", twelve)
        let largest = image(
            frames: 1, bits: 65535, samples: 65535, size: (65535, 65535), pixels: pixels)
        #expect(throws: FrameError.notSeparable) { try frames(largest) }
        #expect(throws: FrameError.notSeparable) {
            try frames(image(frames: 1, bits: 64, samples: 4, size: (65535, 65535), pixels: pixels))
        }
    }

    @Test func `a frame of one image has all fragments`() throws {
        #expect(
            try frames(image(frames: 1, pixels: encapsulated([[1, 2], [3, 4]])), .jpegBaseline) == [[1, 2, 3, 4]])
    }

    @Test func `as many fragments as frames are the frames`() throws {
        #expect(
            try frames(image(frames: 2, pixels: encapsulated([[1, 2], [3, 4]])), .rleLossless) == [[1, 2], [3, 4]])
    }

    @Test func `the offset table says where frames of several fragments begin`() throws {
        let table = Bytes.number(0, 4) + Bytes.number(20, 4)
        let pixels = encapsulated([[1, 2], [3, 4], [5, 6]], table: table)
        #expect(try frames(image(frames: 2, pixels: pixels), .jpegLSLossless) == [[1, 2, 3, 4], [5, 6]])
    }

    @Test(arguments: [true, false])
    func `only the headers of fragments are read`(hasTable: Bool) throws {
        let fragments = (0..<50).map { [0xFF, 0xD8] + [UInt8](repeating: UInt8($0), count: 100_000) }
        let table = (0..<50).flatMap { Bytes.number($0 * 100_010, 4) }
        let dataSet = image(frames: 50, pixels: encapsulated(fragments, table: hasTable ? table : []))
        let count = Counter()
        let source = ScanSource(count: dataSet.count) { offset, size throws(HeaderScanError) in
            count.bytes += size
            return Array(dataSet[offset..<offset + size])
        }
        var file = try FileDataSet(source, from: 0, in: .jpegLossless)
        let layout = try FrameLayout(of: &file)
        #expect(try layout.ranges(of: [7]).map { $0.flatMap { dataSet[$0] } } == [fragments[6]])
        // Less than a single frame.
        #expect(count.bytes < 100_000, "\(count.bytes) of \(dataSet.count) bytes were read")
    }

    @Test func `without a table the beginnings of code streams say it`() throws {
        let pixels = encapsulated([[0xFF, 0xD8, 1, 2], [3, 4], [0xFF, 0xD8]])
        #expect(
            try frames(image(frames: 2, pixels: pixels), .jpegBaseline) == [[0xFF, 0xD8, 1, 2, 3, 4], [0xFF, 0xD8]])
        #expect(throws: FrameError.notSeparable) {
            try frames(image(frames: 2, pixels: encapsulated([[1, 2], [3, 4], [5, 6]])), .jpegBaseline)
        }
    }

    @Test(
        arguments: [
            ("1", [1]), ("1,2,7", [1, 2, 7]), ("1%2C2", [1, 2]), ("", nil), ("0", nil), ("2,1", nil), ("1,1", nil),
            ("1,", nil),
            ("a", nil), ("-1", nil), ("99999999999999999999", nil), ("1 ", nil),
        ] as [(String, [Int]?)])
    func `frame numbers ascend from one`(text: String, numbers: [Int]?) {
        #expect(FrameLayout.numbers(text) == numbers)
    }

    @Test func `a frame beyond the last is not there`() throws {
        let dataSet = image(frames: 2, pixels: Bytes.explicit(.pixelData, "OW", twelve))
        var file = try FileDataSet(ScanSource(dataSet), from: 0, in: .explicitVRLittleEndian)
        let layout = try FrameLayout(of: &file)
        #expect(try layout.ranges(of: [2]).count == 1)
        #expect(throws: FrameError.noFrame(3, of: 2)) { try layout.ranges(of: [1, 3]) }
    }
}
