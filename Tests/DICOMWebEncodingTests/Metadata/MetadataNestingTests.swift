import DICOMCore
import DICOMWebEncoding
import Testing

private typealias Bytes = ElementBytes

struct MetadataNestingTests {
    private func nested(_ levels: Int) -> [UInt8] {
        var bytes = Bytes.explicit(.modality, "CS", "DX")
        for _ in 0..<levels { bytes = Bytes.explicit(.requestAttributesSequence, "SQ", Bytes.item(bytes)) }
        return bytes
    }

    @Test func `sequences are arrays, an empty item is an empty object, an empty sequence has no value`() throws {
        let code = Bytes.explicit(.codeValue, "SH", "T-1 ")
        let text = try json(
            Bytes.explicit(Tag(0x0008, 0x1032), "SQ", Bytes.item(code) + Bytes.item([]))
                + Bytes.explicit(Tag(0x0008, 0x1110), "SQ", []))
        #expect(
            text.hasSuffix(
                #""00081032":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["T-1"]}},{}]},"00081110":{"vr":"SQ"}}"#
            ),
            "\(text)")
    }

    @Test func `thirty-two levels are shown, and deeper ones are bulk data`() throws {
        #expect(try json(nested(32)).contains(#""Value":["DX"]"#))
        let path = String(repeating: "00400275/1/", count: 32) + "00400275"
        #expect(try json(nested(33)).contains(#"{"vr":"UN","BulkDataURI":"b/\#(path)"}"#))
        #expect(try json(nested(60)).contains(#"{"vr":"UN","BulkDataURI":"b/\#(path)"}"#))
    }

    @Test func `ten thousand levels are refused`() throws {
        let begin =
            Bytes.explicit(.requestAttributesSequence, "SQ", [], length: Bytes.undefined)
            + [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
        let bytes = (0..<10_000).flatMap { _ in begin }
        #expect(throws: HeaderScanError.self) { try json(bytes) }
    }

    @Test func `an item has the character set that it states, or that of the data set`() throws {
        let latin = Bytes.explicit(.codeMeaning, "LO", [0xE4, 0x20])
        let own = Bytes.explicit(.specificCharacterSet, "CS", "ISO_IR 144") + latin
        let text = try json(
            Bytes.explicit(.specificCharacterSet, "CS", "ISO_IR 100")
                + Bytes.explicit(Tag(0x0008, 0x1032), "SQ", Bytes.item(own) + Bytes.item(latin)))
        #expect(text.contains(#"["ф"]"#) && text.contains(#"["ä"]"#), "\(text)")
        #expect(!text.contains("ISO_IR 100") && !text.contains("ISO_IR 144"))
    }

    @Test func `a sequence that is too large is bulk data, and what follows is shown`() throws {
        let item = Bytes.item(Bytes.explicit(.codeMeaning, "LO", String(repeating: "x", count: 60_000)))
        let sequence = (0..<80).flatMap { _ in item }
        let text = try json(
            Bytes.explicit(.modality, "CS", "DX") + Bytes.explicit(Tag(0x0008, 0x1032), "SQ", sequence)
                + Bytes.explicit(.patientID, "LO", "P1"))
        #expect(text.contains(#""00081032":{"vr":"UN","BulkDataURI":"b/00081032"}"#))
        #expect(text.contains(#""00100020":{"vr":"LO","Value":["P1"]}"#))
        #expect(text.utf8.count < 1000)
    }

    @Test func `an object with too many values is refused`() throws {
        let long = Bytes.explicit(Tag(0x0021, 0x1001), "LO", String(repeating: "x", count: 60_000))
        let short = Bytes.explicit(Tag(0x0021, 0x1001), "LO", String(repeating: "x", count: 64))
        let shown = (0..<80).flatMap { _ in long }
        #expect(try json(shown).contains("Value"))
        #expect(throws: HeaderScanError.self) { try json(shown + (0..<50_000).flatMap { _ in short }) }
    }

    @Test func `compressed pixels of an icon are bulk data, and what follows in its item is shown`() throws {
        let fragments =
            Bytes.item([]) + Bytes.item([0xFF, 0xD8, 0x28, 0x00, 0x10, 0x00, 0xFF, 0xD9]) + Bytes.sequenceEnd
        let icon =
            Bytes.explicit(.rows, "US", [2, 0]) + Bytes.explicit(.pixelData, "OB", fragments, length: Bytes.undefined)
        let text = try json(
            Bytes.explicit(Tag(0x0088, 0x0200), "SQ", Bytes.item(icon) + Bytes.item(icon))
                + Bytes.explicit(Tag(0x0088, 0x0140), "UI", "1.2.3"))
        #expect(text.contains(#""7FE00010":{"vr":"OB","BulkDataURI":"b/00880200/2/7FE00010"}"#), "\(text)")
        #expect(text.contains(#"["1.2.3"]"#), "\(text)")
    }

    @Test func `pixel data is bulk data even if it is empty`() throws {
        #expect(
            try json(Bytes.explicit(.rows, "US", [0, 0]) + Bytes.explicit(.pixelData, "OW", []))
                .contains(#""7FE00010":{"vr":"OW","BulkDataURI":"b/7FE00010"}"#))
    }
}
