import DICOMCore
import DICOMWebEncoding

/// Takes precedence over the type of the same name in Testing.
typealias Tag = DICOMCore.Tag

/// Elements as bytes, for data sets that no writer of ours makes.
enum ElementBytes {
    static func explicit(_ tag: Tag, _ vr: String, _ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
        let length = length ?? UInt32(value.count)
        let isLong = ["OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UC", "UN", "UR", "UT", "SV", "UV"].contains(vr)
        return number(tag.group, 2) + number(tag.element, 2) + vr.utf8
            + (isLong ? [0, 0] + number(length, 4) : number(length, 2)) + value
    }

    static func explicit(_ tag: Tag, _ vr: String, _ text: String) -> [UInt8] {
        explicit(tag, vr, Array(text.utf8) + (text.utf8.count % 2 == 1 ? [vr == "UI" ? 0 : 0x20] : []))
    }

    static func implicit(_ tag: Tag, _ value: [UInt8]) -> [UInt8] {
        number(tag.group, 2) + number(tag.element, 2) + number(value.count, 4) + value
    }

    static func item(_ elements: [UInt8]) -> [UInt8] { DataSetWriter.item(elements) }

    static func number(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static let undefined: UInt32 = 0xFFFF_FFFF
    static let sequenceEnd: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
}

/// The DICOM JSON of a data set, without the transfer syntax that is added to each.
func json(_ dataSet: [UInt8], _ transferSyntax: TransferSyntax = .explicitVRLittleEndian) throws -> String {
    var source = ScanSource(dataSet)
    let metadata = try StoredMetadata(&source, from: 0, in: transferSyntax)
    let elements = metadata.elements.filter { $0.tag != Tag(0x0008, 0x3002) }
    return String(decoding: DICOMJSON.object(elements, bulkDataURI: "b/"), as: UTF8.self)
}
