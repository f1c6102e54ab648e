import DICOMCore
import Testing

private typealias Bytes = DataSetBytes

/// The end of encapsulated pixel data.
struct PixelDataLocationTests {
    private let head = Bytes.explicit(.pixelData, "OB", [], length: Bytes.undefined) + Bytes.item([])

    private func scan(_ bytes: [UInt8]) throws {
        var source = ScanSource(bytes)
        _ = try HeaderScan(&source, encoding: .explicitLittleEndian, selecting: .tags([.rows], sequences: []))
    }

    @Test(arguments: [[0xFF, 0xD8, 1, 2, 0xFF, 0xD9], [0xFF, 0x4F, 2, 0xFF, 0xD9, 0]] as [[UInt8]])
    func `the last delimiter may be missing if the code stream has its end marker`(stream: [UInt8]) throws {
        let zero = [UInt8](repeating: 0, count: 8)
        for rest in [[], Bytes.sequenceEnd, Bytes.itemEnd, zero, Array(Bytes.sequenceEnd.prefix(4)), zero + [1, 2]] {
            try scan(head + Bytes.item(stream) + rest)
            try scan(head + Bytes.item(Array(stream.prefix(2))) + Bytes.item(Array(stream.dropFirst(2))) + rest)
        }
    }

    @Test func `without delimiter and end marker the object is truncated`() throws {
        let begun = head + Bytes.item([0xFF, 0xD8, 1, 2])
        #expect(throws: HeaderScanError.truncated(offset: begun.count, tag: .pixelData)) { try scan(begun) }
        try scan(begun + Bytes.sequenceEnd)
        #expect(throws: HeaderScanError.self) { try scan(head) }
        #expect(throws: HeaderScanError.truncated(offset: head.count, tag: .pixelData, missing: 4)) {
            try scan(head + Bytes.item([0xFF, 0xD8, 1, 2], length: 8))
        }
    }

    @Test func `a coding without end marker needs a fragment for each frame`() throws {
        let frames = Bytes.explicit(.numberOfFrames, "IS", Array("2 ".utf8))
        let frame = Bytes.item([1, 0, 0, 0])
        try scan(head + frame)
        try scan(frames + head + frame + frame)
        #expect(throws: HeaderScanError.self) { try scan(frames + head + frame) }
    }

    @Test func `what follows the fragments without a delimiter is named`() throws {
        let bytes = head + Bytes.item([0xFF, 0xD8, 1, 2])
        #expect(throws: HeaderScanError.unexpected(Tag(0xFFFC, 0xFFFC), offset: bytes.count, within: .pixelData)) {
            try scan(bytes + Bytes.explicit(Tag(0xFFFC, 0xFFFC), "OB", [0, 0]))
        }
    }
}
