import DICOMCore
import Foundation

/// Testing has a type of this name too.
typealias Tag = DICOMCore.Tag

/// Data sets for tests: small radiographs made element by element.
struct SampleObject {
    var sopClassUID = SOPClass.computedRadiographyImage
    var instance = "1.2.3.1"
    var study = "1.2.3"
    var series = "1.2.3.0"
    var patientName = "Doe^Jane"
    var patientID = "P1"
    var rows: UInt16 = 8
    var columns: UInt16 = 8
    var pixels: [UInt8] = (0..<128).map { UInt8($0) }

    /// In Explicit VR Little Endian.
    var bytes: [UInt8] { encoded(.explicitLittleEndian) }

    func encoded(_ encoding: DataSetWriter.Encoding) -> [UInt8] {
        var writer = DataSetWriter(encoding)
        writer.append(.specificCharacterSet, .codeString, "ISO_IR 192")
        writer.append(.sopClassUID, uid: sopClassUID)
        writer.append(.sopInstanceUID, .uniqueIdentifier, instance)
        writer.append(.studyDate, .date, "20261122")
        writer.append(.accessionNumber, .shortString, "A1")
        writer.append(.modality, .codeString, "CR")
        writer.append(.studyDescription, .longString, "Chest PA")
        writer.append(.patientName, .personName, patientName)
        writer.append(.patientID, .longString, patientID)
        writer.append(.studyInstanceUID, .uniqueIdentifier, study)
        writer.append(.seriesInstanceUID, .uniqueIdentifier, series)
        writer.append(.instanceNumber, .integerString, "1")
        writer.append(.rows, unsignedShort: rows)
        writer.append(.columns, unsignedShort: columns)
        writer.append(.pixelData, .otherByte, bytes: pixels)
        return writer.bytes
    }

    /// An element of any length, in the long form.
    static func element(_ tag: Tag, _ vr: String, _ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
        func number<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
        return number(tag.group) + number(tag.element) + Array(vr.utf8) + [0, 0]
            + number(length ?? UInt32(value.count)) + value
    }
}
