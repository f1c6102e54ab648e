import DICOMCore
import Testing

private typealias Bytes = DataSetBytes

/// What the sender or the operator is told: each message names what was met.
struct HeaderScanErrorTests {
    /// Bytes that give an error, and its whole message.
    private struct Case: CustomTestStringConvertible, Sendable {
        let bytes: [UInt8]
        let message: String

        init(_ bytes: [UInt8], _ message: String) { (self.bytes, self.message) = (bytes, message) }

        var testDescription: String { message }
    }

    private static let uid = Bytes.explicit(.sopClassUID, "UI", Array("1.2.3\0".utf8))
    private static let sequence = Tag(0x0008, 0x1140)

    private static let cases = [
        Case(
            Array("GET / HTTP/1.1\r\n\r\n".utf8), "the data set begins with bytes that are no data element, at byte 0"),
        Case(uid + Array("GET / HTTP/1.1\r\n\r\n".utf8), "what follows (0008,0016) at byte 14 is no data element"),
        Case(uid + Bytes.explicit(.patientID, "\u{1}\u{2}", [1, 2]), "(0010,0020) at byte 14 has no VR"),
        Case(
            uid + Bytes.explicit(.patientID, "LO", [1, 2], length: 10),
            "the data set ends within (0010,0020) at byte 14, of which 8 bytes are missing"),
        Case(uid + [0x10, 0x00, 0x20], "the data set ends within the element at byte 14"),
        Case(
            Bytes.explicit(.patientID, "UT", [], length: Bytes.undefined),
            "(0010,0020) at byte 0 has an impossible length"),
        Case(Bytes.itemEnd, "(FFFE,E00D) at byte 0 is outside a sequence"),
        Case(
            Bytes.explicit(sequence, "SQ", [], length: Bytes.undefined)
                + Bytes.explicit(.sopClassUID, "UI", [0x31, 0]),
            "(0008,0016) at byte 12 is where (0008,1140) must have an item or its end"),
        Case(
            Bytes.explicit(sequence, "SQ", Bytes.item([1, 2, 3, 4]) + [1, 2, 3, 4, 5, 6], length: 10)
                + Bytes.explicit(.sopClassUID, "UI", [0x31, 0]),
            "(FFFE,E000) at byte 12 is 2 bytes longer than (0008,1140) it is in"),
        Case(
            Bytes.explicit(.pixelData, "OB", [], length: Bytes.undefined) + Bytes.item([])
                + Bytes.item([0xFF, 0xD8, 0, 0]),
            "the data set ends at byte 32 without the delimiter of (7FE0,0010)"),
        Case(Bytes.nested(levels: 65), "sequences nested more than 64 levels deep at byte 1280"),
        Case(uid, "(0008,0018) is missing or empty"),
        Case(
            uid + Bytes.explicit(.sopInstanceUID, "UI", Array("1..2".utf8)), "(0008,0018) is not a valid UID"),
    ]

    @Test(arguments: cases)
    private func `a message names what was met`(of item: Case) {
        var source = ScanSource(item.bytes)
        let error = #expect(throws: HeaderScanError.self) {
            try InstanceHeader(scanning: &source, transferSyntax: .explicitVRLittleEndian)
        }
        #expect(error?.description == item.message)
        #expect(error?.hint.hasSuffix(".") == true)
    }

    @Test func `what is wrong with a file is named`() {
        func message(_ bytes: [UInt8]) -> String? {
            var source = ScanSource(bytes)
            let error = #expect(throws: HeaderScanError.self) { try FileMetaInformation.Location(in: &source) }
            return error?.description
        }
        let prefix = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
        #expect(message(Array("a letter".utf8)) == "there is no prefix DICM at byte 128")
        #expect(message(prefix) == "Transfer Syntax UID (0002,0010) is missing")
        let unknown = Bytes.explicit(.transferSyntaxUID, "UI", Array("1.2.840.99".utf8))
        #expect(message(prefix + unknown) == "the transfer syntax 1.2.840.99 is unknown")
        let noUID = Bytes.explicit(.transferSyntaxUID, "UI", Array("Doe^Jane".utf8))
        #expect(message(prefix + noUID)?.contains("Doe") == false)
    }

    @Test func `text that is taken for an element is not repeated`() {
        let name = Bytes.explicit(.patientName, "PN", Array("Doe^Jane Elisabeth".utf8), length: 2)
        var source = ScanSource(Self.uid + name)
        let error = #expect(throws: HeaderScanError.self) {
            try InstanceHeader(scanning: &source, transferSyntax: .explicitVRLittleEndian)
        }
        #expect(error?.description == "what follows (0010,0010) at byte 24 is no data element")
    }
}
