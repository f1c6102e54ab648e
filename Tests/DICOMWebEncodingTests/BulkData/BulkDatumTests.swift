import DICOMCore
import DICOMWebEncoding
import Testing

private typealias Bytes = ElementBytes

struct BulkDatumTests {
    private let privateTag = Tag(0x0021, 0x1001)

    private func bytes(_ path: String, of dataSet: [UInt8]) throws -> [UInt8]? {
        var file = try FileDataSet(ScanSource(dataSet), from: 0, in: .explicitVRLittleEndian)
        let datum = try BulkDatum(at: try #require(BulkDataPath(path)), of: &file)
        switch datum?.content {
        case .stored(let ranges, _)?: return ranges.flatMap { dataSet[$0] }
        case .text(let bytes)?: return bytes
        case .frames?: return Array("frames".utf8)
        case nil: return nil
        }
    }

    @Test func `finds values of the data set and of items`() throws {
        let inner = Bytes.explicit(privateTag, "OB", [5, 6])
        let dataSet =
            Bytes.explicit(
                Tag(0x0008, 0x1032), "SQ", Bytes.item(inner) + Bytes.item(Bytes.explicit(privateTag, "OB", [7, 8])))
            + Bytes.explicit(privateTag, "OB", [9, 9]) + Bytes.explicit(.pixelData, "OW", [1, 2])
        #expect(try bytes("00081032/1/00211001", of: dataSet) == [5, 6])
        #expect(try bytes("00081032/2/00211001", of: dataSet) == [7, 8])
        #expect(try bytes("00211001", of: dataSet) == [9, 9])
        #expect(try bytes("7fe00010", of: dataSet) == [1, 2])
        #expect(try bytes("00081032/3/00211001", of: dataSet) == nil)
        #expect(
            try bytes("00081032", of: dataSet) == Bytes.item(inner)
                + Bytes.item(Bytes.explicit(privateTag, "OB", [7, 8])))
    }

    @Test func `text is in Unicode, as the metadata says`() throws {
        let dataSet =
            Bytes.explicit(.specificCharacterSet, "CS", "ISO_IR 100") + Bytes.explicit(privateTag, "LT", [0xE4, 0x41])
        #expect(try bytes("00211001", of: dataSet) == Array("äA".utf8))
    }

    @Test func `compressed pixels of an icon are joined`() throws {
        let fragments = Bytes.item([]) + Bytes.item([1, 2]) + Bytes.item([3, 4]) + Bytes.sequenceEnd
        let icon = Bytes.explicit(.pixelData, "OB", fragments, length: Bytes.undefined)
        let dataSet = Bytes.explicit(Tag(0x0088, 0x0200), "SQ", Bytes.item(icon))
        #expect(try bytes("00880200/1/7FE00010", of: dataSet) == [1, 2, 3, 4])
    }

    @Test func `a sequence of undefined length ends where it does`() throws {
        let sequence = Bytes.item(Bytes.explicit(privateTag, "OB", [5, 6])) + Bytes.sequenceEnd
        let dataSet =
            Bytes.explicit(Tag(0x0008, 0x1032), "SQ", sequence, length: Bytes.undefined)
            + Bytes.explicit(privateTag, "OB", [9, 9])
        #expect(try bytes("00081032", of: dataSet) == sequence)
    }

    @Test(arguments: [
        "", "7FE0001", "7FE00010/", "7FE00010/1", "00880200/0/7FE00010", "00880200/x/7FE00010", "../7FE00010",
        "00880200//7FE00010", "+FE00010", "00880200/99999999/7FE00010",
        String(repeating: "00880200/1/", count: 60) + "7FE00010",
    ])
    func `a text that is not a path of bulk data is refused`(text: String) { #expect(BulkDataPath(text) == nil) }

    @Test(
        arguments: [
            ("bytes=0-3", .part(0..<4)), ("bytes=5-", .part(5..<10)), ("bytes=-3", .part(7..<10)),
            ("bytes=-99", .part(0..<10)),
            ("bytes=8-99", .part(8..<10)), ("Bytes = 0-1", .whole), ("bytes=10-", .unsatisfiable),
            ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=3-2", .whole), ("bytes=0-1,3-4", .whole), ("bytes=-", .whole),
            ("items=0-1", .whole),
            ("bytes=a-b", .whole), (nil, .whole), ("bytes=0-99999999999999999999", .part(0..<10)),
        ] as [(String?, ByteRange)])
    func `reads one range`(header: String?, range: ByteRange) { #expect(ByteRange(header, of: 10) == range) }

    @Test func `a range of joined ranges is cut out of them`() {
        #expect(ByteRange.slice([10..<14, 20..<22, 30..<40], 2..<8) == [12..<14, 20..<22, 30..<32])
        #expect(ByteRange.slice([10..<14], 4..<4) == [])
    }
}
