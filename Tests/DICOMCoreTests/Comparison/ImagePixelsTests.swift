import DICOMCore
import Testing

private typealias Bytes = DataSetBytes

private func compared(
    _ left: ([UInt8], TransferSyntax), _ right: ([UInt8], TransferSyntax)
) throws -> ImagePixels.Comparison {
    let (left, right) = try (
        #require(try ImagePixels(ScanSource(left.0), from: 0, transferSyntax: left.1)),
        #require(try ImagePixels(ScanSource(right.0), from: 0, transferSyntax: right.1))
    )
    return try left.compared(with: right)
}

private let samples = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 7) }

private func explicit(_ pixels: [UInt8] = samples, bitsStored: UInt8 = 12) -> [UInt8] {
    Bytes.identity + Bytes.explicit(.rows, "US", [100, 0]) + Bytes.explicit(Tag(0x0028, 0x0101), "US", [bitsStored, 0])
        + Bytes.explicit(.pixelData, "OW", pixels)
}

/// Big-endian elements.
private func bigEndian(_ vr: String, _ pixels: [UInt8]) -> [UInt8] {
    func element(_ tag: Tag, _ vr: String, _ value: [UInt8]) -> [UInt8] {
        let head = [UInt8(tag.group >> 8), UInt8(tag.group & 0xFF), UInt8(tag.element >> 8), UInt8(tag.element & 0xFF)]
        let length = withUnsafeBytes(of: UInt32(value.count).bigEndian) { Array($0) }
        return head + Array(vr.utf8) + (vr == "US" ? Array(length[2...]) : [0, 0] + length) + value
    }
    return element(.rows, "US", [0, 100]) + element(Tag(0x0028, 0x0101), "US", [0, 12])
        + element(.pixelData, vr, pixels)
}

private func compressed(_ fragment: [UInt8]) -> [UInt8] {
    Bytes.identity
        + Bytes.explicit(
            .pixelData, "OB", Bytes.item([]) + Bytes.item(fragment) + Bytes.sequenceEnd, length: Bytes.undefined)
}

struct ImagePixelsTests {
    @Test func `the same values are the same pixels in every uncompressed syntax`() throws {
        let swapped = stride(from: 0, to: samples.count, by: 2).flatMap { [samples[$0 + 1], samples[$0]] }
        let implicit =
            Bytes.implicit(.rows, [100, 0]) + Bytes.implicit(Tag(0x0028, 0x0101), [12, 0])
            + Bytes.implicit(.pixelData, samples)
        let objects: [([UInt8], TransferSyntax)] = [
            (explicit(), .explicitVRLittleEndian), (implicit, .implicitVRLittleEndian),
            (deflated(explicit()), .deflatedExplicitVRLittleEndian), (bigEndian("OW", swapped), .explicitVRBigEndian),
            (bigEndian("OB", samples), .explicitVRBigEndian),
        ]
        for left in objects { for right in objects { #expect(try compared(left, right) == .same) } }
        #expect(
            try compared((explicit(), .explicitVRLittleEndian), (bigEndian("OW", samples), .explicitVRBigEndian))
                == .different)
    }

    @Test func `one bit, one byte less or another meaning of the bits is another image`() throws {
        let first = (explicit(), TransferSyntax.explicitVRLittleEndian)
        var other = samples
        other[49_999] ^= 1
        #expect(try compared(first, (explicit(other), first.1)) == .different)
        #expect(try compared(first, (explicit(Array(samples.dropLast(2))), first.1)) == .different)
        #expect(
            try compared(first, (explicit(bitsStored: 10), first.1)) == .otherMeaning(Tag(0x0028, 0x0101)))
    }

    @Test func `compressed pixels are the same if their code stream is, and else nobody knows`() throws {
        let object = compressed([1, 2, 3, 4])
        #expect(try compared((object, .jpegBaseline), (object, .jpegBaseline)) == .same)
        #expect(try compared((object, .jpegBaseline), (compressed([1, 2, 3, 5]), .jpegBaseline)) == .incomparable)
        #expect(try compared((object, .jpegBaseline), (object, .jpegLossless)) == .same)
        #expect(try compared((object, .jpegBaseline), (object, .rleLossless)) == .incomparable)
        let plain = Bytes.identity + Bytes.explicit(.pixelData, "OW", [1, 2, 3, 4])
        #expect(try compared((object, .jpegBaseline), (plain, .explicitVRLittleEndian)) == .incomparable)
        #expect(try ImagePixels(ScanSource(Bytes.identity), from: 0, transferSyntax: .explicitVRLittleEndian) == nil)
    }
}
