import DICOMCore
import Testing

/// Testing has a type of this name too.
typealias Tag = DICOMCore.Tag

/// A radiograph or a document as a modality sends it, and the file that the node makes of it.
struct SentObject {
    var sopClass = SOPClass.computedRadiographyImage
    var syntax = TransferSyntax.explicitVRLittleEndian
    var series = "1.2.3.0"
    var patientName = "DOE^JANE"
    var patientID: String? = "P1"
    var bitsStored: UInt16 = 12
    var window: String?
    var orientation: String?
    var pixels: [UInt8]? = (0..<128).map { UInt8($0) }
    /// Implementation Version Name (0002,0013) in the file.
    var writer = Implementation.name

    private var dataSet: [UInt8] {
        var writer = DataSetWriter(syntax == .implicitVRLittleEndian ? .implicitLittleEndian : .explicitLittleEndian)
        writer.append(.sopClassUID, uid: sopClass)
        writer.append(.sopInstanceUID, .uniqueIdentifier, "1.2.3.1")
        writer.append(.patientName, .personName, patientName)
        if let patientID { writer.append(.patientID, .longString, patientID) }
        writer.append(.studyInstanceUID, .uniqueIdentifier, "1.2.3")
        writer.append(.seriesInstanceUID, .uniqueIdentifier, series)
        if let orientation { writer.append(Tag(0x0020, 0x0020), .codeString, orientation) }
        guard let pixels else { return writer.bytes }
        writer.append(.rows, unsignedShort: 8)
        writer.append(.columns, unsignedShort: 8)
        writer.append(Tag(0x0028, 0x0100), unsignedShort: 16)
        writer.append(Tag(0x0028, 0x0101), unsignedShort: bitsStored)
        if let window { writer.append(Tag(0x0028, 0x1050), .longString, window) }
        writer.append(.pixelData, .otherByte, bytes: pixels)
        return writer.bytes
    }

    /// The file, and its header.
    func received() throws -> (file: [UInt8], header: InstanceHeader) {
        let meta = FileMetaInformation(
            sopClassUID: sopClass, sopInstanceUID: try #require(UID("1.2.3.1")), transferSyntax: syntax)
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
