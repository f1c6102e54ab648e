import DICOMCore
import Testing

private typealias Bytes = DataSetBytes

private func word(_ element: UInt16, _ value: UInt16) -> [UInt8] {
    Bytes.explicit(Tag(0x0028, element), "US", Bytes.number(value))
}

private let fragments: [UInt8] =
    Bytes.item([]) + Bytes.item([1, 2, 3, 4]) + Bytes.sequenceEnd
private let pixels = Bytes.explicit(.pixelData, "OB", fragments, length: Bytes.undefined)
private let name = Bytes.explicit(Tag(0x0010, 0x0010), "PN", Array("DOE^JANE".utf8))
private let lossy = Tag(0x0028, 0x2110)

/// The data set and its transfer syntax of the file that this one becomes.
private func uncompressed(
    _ dataSet: [UInt8], as description: ImagePixelDescription
) throws -> (head: [UInt8], transferSyntax: TransferSyntax) {
    let meta = FileMetaInformation(
        sopClassUID: SOPClass.computedRadiographyImage, sopInstanceUID: try #require(UID("1.2.3")),
        transferSyntax: .jpegLSLossless)
    let file = meta.encoded + dataSet
    var source = ScanSource(file)
    let bytes = try UncompressedEncoding(ofFile: &source, as: description).segments.flatMap { segment in
        switch segment {
        case .bytes(let bytes): bytes
        case .stored(let range): Array(file[range])
        }
    }
    var written = ScanSource(bytes)
    let location = try FileMetaInformation.Location(in: &written)
    return (Array(bytes[location.dataSetOffset...]), location.transferSyntax)
}

private func pixelHeader(_ vr: String, _ length: UInt32) -> [UInt8] {
    Bytes.explicit(.pixelData, vr, [], length: length)
}

struct UncompressedEncodingTests {
    @Test func `replaces the Image Pixel attributes, inserts missing ones and keeps every other byte`() throws {
        let item = Bytes.item(Bytes.explicit(Tag(0x0040, 0x0007), "LO", Array("Chest ".utf8)))
        let sequence = Bytes.explicit(Tag(0x0040, 0x0275), "SQ", item)
        let open = Bytes.explicit(
            Tag(0x0040, 0x0555), "SQ", item + Bytes.sequenceEnd, length: Bytes.undefined)
        let window = Bytes.explicit(Tag(0x0028, 0x1050), "DS", Array("2048".utf8))
        let dataSet =
            Bytes.identity + name + word(0x0002, 1)
            + Bytes.explicit(.photometricInterpretation, "CS", Array("RGB ".utf8))
            + word(0x0010, 3) + word(0x0011, 2) + word(0x0100, 16) + word(0x0101, 10) + window + sequence + open
            + pixels + Bytes.explicit(Tag(0xFFFC, 0xFFFC), "OB", [0, 0])
        let description = ImagePixelDescription(rows: 3, columns: 2, bitsStored: 12, isSigned: true)
        let expected =
            Bytes.identity + name + word(0x0002, 1)
            + Bytes.explicit(.photometricInterpretation, "CS", Array("MONOCHROME2 ".utf8)) + word(0x0010, 3)
            + word(0x0011, 2) + word(0x0100, 16) + word(0x0101, 12) + word(0x0102, 11) + word(0x0103, 1) + window
            + sequence + open + pixelHeader("OW", 12)
        let written = try uncompressed(dataSet, as: description)
        #expect(written.head == expected)
        #expect(written.transferSyntax == .explicitVRLittleEndian)
    }

    @Test func `colour has its samples pixel by pixel, and grey has no Planar Configuration`() throws {
        var description = ImagePixelDescription(rows: 1, columns: 3, bitsAllocated: 8, bitsStored: 8)
        let dataSet = Bytes.identity + word(0x0006, 1) + pixels
        #expect(try !uncompressed(dataSet, as: description).head.contains(word(0x0006, 1)))
        (description.samplesPerPixel, description.photometricInterpretation) = (3, "RGB")
        let head = try uncompressed(dataSet, as: description).head
        #expect(head.contains(word(0x0002, 3)) && head.contains(word(0x0006, 0)) && !head.contains(word(0x0006, 1)))
        // Nine samples of one byte, and a byte of padding.
        #expect(head.suffix(12) == pixelHeader("OB", 10)[...])
    }

    @Test func `Lossy Image Compression stays as it is, and is set where the code stream is lossy for certain`() throws
    {
        let said = Bytes.explicit(lossy, "CS", Array("01".utf8))
        let denied = Bytes.explicit(lossy, "CS", Array("00".utf8))
        var description = ImagePixelDescription(rows: 1, columns: 1)
        #expect(try uncompressed(Bytes.identity + said + pixels, as: description).head.contains(said))
        #expect(try uncompressed(Bytes.identity + denied + pixels, as: description).head.contains(denied))
        description.isLossy = true
        for value in [[], said, denied] {
            let head = try uncompressed(Bytes.identity + value + pixels, as: description).head
            #expect(head.contains(said) && !head.contains(denied))
        }
    }

    @Test func `leaves out what describes the code stream, and an icon with its own`() throws {
        let description = ImagePixelDescription(rows: 1, columns: 1)
        let icon = Bytes.explicit(
            Tag(0x0088, 0x0200), "SQ",
            Bytes.item(pixels + Bytes.itemEnd, length: Bytes.undefined) + Bytes.sequenceEnd, length: Bytes.undefined)
        let table = Bytes.explicit(Tag(0x7FE0, 0x0001), "UN", [UInt8](repeating: 0, count: 8))
        let after = Bytes.explicit(Tag(0x2050, 0x0020), "CS", Array("IDENTITY".utf8))
        let plain = try uncompressed(Bytes.identity + after + pixels, as: description).head
        #expect(try uncompressed(Bytes.identity + icon + after + table + pixels, as: description).head == plain)
    }

    @Test func `refuses a data set with other compressed pixels, without any, in Implicit VR or cut off`() throws {
        let description = ImagePixelDescription(rows: 1, columns: 1)
        let other = Bytes.explicit(
            Tag(0x0009, 0x1001), "SQ",
            Bytes.item(pixels + Bytes.itemEnd, length: Bytes.undefined) + Bytes.sequenceEnd, length: Bytes.undefined)
        for dataSet in [
            Bytes.identity + other + pixels, Bytes.identity + name, Bytes.implicit(.rows, [1, 0]) + pixels,
            Bytes.identity + pixels.dropLast(12), name + pixels,
        ] {
            #expect(throws: HeaderScanError.self) { try uncompressed(dataSet, as: description) }
        }
    }

    @Test func `no image has impossible numbers or more bytes than the limit`() {
        let good = ImagePixelDescription(rows: 3000, columns: 3000, bitsStored: 12)
        #expect(good.fault == nil)
        for change in [
            { $0.rows = 0 }, { $0.columns = 65536 }, { $0.numberOfFrames = .max }, { $0.numberOfFrames = 100 },
            { $0.samplesPerPixel = 4 }, { $0.bitsAllocated = 32 }, { $0.bitsStored = 17 }, { $0.bitsStored = 0 },
            { $0.photometricInterpretation = "RGB" },
        ] as [(inout ImagePixelDescription) -> Void] {
            var bad = good
            change(&bad)
            #expect(bad.fault != nil, "\(bad)")
        }
    }
}
