/// A stored object as another instance: with a new SOP Instance UID, and with the former one in its Original Attributes
/// Sequence (0400,0561) (PS3.3 C.12.1.1.9). Every other byte of the data set is kept; group lengths, which would be
/// wrong, are left out (PS3.5 7.2).
package struct CoercedInstance {
    package let sopInstanceUID: UID
    /// What replaces a part of the file: bytes for a range, in order.
    private let edits: [(range: Range<Int>, bytes: [UInt8])]
    private var source: ScanSource

    private static let originalAttributes = Tag(0x0400, 0x0561)

    /// - Parameters:
    ///   - file: a whole DICOM file.
    ///   - sopInstanceUID: the new one.
    ///   - system: the AE title or name of the system that changes it.
    ///   - moment: when, as a DT value (PS3.5 6.2).
    /// - Throws: `CoercionError`, or `HeaderScanError` for a damaged file.
    package init(
        ofFile file: ScanSource, as sopInstanceUID: UID, by system: String, at moment: String
    ) throws {
        source = file
        self.sopInstanceUID = sopInstanceUID
        edits = try Self.edits(&source, sopInstanceUID, system, moment)
    }

    /// Gives the file piece by piece.
    package mutating func write(_ body: (UnsafeRawBufferPointer) -> Void) throws {
        var offset = 0
        for edit in edits {
            try source.eachPiece(of: offset..<edit.range.lowerBound, body)
            edit.bytes.withUnsafeBytes(body)
            offset = edit.range.upperBound
        }
        try source.eachPiece(of: offset..<source.count, body)
    }

    private static func edits(
        _ source: inout ScanSource, _ uid: UID, _ system: String, _ moment: String
    ) throws -> [(range: Range<Int>, bytes: [UInt8])] {
        let location = try FileMetaInformation.Location(in: &source)
        let syntax = location.transferSyntax
        guard syntax != .deflatedExplicitVRLittleEndian else { throw CoercionError.encoding(syntax.name) }
        let header = try InstanceHeader(ofFile: &source)
        guard let sopClassUID = UID(header.sopClassUID) else { throw HeaderScanError.invalidUID(.sopClassUID) }
        let meta = FileMetaInformation(
            sopClassUID: sopClassUID, sopInstanceUID: uid, transferSyntax: syntax)
        var edits = [(range: 0..<location.dataSetOffset, bytes: meta.encoded)]
        var walk = try DataSetWalk(
            &source, from: location.dataSetOffset, encoding: syntax.encoding, following: [],
            resumes: false)
        guard let encoding = DataSetWriter.Encoding(walk.encoding) else {
            throw CoercionError.encoding("big-endian order")
        }
        var place: Int?
        while let step = try walk.next(&source) {
            let (tag, start, end): (Tag, Int, Int?) =
                switch step {
                case .value(let element): (element.tag, element.start, element.end)
                // The walk ends at the header of the pixel data.
                default: (.pixelData, walk.offset, nil)
                }
            if tag == originalAttributes { throw CoercionError.hasOriginalAttributes }
            if place == nil, tag > originalAttributes { place = start }
            if [Tag(0x0008, 0x0000), Tag(0x0400, 0x0000)].contains(tag), let end { edits.append((start..<end, [])) }
            if tag == .sopInstanceUID, let end {
                var writer = DataSetWriter(encoding)
                writer.append(.sopInstanceUID, uid: uid)
                edits.append((start..<end, writer.bytes))
            }
        }
        let insertion = place ?? source.count
        edits.append(
            (insertion..<insertion, sequence(of: header.sopInstanceUID, system, moment, encoding)))
        // Elements may be out of order.
        return edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func sequence(
        of former: String, _ system: String, _ moment: String, _ encoding: DataSetWriter.Encoding
    ) -> [UInt8] {
        var modified = DataSetWriter(encoding)
        modified.append(.sopInstanceUID, .uniqueIdentifier, former)
        var item = DataSetWriter(encoding)
        item.append(Tag(0x0400, 0x0550), .sequence, bytes: DataSetWriter.item(modified.bytes))
        item.append(Tag(0x0400, 0x0562), .dateTime, moment)  // Attribute Modification DateTime
        item.append(Tag(0x0400, 0x0563), .longString, system)  // Modifying System
        item.append(Tag(0x0400, 0x0564), .longString, "")  // Source of Previous Values: unknown
        item.append(Tag(0x0400, 0x0565), .codeString, "COERCE")  // Reason for the Attribute Modification
        var writer = DataSetWriter(encoding)
        writer.append(originalAttributes, .sequence, bytes: DataSetWriter.item(item.bytes))
        return writer.bytes
    }
}

extension DataSetWriter.Encoding {
    /// Returns nil for big-endian.
    fileprivate init?(_ encoding: TransferSyntax.Encoding) {
        switch encoding {
        case .implicitLittleEndian: self = .implicitLittleEndian
        case .explicitLittleEndian: self = .explicitLittleEndian
        case .explicitBigEndian: return nil
        }
    }
}
