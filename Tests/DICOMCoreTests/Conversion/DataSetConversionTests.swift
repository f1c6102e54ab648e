import DICOMCore
import Testing

private typealias Bytes = DataSetBytes

private func converted(
    _ bytes: [UInt8], from stored: TransferSyntax = .explicitVRLittleEndian,
    to target: TransferSyntax = .implicitVRLittleEndian
) throws -> [UInt8] {
    func conversion() throws -> DataSetConversion {
        try DataSetConversion(of: ScanSource(bytes), from: 0, in: stored, as: target)
    }
    try conversion().check()
    var conversion = try conversion()
    var all: [UInt8] = []
    while let piece = try conversion.next() { all += piece }
    return all
}

private let sequence = Tag(0x0040, 0x0275)
private let inner = Tag(0x0040, 0x1001)

struct DataSetConversionTests {
    @Test func `elements of long and short length lose their VR and keep every byte of their values`() throws {
        let text = [UInt8](repeating: 0x41, count: 70_000)
        let odd: [UInt8] = [0x31]
        let bytes =
            Bytes.identity + Bytes.explicit(.patientID, "LO", odd) + Bytes.explicit(Tag(0x0040, 0xA160), "UT", text)
            + Bytes.explicit(Tag(0x0009, 0x1001), "UN", [1, 2, 3, 4]) + Bytes.explicit(.rows, "US", [8, 0])
            + Bytes.explicit(.pixelData, "OW", [UInt8](0..<200))
        let expected =
            Bytes.implicit(.sopClassUID, Array("1.2.840.10008.5.1.4.1.1.1\0".utf8))
            + Bytes.implicit(.sopInstanceUID, Array("1.2.3\0".utf8))
            + Bytes.implicit(.studyInstanceUID, Array("1.2.4\0".utf8))
            + Bytes.implicit(.seriesInstanceUID, Array("1.2.5\0".utf8)) + Bytes.implicit(.patientID, odd)
            + Bytes.implicit(Tag(0x0040, 0xA160), text) + Bytes.implicit(Tag(0x0009, 0x1001), [1, 2, 3, 4])
            + Bytes.implicit(.rows, [8, 0]) + Bytes.implicit(.pixelData, [UInt8](0..<200))
        #expect(try converted(bytes) == expected)
    }

    @Test func `sequences and items end with delimiters, whether they had a length or not`() throws {
        let value = Bytes.explicit(inner, "SH", [0x41, 0x42])
        let expected =
            Bytes.implicit(sequence, [], length: Bytes.undefined) + Bytes.item([], length: Bytes.undefined)
            + Bytes.implicit(inner, [0x41, 0x42]) + Bytes.itemEnd + Bytes.sequenceEnd + Bytes.implicit(.rows, [1, 0])
        let rows = Bytes.explicit(.rows, "US", [1, 0])
        for items in [Bytes.item(value), Bytes.item(value + Bytes.itemEnd, length: Bytes.undefined)] {
            #expect(try converted(Bytes.explicit(sequence, "SQ", items) + rows) == expected)
            let open = Bytes.explicit(sequence, "SQ", items + Bytes.sequenceEnd, length: Bytes.undefined)
            #expect(try converted(open + rows) == expected)
        }
        #expect(
            try converted(Bytes.explicit(sequence, "SQ", []) + rows)
                == Bytes.implicit(sequence, [], length: Bytes.undefined) + Bytes.sequenceEnd
                + Bytes.implicit(.rows, [1, 0]))
        #expect(try converted(Bytes.nested(levels: 60)).count == 60 * 32)
    }

    @Test func `the contents of an unknown sequence are in Implicit VR already, and group lengths are left out`() throws
    {
        let items = Bytes.item(Bytes.implicit(inner, [0x41, 0x42]) + Bytes.itemEnd, length: Bytes.undefined)
        let unknown = Bytes.explicit(sequence, "UN", items + Bytes.sequenceEnd, length: Bytes.undefined)
        let group = Bytes.explicit(Tag(0x0040, 0), "UL", [9, 0, 0, 0])
        #expect(
            try converted(group + unknown)
                == Bytes.implicit(sequence, items + Bytes.sequenceEnd, length: Bytes.undefined))
    }

    @Test func `a deflated data set is inflated, in Explicit or in Implicit VR`() throws {
        let bytes = Bytes.identity + Bytes.explicit(.pixelData, "OW", [UInt8](repeating: 7, count: 100_000))
        let stream = deflated(bytes)
        #expect(try converted(stream, from: .deflatedExplicitVRLittleEndian, to: .explicitVRLittleEndian) == bytes)
        #expect(try converted(stream, from: .deflatedExplicitVRLittleEndian) == converted(bytes))
        #expect(throws: ConversionError.self) {
            try converted(stream.dropLast(9), from: .deflatedExplicitVRLittleEndian, to: .explicitVRLittleEndian)
        }
    }

    @Test(
        arguments: [
            (Bytes.explicit(.rows, "ZZ", [0, 0, 0, 0]), "(0028,0010) at byte 0 has the unknown VR ZZ"),
            (Bytes.explicit(.rows, "??", [1, 0]), "(0028,0010) at byte 0 has the unknown VR ??"),
            (
                Bytes.explicit(.pixelData, "OB", Bytes.item([]) + Bytes.sequenceEnd, length: Bytes.undefined),
                "(7FE0,0010) at byte 0 has an undefined length and is not a sequence"
            ),
            (
                Bytes.explicit(sequence, "UN", Bytes.item(Bytes.explicit(inner, "SH", [0x41, 0x42]))),
                "(0040,0275) at byte 0 has the VR UN and items in Explicit VR"
            ),
            (Bytes.explicit(.rows, "US", [1], length: 2), "the data set ends within (0028,0010) at byte 0"),
            (
                Bytes.explicit(sequence, "SQ", Bytes.item([], length: 9)) + Bytes.explicit(.rows, "US", [1, 0]),
                "(FFFE,E000) at byte 12 is longer than its sequence or item"
            ),
            (
                Bytes.explicit(sequence, "SQ", Bytes.item([], length: Bytes.undefined), length: 8) + Bytes.itemEnd,
                "(FFFE,E00D) at byte 20 is longer than its sequence or item"
            ),
            (
                Bytes.explicit(sequence, "SQ", Bytes.explicit(.rows, "US", [1, 0])),
                "(0028,0010) at byte 12 does not belong there"
            ),
            (Bytes.explicit(.rows, "US", [1, 0]) + Bytes.itemEnd, "(FFFE,E00D) at byte 10 does not belong there"),
            (Bytes.nested(levels: 80), "sequences nested too deeply at byte 1280"),
        ])
    func `what is not certain is refused, with the place`(bytes: [UInt8], message: String) {
        let error = #expect(throws: ConversionError.self) { try converted(bytes) }
        #expect(error?.description == message)
    }

    @Test func `what is in Implicit VR although the transfer syntax says Explicit, or lacks its end, is refused`() {
        let open = Bytes.explicit(sequence, "SQ", [], length: Bytes.undefined)
        for bytes in [Bytes.implicit(.rows, [1, 0]), open, Bytes.identity + [0, 0, 0, 0, 0, 0, 0, 0]] {
            #expect(throws: ConversionError.self) { try converted(bytes) }
        }
    }

    /// A fixed sequence of changed bytes, the same in every run.
    @Test func `whatever the bytes are, a conversion ends, and checks as it converts`() throws {
        let items = Bytes.item(Bytes.explicit(inner, "SH", [0x41, 0x42])) + Bytes.item([], length: Bytes.undefined)
        let whole =
            Bytes.identity + Bytes.explicit(sequence, "SQ", items + Bytes.itemEnd)
            + Bytes.explicit(sequence, "UN", Bytes.item([]) + Bytes.sequenceEnd, length: Bytes.undefined)
            + Bytes.nested(levels: 3) + Bytes.explicit(.pixelData, "OW", [UInt8](0..<100))
        var state: UInt64 = 1
        var converts = 0
        for _ in 1...20_000 {
            var bytes = whole
            for _ in 1...3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(state >> 33) % bytes.count] =
                    [0, 0xFF, 0xFE, UInt8(truncatingIfNeeded: state >> 40)][
                        Int(state >> 60) & 3]
            }
            guard let result = try? converted(bytes) else { continue }
            converts += 1
            #expect(result.count < 4 * bytes.count)
        }
        #expect(converts > 0)
    }

    @Test func `what goes out in another syntax than its own is explicit, or compressed and decoded here`() {
        for syntax in TransferSyntax.all {
            #expect(syntax.sendable.first == syntax)
            let others: [TransferSyntax] =
                switch syntax {
                case .explicitVRLittleEndian: [.implicitVRLittleEndian]
                case .deflatedExplicitVRLittleEndian: [.explicitVRLittleEndian, .implicitVRLittleEndian]
                case .jpegXL, .jpegXLLossless, .jpegXLRecompression: []
                case _ where syntax.isRetiredJPEG && !syntax.isDecodable: []
                default: syntax.isEncapsulated ? [.explicitVRLittleEndian, .implicitVRLittleEndian] : []
                }
            #expect(syntax.needsDecoding == (syntax.isEncapsulated && !others.isEmpty))
            #expect(Array(syntax.sendable.dropFirst()) == others)
        }
    }
}
