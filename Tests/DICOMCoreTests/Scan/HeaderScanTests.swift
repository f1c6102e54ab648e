import DICOMCore
import Testing

private typealias Bytes = DataSetBytes

private func scan(
    _ bytes: [UInt8], _ encoding: TransferSyntax.Encoding = .explicitLittleEndian, sequences: Set<Tag> = []
) throws -> HeaderScan {
    var source = ScanSource(bytes)
    return try HeaderScan(
        &source, encoding: encoding,
        selecting: .tags([.sopInstanceUID, .patientID, .rows, .codeValue], sequences: sequences))
}

@Test func `reads values in all three element encodings`() throws {
    let implicit = Bytes.implicit(.patientID, Array("P1".utf8)) + Bytes.implicit(.rows, [0x01, 0x02])
    #expect(try scan(implicit, .implicitLittleEndian).text(.patientID) == "P1")
    #expect(try scan(implicit, .implicitLittleEndian).unsignedShort(.rows) == 0x0201)
    let explicit = Bytes.explicit(.patientID, "LO", Array("P1".utf8)) + Bytes.explicit(.rows, "US", [0x01, 0x02])
    #expect(try scan(explicit).text(.patientID) == "P1")
    #expect(try scan(explicit).unsignedShort(.rows) == 0x0201)
    let big: [UInt8] = [0x00, 0x28, 0x00, 0x10, 0x55, 0x53, 0x00, 0x02, 0x01, 0x02]
    #expect(try scan(big, .explicitBigEndian).unsignedShort(.rows) == 0x0102)
}

@Test func `skips sequences of defined and undefined length`() throws {
    let inner = Bytes.explicit(.patientID, "LO", Array("in".utf8))
    let defined = Bytes.explicit(Tag(0x0008, 0x1140), "SQ", Bytes.item(inner))
    let undefined =
        Bytes.explicit(Tag(0x0008, 0x2112), "SQ", [], length: Bytes.undefined) + Bytes.item(inner)
        + Bytes.item(inner + Bytes.itemEnd, length: Bytes.undefined) + Bytes.sequenceEnd
    let found = try scan(defined + undefined + Bytes.explicit(.patientID, "LO", Array("out ".utf8)))
    #expect(found.text(.patientID) == "out")
}

@Test(arguments: [true, false])
func `reads the first item of a requested sequence`(isDefined: Bool) throws {
    let items =
        Bytes.item(Bytes.explicit(.codeValue, "SH", Array("51185008".utf8)))
        + Bytes.item(Bytes.explicit(.codeValue, "SH", Array("OTHER ".utf8)))
    let sequence =
        isDefined
        ? Bytes.explicit(.anatomicRegionSequence, "SQ", items)
        : Bytes.explicit(.anatomicRegionSequence, "SQ", items + Bytes.sequenceEnd, length: Bytes.undefined)
    let after = Bytes.explicit(.patientID, "LO", Array("P1".utf8))
    let found = try scan(sequence + after, sequences: [.anatomicRegionSequence])
    #expect(found.firstItems[.anatomicRegionSequence]?[.codeValue] == Array("51185008".utf8))
    #expect(found.text(.patientID) == "P1")
    #expect(found.values[.codeValue] == nil)
}

@Test func `reads UN of undefined length as a sequence in implicit VR`() throws {
    let sequence =
        Bytes.explicit(Tag(0x0009, 0x1010), "UN", [], length: Bytes.undefined)
        + Bytes.item(Bytes.implicit(Tag(0x0009, 0x1011), Array("ab".utf8)) + Bytes.itemEnd, length: Bytes.undefined)
        + Bytes.sequenceEnd
    let found = try scan(sequence + Bytes.explicit(.patientID, "LO", Array("P1".utf8)))
    #expect(found.text(.patientID) == "P1")
}

@Test func `follows sixty-four levels and refuses more, without recursion`() throws {
    _ = try scan(Bytes.nested(levels: 64))
    let error = #expect(throws: HeaderScanError.self) { try scan(Bytes.nested(levels: 65)) }
    guard case .tooDeep = error else {
        Issue.record("\(String(describing: error))")
        return
    }
    #expect(throws: HeaderScanError.self) { try scan(Bytes.nested(levels: 100_000)) }
}

@Test func `detects a data set truncated at any byte`() throws {
    let pixels = Bytes.explicit(.pixelData, "OW", [1, 2, 3, 4])
    let whole = Bytes.identity + Bytes.explicit(.patientID, "LO", Array("P1".utf8)) + pixels
    _ = try scan(whole)
    for count in (Bytes.identity.count + 11)..<whole.count where count != whole.count - pixels.count {
        let error = #expect(throws: HeaderScanError.self) { try scan(Array(whole.prefix(count))) }
        guard case .truncated = error else {
            Issue.record("\(count): \(String(describing: error))")
            return
        }
    }
}

@Test func `ignores anything after the pixel data`() throws {
    let pixels = Bytes.explicit(.pixelData, "OW", [1, 2, 3, 4])
    for rest in [[0], [UInt8](repeating: 0xFF, count: 7), Bytes.nested(levels: 1000)] { _ = try scan(pixels + rest) }
}

@Test func `reads encapsulated pixel data to its end`() throws {
    let fragments = Bytes.item([]) + Bytes.item([0xFF, 0xD8, 0xFF, 0xD9])
    let head = Bytes.explicit(.pixelData, "OB", [], length: Bytes.undefined)
    _ = try scan(head + fragments + Bytes.sequenceEnd)
    // Bytes after the pixel data are ignored.
    _ = try scan(head + fragments + Bytes.sequenceEnd + Bytes.explicit(Tag(0xFFFC, 0xFFFC), "OB", [0, 0]))
}

@Test(arguments: [
    Bytes.explicit(.patientID, "LO", [], length: 0xFFFE),
    Bytes.explicit(Tag(0x0009, 0x0010), "UT", [], length: Bytes.undefined),
    Bytes.sequenceEnd, Bytes.itemEnd, Bytes.item([]), Array("GET / HTTP/1.1\r\n\r\n".utf8),
    [UInt8](repeating: 0xFF, count: 64),
])
func `refuses bytes that are not a data set`(bytes: [UInt8]) {
    #expect(throws: HeaderScanError.self) { try scan(bytes) }
}

@Test func `passes over a sequence with an item that is longer`() throws {
    let item = Bytes.item([], length: 100)
    let sequence = Bytes.explicit(.anatomicRegionSequence, "SQ", item)
    let bytes = sequence + Bytes.explicit(.patientID, "LO", [UInt8](repeating: 0x20, count: 200))
    let found = try scan(bytes, sequences: [.anatomicRegionSequence])
    #expect(found.values[.patientID]?.count == 200)
    #expect(found.firstItems[.anatomicRegionSequence] == nil)
}

@Test func `treats a value of more than a kilobyte as absent`() throws {
    let found = try scan(Bytes.implicit(.patientID, [UInt8](repeating: 0x41, count: 1026)), .implicitLittleEndian)
    #expect(found.text(.patientID) == nil)
}

@Test func `keeps the first of two values of an attribute that does not say whose film it is`() throws {
    let twice = ["C1", "C2"].flatMap { Bytes.explicit(.codeValue, "SH", Array($0.utf8)) }
    #expect(try scan(twice).text(.codeValue) == "C1")
}
