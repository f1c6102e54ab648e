import DICOMCore
import DICOMWebEncoding
import Foundation
import Testing

private typealias Bytes = ElementBytes

private func value(_ vr: String, _ bytes: [UInt8]) throws -> String {
    let text = try json(Bytes.explicit(Tag(0x0021, 0x1001), vr, bytes))
    return text.components(separatedBy: "\"00211001\":").last.map { String($0.dropLast()) } ?? text
}

private func value(_ vr: String, _ text: String) throws -> String { try value(vr, Array(text.utf8)) }

struct DICOMJSONTests {
    @Test(arguments: [
        ("1.50", "1.50"), ("+1", "1"), (".5", "0.5"), ("-0012.5 ", "-12.5"), ("1e3", "1e3"), ("1E-05", "1e-5"),
        ("5.", "5"), ("@", "\"@\""), ("NaN", "\"NaN\""), ("Infinity", "\"Infinity\""), ("1,5", "\"1,5\""),
        ("0.1234567890123456", "\"0.1234567890123456\""), ("9999999999999999", "\"9999999999999999\""),
        ("9007199254740992", "9007199254740992"), ("1e999", "\"1e999\""), ("-", "\"-\""), ("0x10", "\"0x10\""),
        (".", "\".\""), ("e5", "\"e5\""), (".e1", "\".e1\""),
    ])
    func `a decimal string is a number if a reader of JSON has all its digits`(text: String, shown: String) throws {
        #expect(try value("DS", text) == #"{"vr":"DS","Value":[\#(shown)]}"#)
    }

    @Test func `an integer string is a number, and any other text stays text`() throws {
        #expect(try value("IS", " 007\\-5\\1.0\\x ") == #"{"vr":"IS","Value":[7,-5,"1.0","x"]}"#)
    }

    @Test func `an empty value among several is null, and an empty element has no value`() throws {
        #expect(try value("LO", "") == #"{"vr":"LO"}"#)
        #expect(try value("LO", "  ") == #"{"vr":"LO"}"#)
        #expect(try value("LO", "a\\\\b ") == #"{"vr":"LO","Value":["a",null,"b"]}"#)
        #expect(try value("DS", "\\") == #"{"vr":"DS","Value":[null,null]}"#)
        #expect(try value("PN", "\\A^B") == #"{"vr":"PN","Value":[null,{"Alphabetic":"A^B"}]}"#)
    }

    @Test func `a name has its groups without empty components at their ends`() throws {
        let name = "Yamada^Tarou^^^=山田^太郎=^^= "
        let text = try json(
            Bytes.explicit(.specificCharacterSet, "CS", "ISO_IR 192") + Bytes.explicit(.patientName, "PN", name))
        #expect(text.contains(#"{"Alphabetic":"Yamada^Tarou","Ideographic":"山田^太郎"}"#), "\(text)")
    }

    @Test func `text is in Unicode and says so, whatever the object's character set is`() throws {
        // GB18030, in which the second byte of a character may be a backslash.
        let text = try json(
            Bytes.explicit(.specificCharacterSet, "CS", "GB18030")
                + Bytes.explicit(.studyDescription, "LO", [0xD0, 0xD8, 0x5C, 0x81, 0x5C, 0x20]))
        #expect(text.hasPrefix(#"{"00080005":{"vr":"CS","Value":["ISO_IR 192"]}"#), "\(text)")
        #expect(text.contains(#""Value":["胸","乗"#) || text.contains(#""Value":["胸","#), "\(text)")
        #expect(try json(Bytes.explicit(.studyDescription, "LO", "x ")).contains("ISO_IR 192"))
        #expect(try !json(Bytes.explicit(.modality, "CS", "DX")).contains("ISO_IR 192"))
    }

    @Test func `data sets are one array, of none too`() {
        let objects = ["{}", #"{"00100020":{"vr":"LO"}}"#].map { Array($0.utf8) }
        for count in 0...2 {
            let text = String(decoding: DICOMJSON.array(Array(objects.prefix(count))), as: UTF8.self)
            #expect(text == ["[]", "[{}]", #"[{},{"00100020":{"vr":"LO"}}]"#][count])
        }
    }

    @Test func `control characters, quotes and backslashes are escaped`() throws {
        #expect(try value("LT", "a\"b\\c\u{1}\r\n\t ") == #"{"vr":"LT","Value":["a\"b\\c\u0001\r\n\t"]}"#)
    }

    @Test func `binary numbers are numbers, and long ones beyond 53 bits strings`() throws {
        #expect(try value("US", [1, 0, 0xFF, 0xFF]) == #"{"vr":"US","Value":[1,65535]}"#)
        #expect(try value("SS", [0xFF, 0xFF]) == #"{"vr":"SS","Value":[-1]}"#)
        #expect(try value("SL", [0xFE, 0xFF, 0xFF, 0xFF]) == #"{"vr":"SL","Value":[-2]}"#)
        #expect(try value("UV", Bytes.number(UInt64.max, 8)) == #"{"vr":"UV","Value":["18446744073709551615"]}"#)
        #expect(try value("SV", Bytes.number(Int64(-3), 8)) == #"{"vr":"SV","Value":[-3]}"#)
        #expect(try value("FD", Bytes.number((0.1).bitPattern, 8)) == #"{"vr":"FD","Value":[0.1]}"#)
        #expect(try value("FL", Bytes.number(Float(0.5).bitPattern, 4)) == #"{"vr":"FL","Value":[0.5]}"#)
        #expect(try value("AT", [0x10, 0, 0x20, 0]) == #"{"vr":"AT","Value":["00100020"]}"#)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `an element with what is no number is bulk data whole`(number: Double) throws {
        let bytes = Bytes.number((1.0).bitPattern, 8) + Bytes.number(number.bitPattern, 8)
        #expect(try value("FD", bytes) == #"{"vr":"FD","BulkDataURI":"b/00211001"}"#)
    }

    @Test func `binary values up to 64 bytes are inline, longer ones bulk data`() throws {
        #expect(try value("OB", [1, 2, 3, 4]) == #"{"vr":"OB","InlineBinary":"AQIDBA=="}"#)
        #expect(try value("OB", []) == #"{"vr":"OB"}"#)
        #expect(try value("UN", [UInt8](repeating: 0, count: 66)) == #"{"vr":"UN","BulkDataURI":"b/00211001"}"#)
    }

    @Test func `a long text is bulk data, a long list of codes is not`() throws {
        let long = String(repeating: "x", count: 1025) + " "
        #expect(try value("LT", long) == #"{"vr":"LT","BulkDataURI":"b/00211001"}"#)
        #expect(try value("LT", String(repeating: "x", count: 1024)).contains("Value"))
        #expect(try value("CS", long).contains("Value"))
    }

    @Test func `a length that contradicts its VR is shown as bytes`() throws {
        #expect(try value("US", [1, 0, 2]) == #"{"vr":"UN","InlineBinary":"AQAC"}"#)
    }

    @Test func `group lengths are left out, tags ascend, and of two the first counts`() throws {
        let text = try json(
            Bytes.explicit(Tag(0x0008, 0x0000), "UL", [9, 0, 0, 0]) + Bytes.explicit(.modality, "CS", "DX")
                + Bytes.explicit(.imageType, "CS", "A ") + Bytes.explicit(.modality, "CS", "CT"))
        #expect(text == #"{"00080008":{"vr":"CS","Value":["A"]},"00080060":{"vr":"CS","Value":["DX"]}}"#)
    }

    @Test func `in implicit VR the dictionary gives the VR, and private elements are UN`() throws {
        let dataSet =
            Bytes.implicit(.rows, [2, 0]) + Bytes.implicit(Tag(0x0028, 0x0103), [1, 0])
            + Bytes.implicit(Tag(0x0028, 0x0106), [0xFF, 0xFF]) + Bytes.implicit(Tag(0x0029, 0x0010), Array("AB".utf8))
            + Bytes.implicit(Tag(0x0029, 0x1001), Array("AB".utf8)) + Bytes.implicit(Tag(0x6002, 0x0010), [5, 0])
        let text = try json(dataSet, .implicitVRLittleEndian)
        #expect(text.contains(#""00280106":{"vr":"SS","Value":[-1]}"#), "\(text)")
        #expect(text.contains(#""00290010":{"vr":"LO","Value":["AB"]}"#), "\(text)")
        #expect(text.contains(#""00291001":{"vr":"UN","InlineBinary":"QUI="}"#), "\(text)")
        #expect(text.contains(#""60020010":{"vr":"US","Value":[5]}"#), "\(text)")
    }

    @Test func `words of a big-endian object are inline in little endian`() throws {
        let element: [UInt8] = [0x00, 0x21, 0x10, 0x01, 0x4F, 0x57, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]
        #expect(try json(element, .explicitVRBigEndian) == #"{"00211001":{"vr":"OW","InlineBinary":"AgEEAw=="}}"#)
    }
}
