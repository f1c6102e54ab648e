import DICOMCore
import Platform
import Testing

@testable import Intake

/// Testing has a type of this name too.
typealias Tag = DICOMCore.Tag

/// A radiograph or a document as a modality sends it, and the file that the node makes of it.
struct SentObject {
    var sopClass = SOPClass.computedRadiographyImage
    var syntax = TransferSyntax.explicitVRLittleEndian
    var series = "1.2.3.0"
    var instance = "1.2.3.1"
    var patientName = "DOE^JANE"
    var birthDate: String?
    var patientID: String? = "P1"
    var bitsStored: UInt16 = 12
    /// Photometric Interpretation and Planar Configuration of three samples.
    var colours: (name: String, planes: UInt16)?
    var window: String?
    var padding: UInt16?
    var orientation: String?
    /// Look-up tables by their sequence.
    var tables: [(sequence: Tag, tables: [Table])] = []
    var pixels: [UInt8]? = (0..<128).map { UInt8($0) }
    /// The items of compressed pixels, in place of `pixels`.
    var fragments: [[UInt8]]?
    /// Implementation Version Name (0002,0013) in the file.
    var writer = Implementation.name

    struct Table {
        var descriptor: [UInt16] = [4, 0, 16]
        var data: [UInt16] = [0, 10, 20, 30]
        var explanation = "NORMAL"
    }

    private func append(_ tables: [Table], to sequence: Tag, _ writer: inout DataSetWriter) {
        let items = tables.flatMap { table in
            var item = DataSetWriter(encoding)
            item.append(Tag(0x0028, 0x3002), .unsignedShort, bytes: Self.bytes(table.descriptor))
            item.append(Tag(0x0028, 0x3003), .longString, table.explanation)
            item.append(Tag(0x0028, 0x3006), .otherWord, bytes: Self.bytes(table.data))
            return DataSetWriter.item(item.bytes)
        }
        writer.append(sequence, .sequence, bytes: items)
    }

    private static func bytes(_ words: [UInt16]) -> [UInt8] {
        words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    private var encoding: DataSetWriter.Encoding {
        syntax == .implicitVRLittleEndian ? .implicitLittleEndian : .explicitLittleEndian
    }

    private var dataSet: [UInt8] {
        var writer = DataSetWriter(encoding)
        writer.append(.sopClassUID, uid: sopClass)
        writer.append(.sopInstanceUID, .uniqueIdentifier, instance)
        writer.append(.patientName, .personName, patientName)
        if let patientID { writer.append(.patientID, .longString, patientID) }
        if let birthDate { writer.append(.patientBirthDate, .longString, birthDate) }
        writer.append(.studyInstanceUID, .uniqueIdentifier, "1.2.3")
        writer.append(.seriesInstanceUID, .uniqueIdentifier, series)
        if let orientation { writer.append(Tag(0x0020, 0x0020), .codeString, orientation) }
        guard let pixels else { return writer.bytes }
        if let colours {
            writer.append(Tag(0x0028, 0x0002), unsignedShort: 3)
            writer.append(Tag(0x0028, 0x0004), .codeString, colours.name)
            writer.append(Tag(0x0028, 0x0006), unsignedShort: colours.planes)
        }
        writer.append(.rows, unsignedShort: 8)
        writer.append(.columns, unsignedShort: 8)
        writer.append(Tag(0x0028, 0x0100), unsignedShort: 16)
        writer.append(Tag(0x0028, 0x0101), unsignedShort: bitsStored)
        if let padding { writer.append(Tag(0x0028, 0x0120), unsignedShort: padding) }
        if let window { writer.append(Tag(0x0028, 0x1050), .longString, window) }
        for (sequence, tables) in tables { append(tables, to: sequence, &writer) }
        if let fragments {
            let header: [UInt8] = [0xE0, 0x7F, 0x10, 0, 0x4F, 0x42, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
            let end: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
            return writer.bytes + header + fragments.flatMap { DataSetWriter.item($0) } + end
        }
        writer.append(.pixelData, .otherByte, bytes: pixels)
        return writer.bytes
    }

    /// The file, and its header.
    func received() throws -> (file: [UInt8], header: InstanceHeader) {
        let meta = FileMetaInformation(
            sopClassUID: sopClass, sopInstanceUID: try #require(UID(instance)), transferSyntax: syntax)
        var bytes = meta.encoded
        let (length, name) = (Implementation.name.utf8.count + Implementation.name.utf8.count % 2, writer)
        bytes.removeLast(length + 8)
        var element = DataSetWriter(.explicitLittleEndian)
        element.append(Tag(0x0002, 0x0013), .shortString, name)
        bytes += element.bytes
        var source = ScanSource(dataSet)
        return (bytes + dataSet, try InstanceHeader(scanning: &source, transferSyntax: syntax))
    }
}

extension InstanceIntake {
    /// Takes an object as if an association had received it.
    func admit(_ object: SentObject) throws -> Admission {
        let (bytes, header) = try object.received()
        let file = try newFile()
        bytes.withUnsafeBytes { file.write($0) }
        return try admit(file, header: header, callingAETitle: try #require(AETitle("MODALITY1")))
    }
}
