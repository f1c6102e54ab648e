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
    package init(
        ofFile file: ScanSource, as sopInstanceUID: UID, by system: String, at moment: String
    ) throws(CoercionError) {
        source = file
        self.sopInstanceUID = sopInstanceUID
        do throws(HeaderScanError) {
            edits = try Self.edits(&source, sopInstanceUID, system, moment) ?? []
        } catch {
            throw .unreadable(error)
        }
        guard !edits.isEmpty else { throw try Self.obstacle(in: &source) }
    }

    /// Gives the file piece by piece.
    package mutating func write(_ body: (UnsafeRawBufferPointer) -> Void) throws(HeaderScanError) {
        var offset = 0
        for edit in edits + [(source.count..<source.count, [])] {
            while offset < edit.range.lowerBound {
                let length = min(4096, edit.range.lowerBound - offset)
                guard let bytes = try source.bytes(at: offset, length: length) else { throw .truncated(offset: offset) }
                bytes.withUnsafeBytes(body)
                offset += length
            }
            edit.bytes.withUnsafeBytes(body)
            offset = edit.range.upperBound
        }
    }

    /// Returns nil if the object cannot be rewritten for another reason than damage.
    private static func edits(
        _ source: inout ScanSource, _ uid: UID, _ system: String, _ moment: String
    ) throws(HeaderScanError) -> [(range: Range<Int>, bytes: [UInt8])]? {
        let location = try FileMetaInformation.Location(in: &source)
        guard isRewritable(location.transferSyntax) else { return nil }
        let header = try InstanceHeader(ofFile: &source)
        guard let sopClassUID = UID(header.sopClassUID) else { return nil }
        let meta = FileMetaInformation(
            sopClassUID: sopClassUID, sopInstanceUID: uid, transferSyntax: location.transferSyntax)
        var edits = [(range: 0..<location.dataSetOffset, bytes: meta.encoded)]
        var walk = try DataSetWalk(
            &source, from: location.dataSetOffset, encoding: location.transferSyntax.encoding, following: [],
            resumes: false)
        guard let encoding = DataSetWriter.Encoding(walk.encoding) else { return nil }
        var place: Int?
        while let step = try walk.next(&source) {
            let (tag, start, end): (Tag, Int, Int?) =
                switch step {
                case .value(let element): (element.tag, element.start, element.end)
                // The walk ends with the pixel data, whose header it has not passed.
                case .pixelData: (.pixelData, walk.offset, nil)
                default: (.pixelData, walk.offset, nil)
                }
            if tag == originalAttributes { return nil }
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
        return edits
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

    private static func isRewritable(_ syntax: TransferSyntax) -> Bool {
        syntax != .deflatedExplicitVRLittleEndian && syntax.encoding != .explicitBigEndian
    }

    private static func obstacle(in source: inout ScanSource) throws(CoercionError) -> CoercionError {
        do throws(HeaderScanError) {
            let syntax = try FileMetaInformation.Location(in: &source).transferSyntax
            return isRewritable(syntax) ? .hasOriginalAttributes : .encoding(syntax.name)
        } catch {
            return .unreadable(error)
        }
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
