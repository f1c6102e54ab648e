import DICOMCore

/// A small radiograph whose elements a test changes, for objects as devices write them.
struct FieldObject {
    static let study = "1.2.1"
    static let series = "1.2.1.1"

    /// Where DICOMweb has the instance with a number.
    static func uri(_ number: Int = 1) -> String {
        "/studies/\(study)/series/\(series)/instances/\(series).\(number)"
    }

    let sopClass: UID
    let sopInstance: UID
    private var elements: [Tag: (vr: VR, value: [UInt8])] = [:]

    /// An image of one row of shades in 16 bits, or an object without pixels.
    init(_ number: Int = 1, sopClass: UID = SOPClass.digitalXRayImageForPresentation, pixels: [UInt16]? = [0, 1, 2, 3])
    {
        self.sopClass = sopClass
        sopInstance = UID("\(Self.series).\(number)") ?? sopClass
        for (tag, uid) in [
            (Tag.sopClassUID, sopClass.description), (.sopInstanceUID, sopInstance.description),
            (.studyInstanceUID, Self.study), (.seriesInstanceUID, Self.series),
        ] {
            set(tag, "UI", uid)
        }
        set(.modality, "CS", "DX")
        set(.patientID, "LO", "P1")
        guard let pixels else { return }
        set(Self.samplesPerPixel, [1])
        set(Self.photometricInterpretation, "CS", "MONOCHROME2")
        set(.rows, [1])
        set(.columns, [UInt16(pixels.count)])
        for (tag, value) in [(0x0100, 16), (0x0101, 16), (0x0102, 15), (0x0103, 0)] as [(UInt16, UInt16)] {
            set(Tag(0x0028, tag), [value])
        }
        set(.pixelData, "OW", bytes: pixels.flatMap(\.littleEndianBytes))
    }

    static let samplesPerPixel = Tag(0x0028, 0x0002)
    static let photometricInterpretation = Tag(0x0028, 0x0004)
    static let windowCenter = Tag(0x0028, 0x1050)
    static let windowWidth = Tag(0x0028, 0x1051)
    static let voiLUTSequence = Tag(0x0028, 0x3010)

    mutating func set(_ tag: Tag, _ vr: String, bytes: [UInt8]) {
        let letters = Array(vr.utf8)
        elements[tag] = (VR(letters[0], letters[1]), bytes)
    }

    mutating func set(_ tag: Tag, _ vr: String, _ text: String) { set(tag, vr, bytes: Array(text.utf8)) }

    mutating func set(_ tag: Tag, _ numbers: [UInt16]) {
        set(tag, "US", bytes: numbers.flatMap(\.littleEndianBytes))
    }

    mutating func remove(_ tag: Tag) { elements[tag] = nil }

    /// Adds a sequence with one item.
    mutating func set(_ tag: Tag, item: (inout DataSetWriter) -> Void) {
        var writer = DataSetWriter(.explicitLittleEndian)
        item(&writer)
        set(tag, "SQ", bytes: DataSetWriter.item(writer.bytes))
    }

    /// Adds a VOI LUT of 16 bits for the values from 0 on.
    mutating func setVOILUT(_ shades: [UInt16]) {
        set(Self.voiLUTSequence) { item in
            let descriptor = [UInt16(shades.count), 0, 16]
            item.append(Tag(0x0028, 0x3002), .unsignedShort, bytes: descriptor.flatMap(\.littleEndianBytes))
            item.append(Tag(0x0028, 0x3006), .otherWord, bytes: shades.flatMap(\.littleEndianBytes))
        }
    }

    /// As a file in Explicit VR Little Endian.
    var file: [UInt8] {
        var writer = DataSetWriter(.explicitLittleEndian)
        for (tag, element) in elements.sorted(by: { $0.key < $1.key }) {
            writer.append(tag, element.vr, bytes: element.value)
        }
        let meta = FileMetaInformation(
            sopClassUID: sopClass, sopInstanceUID: sopInstance, transferSyntax: .explicitVRLittleEndian)
        return meta.encoded + writer.bytes
    }
}
