import DICOMCore
import DICOMWebEncoding
import Testing

private typealias Bytes = ElementBytes

struct NativeDICOMModelTests {
    private func xml(_ dataSet: [UInt8]) throws -> String {
        var source = ScanSource(dataSet)
        let metadata = try StoredMetadata(&source, from: 0, in: .explicitVRLittleEndian)
        let elements = metadata.elements.filter { $0.tag != Tag(0x0008, 0x3002) }
        return String(decoding: NativeDICOMModel(elements, bulkDataURI: "b/").bytes, as: UTF8.self)
    }

    @Test func `an element has its tag, VR, keyword and numbered values`() throws {
        let text = try xml(Bytes.explicit(.imageType, "CS", "A\\\\B "))
        #expect(
            text.hasSuffix(
                #"<DicomAttribute tag="00080008" vr="CS" keyword="ImageType"><Value number="1">A</Value><Value number="3">B</Value></DicomAttribute></NativeDicomModel>"#
            ), "\(text)")
    }

    @Test func `a name is in its components`() throws {
        let text = try xml(Bytes.explicit(.patientName, "PN", "O'Neil & <Sons>^A"))
        #expect(
            text.contains(
                "<PersonName number=\"1\"><Alphabetic><FamilyName>O'Neil &amp; &lt;Sons&gt;</FamilyName>"
                    + "<GivenName>A</GivenName></Alphabetic></PersonName>"), "\(text)")
    }

    @Test func `sequences have items, binary values Base64 or a URI, and an empty element nothing`() throws {
        let text = try xml(
            Bytes.explicit(Tag(0x0008, 0x1032), "SQ", Bytes.item(Bytes.explicit(.codeValue, "SH", "X ")))
                + Bytes.explicit(.patientID, "LO", "") + Bytes.explicit(Tag(0x0021, 0x1001), "OB", [1, 2])
                + Bytes.explicit(.pixelData, "OW", [1, 2]))
        #expect(text.contains(#"keyword="ProcedureCodeSequence"><Item number="1"><DicomAttribute tag="00080100""#))
        #expect(text.contains(#"<DicomAttribute tag="00100020" vr="LO" keyword="PatientID"/>"#))
        #expect(text.contains(#"<DicomAttribute tag="00211001" vr="OB"><InlineBinary>AQI=</InlineBinary>"#))
        #expect(text.contains(#"<BulkData uri="b/7FE00010"/>"#))
    }

    @Test func `characters that XML cannot hold are replaced`() throws {
        #expect(try xml(Bytes.explicit(.studyDescription, "LO", "a\u{1}b")).contains("a\u{FFFD}b"))
    }
}
