@testable import DICOMCore
import Foundation
import Platform

/// A DICOM file as the daemon stores it, below a state directory.
struct StoredObject {
    enum Kind {
        case image
        /// The Basic Text SR of this node, of a revision.
        case draft(Int)
        case signed
        /// A signed SR of a workstation.
        case returned
    }

    var study: String
    var number = 1
    var kind = Kind.image
    var patientName = "LINDQVIST^ASTRID"

    var sopInstanceUID: String {
        switch kind {
        case .image: "\(study).1.\(number)"
        case .draft(let revision): "2.25.\(study.filter(\.isNumber))9\(revision)"
        case .signed: "2.25.\(study.filter(\.isNumber))8\(number)"
        case .returned: "\(study).77.\(number)"
        }
    }

    private func append(_ number: Int, _ description: String, _ flags: [String], to writer: inout DataSetWriter) {
        writer.append(Tag(0x0008, 0x103E), .longString, description)
        appendPatient(to: &writer)
        writer.append(.studyInstanceUID, .uniqueIdentifier, study)
        writer.append(.seriesInstanceUID, .uniqueIdentifier, "2.25.\(study.filter(\.isNumber))\(number)")
        writer.append(Tag(0x0020, 0x0011), .integerString, "\(number)")
        let revision = if case .draft(let revision) = kind { revision } else { 1 }
        writer.append(Tag(0x0020, 0x0013), .integerString, "\(revision)")
        writer.append(Tag(0x0040, 0xA491), .codeString, flags[0])
        writer.append(Tag(0x0040, 0xA493), .codeString, flags[1])
    }

    private func appendPatient(to writer: inout DataSetWriter) {
        writer.append(.patientName, .personName, patientName)
        writer.append(.patientID, .longString, "PAT-778899")
    }

    var bytes: [UInt8] {
        var isImage = false
        if case .image = kind { isImage = true }
        let sopClass = isImage ? SOPClass.digitalXRayImageForPresentation : SOPClass.basicTextSR
        let meta = FileMetaInformation(
            sopClassUID: sopClass, sopInstanceUID: UID(known: sopInstanceUID), transferSyntax: .explicitVRLittleEndian)
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.sopClassUID, uid: sopClass)
        writer.append(.sopInstanceUID, .uniqueIdentifier, sopInstanceUID)
        writer.append(Tag(0x0008, 0x0060), .codeString, isImage ? "DX" : "SR")
        switch kind {
        case .draft: append(9001, "AI DRAFT REPORT - NOT VERIFIED", ["PARTIAL", "UNVERIFIED"], to: &writer)
        case .signed: append(9011, "REPORT - SIGNED", ["COMPLETE", "VERIFIED"], to: &writer)
        case .returned: append(4, "RIS", ["COMPLETE", "VERIFIED"], to: &writer)
        case .image:
            appendPatient(to: &writer)
            writer.append(Tag(0x0018, 0x0015), .codeString, "CHEST")
            writer.append(Tag(0x0018, 0x5101), .codeString, "PA")
            writer.append(.studyInstanceUID, .uniqueIdentifier, study)
            writer.append(.seriesInstanceUID, .uniqueIdentifier, "\(study).1")
            writer.append(.rows, unsignedShort: 8)
            writer.append(.columns, unsignedShort: 8)
            writer.append(Tag(0x0028, 0x0100), unsignedShort: 16)
            writer.append(.pixelData, .otherByte, bytes: [UInt8](repeating: UInt8(number), count: 128))
        }
        return meta.encoded + writer.bytes
    }

    /// Writes the file, and returns its path relative to the state directory.
    @discardableResult
    func write(in directory: String, _ folder: String = "instances/7a/01", name: String? = nil) throws -> String {
        let path = "\(folder)/\(name ?? UUID().uuidString).dcm"
        try FileManager.default.createDirectory(atPath: "\(directory)/\(folder)", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: "\(directory)/\(path)"))
        return path
    }
}
