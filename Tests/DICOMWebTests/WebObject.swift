import DICOMCore

/// A small image as a file, in any uncompressed encoding.
enum WebObject {
    static let pixels = [UInt8](0..<24)

    static func file(
        _ number: Int, study: String = "1.2.1", syntax: TransferSyntax = .explicitVRLittleEndian,
        sopClass: String = "1.2.840.10008.5.1.4.1.1.1", name: String = "Doe^Jane", pixels: [UInt8] = pixels
    ) throws -> [UInt8] {
        var writer = DataSetWriter(
            syntax.encoding == .implicitLittleEndian ? .implicitLittleEndian : .explicitLittleEndian)
        func us(_ tag: Tag, _ value: UInt16) { writer.append(tag, unsignedShort: value) }
        writer.append(.sopClassUID, .uniqueIdentifier, sopClass)
        writer.append(.sopInstanceUID, .uniqueIdentifier, "\(study).1.\(number)")
        writer.append(Tag(0x0008, 0x0060), .codeString, "DX")
        writer.append(.patientName, .personName, name)
        writer.append(.patientID, .longString, "P1")
        writer.append(.studyInstanceUID, .uniqueIdentifier, study)
        writer.append(.seriesInstanceUID, .uniqueIdentifier, "\(study).1")
        us(Tag(0x0028, 0x0002), 1)
        writer.append(.numberOfFrames, .integerString, "2")
        us(.rows, 2)
        us(.columns, 3)
        us(Tag(0x0028, 0x0100), 16)
        us(Tag(0x0028, 0x0103), 0)
        writer.append(Tag(0x0029, 0x1001), .otherByte, bytes: [UInt8](repeating: 7, count: 100))
        writer.append(.pixelData, .otherWord, bytes: pixels)
        guard let classUID = UID(sopClass), let uid = UID("\(study).1.\(number)") else { return [] }
        return FileMetaInformation(sopClassUID: classUID, sopInstanceUID: uid, transferSyntax: syntax).encoded
            + writer.bytes
    }

    /// An image of one frame, by default in JPEG Lossless, whose frame is not a code stream: nothing here decodes it.
    static func compressed(_ number: Int = 1, in syntax: TransferSyntax = .jpegLosslessFirstOrder) throws -> [UInt8] {
        let whole = try file(number)
        // In its place, the pixel data of one frame in one fragment.
        let head = whole.dropLast(pixels.count + 12)
        guard let classUID = UID("1.2.840.10008.5.1.4.1.1.1"), let uid = UID("1.2.1.1.\(number)") else { return [] }
        let explicit = FileMetaInformation(
            sopClassUID: classUID, sopInstanceUID: uid, transferSyntax: .explicitVRLittleEndian)
        let meta = FileMetaInformation(sopClassUID: classUID, sopInstanceUID: uid, transferSyntax: syntax)
        let one = Array(head.dropFirst(explicit.encoded.count)).replacing(
            "IS\u{2}\u{0}2 ".utf8, with: "IS\u{2}\u{0}1 ".utf8)
        let fragment: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC3, 1, 2, 0xFF, 0xD9]
        return meta.encoded + one + [0xE0, 0x7F, 0x10, 0x00] + Array("OB".utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
            + [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0] + [0xFE, 0xFF, 0x00, 0xE0, 8, 0, 0, 0] + fragment
            + [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    }
}
