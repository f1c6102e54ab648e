import CDCMTK
import DICOMCore
import Glibc

/// Where the elements of a stored object are, and how they are coded.
struct ObjectElements {
    private let transferSyntax: TransferSyntax
    /// The data set, if it is deflated in the file.
    private var inflated: [UInt8]?

    /// The sequences that display, documents and their readers need, with all that they contain.
    private static let sequences: Set<Tag> = ReportDocument.copied.union([
        .requestAttributesSequence, .verifyingObserverSequence,
        Tag(0x0028, 0x3000),  // Modality LUT Sequence
        Tag(0x0028, 0x3010),  // VOI LUT Sequence
        Tag(0x0040, 0xA360),  // Predecessor Documents Sequence
        Tag(0x0040, 0xA375),  // Current Requested Procedure Evidence Sequence
        Tag(0x0040, 0xA730),  // Content Sequence
        // Further sequences of this program's own documents.
        .conceptNameCodeSequence, .referencedRequestSequence,
        Tag(0x0008, 0x0110),  // Coding Scheme Identification Sequence
        Tag(0x0008, 0x114A),  // Referenced Instance Sequence
        Tag(0x0008, 0x2112),  // Source Image Sequence
        Tag(0x0040, 0xA078),  // Author Observer Sequence
        Tag(0x0040, 0xA504),  // Content Template Sequence
        Tag(0x0042, 0x0013),  // Source Instance Sequence
    ])

    /// Finds the elements that are needed in an open file.
    static func read(
        _ descriptor: Int32
    ) throws(DICOMObjectError) -> (elements: ObjectElements, extract: DataSetExtract) {
        do throws(HeaderScanError) {
            var source = try ScanSource(descriptor: descriptor)
            let location = try location(in: &source)
            var elements = ObjectElements(transferSyntax: location.transferSyntax)
            var offset = location.offset
            if elements.transferSyntax.isDeflated {
                let bytes = try Inflation(source, from: offset).everything()
                source = ScanSource(bytes)
                offset = 0
                elements.inflated = bytes
            }
            let extract = try DataSetExtract(
                &source, from: offset, encoding: elements.transferSyntax.encoding, sequences: sequences,
                representation: representation)
            return (elements, extract)
        } catch .unknownTransferSyntax(let uid?) {
            throw .unsupportedTransferSyntax(uid: uid)
        } catch {
            throw .unreadable(reason: "\(error)")
        }
    }

    /// Reads the file meta information; without any, the file may still be a bare data set, as older tools write them.
    private static func location(
        in source: inout ScanSource
    ) throws(HeaderScanError) -> (offset: Int, transferSyntax: TransferSyntax) {
        do throws(HeaderScanError) {
            let location = try FileMetaInformation.Location(in: &source)
            return (location.dataSetOffset, location.transferSyntax)
        } catch .noPrefix {
            let group = try source.bytes(at: 0, length: 2).map(Array.init)
            guard group == [0x08, 0x00] || group == [0x00, 0x08] else { throw .noPrefix }
            return (0, .implicitVRLittleEndian)
        }
    }

    private static func representation(_ tag: Tag) -> VR? {
        var letters: (CChar, CChar) = (0, 0)
        let isKnown = withUnsafeMutableBytes(of: &letters) { bytes in
            cd_attribute_vr(tag.group, tag.element, bytes.bindMemory(to: CChar.self).baseAddress)
        }
        return isKnown ? VR(UInt8(bitPattern: letters.0), UInt8(bitPattern: letters.1)) : nil
    }

    /// Has DCMTK parse the extract, followed by the pixels where they are.
    func parse(_ extract: DataSetExtract, of descriptor: Int32) throws(DICOMObjectError) -> OpaquePointer {
        let frame = extract.pixelDataFrame
        let head = extract.bytes + (frame?.head ?? [])
        let tail = frame?.tail ?? []
        let pixels = extract.pixelData?.range ?? 0..<0
        var object: OpaquePointer?
        let status = head.withUnsafeBufferPointer { head in
            tail.withUnsafeBufferPointer { tail in
                (inflated ?? []).withUnsafeBufferPointer { inflated in
                    let start = inflated.baseAddress.map { $0 + pixels.lowerBound }
                    let segments = [
                        cd_segment(bytes: head.baseAddress, offset: 0, count: UInt64(head.count)),
                        cd_segment(
                            bytes: self.inflated == nil ? nil : start, offset: UInt64(pixels.lowerBound),
                            count: UInt64(pixels.count)),
                        cd_segment(bytes: tail.baseAddress, offset: 0, count: UInt64(tail.count)),
                    ].filter { $0.count > 0 }
                    return cd_object_read(
                        descriptor, transferSyntax.uid.description, coding(of: extract).uid.description, segments,
                        segments.count, &object)
                }
            }
        }
        try DICOMObjectError.check(status)
        guard let object else { throw .unreadable(reason: "DCMTK returned no object") }
        return object
    }

    /// The coding of the extract: an explicit one, unless the pixels are in fragments.
    private func coding(of extract: DataSetExtract) -> TransferSyntax {
        if extract.pixelData?.isEncapsulated == true, transferSyntax.isEncapsulated { return transferSyntax }
        return extract.isBigEndian ? .explicitVRBigEndian : .explicitVRLittleEndian
    }
}
