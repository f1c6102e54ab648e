/// A file (PS3.10) of compressed pixels as it is with uncompressed ones, in Explicit VR Little Endian: which bytes come before
/// the samples.
///
/// The attributes of the Image Pixel Module are replaced, every other element keeps its bytes. Left out are what describes the
/// code stream (PS3.3 C.7.6.3.1.8), the icon (F.7), which may be compressed itself, group lengths around the pixels, and
/// what follows them. SOP Instance UID and Lossy Image Compression stay: the image is the same (PS3.5 8.2), and lost what it
/// lost (PS3.3 C.7.6.1.1.5).
package struct UncompressedEncoding {
    package enum Segment: Equatable {
        case bytes([UInt8])
        /// Bytes of the source as they are.
        case stored(Range<Int>)
    }

    /// What comes before the samples, with the header of Pixel Data.
    package private(set) var segments: [Segment] = []
    private var replacements: [(tag: Tag, bytes: [UInt8])]
    private let leftOut: Set<Tag>
    /// Where the elements begin that are copied next; nil after one that is left out.
    private var copied: Int?

    private static let iconImageSequence = Tag(0x0088, 0x0200)
    /// Beside them Planar Configuration, which an image of one sample per pixel does not have, and the extended offset table.
    private static let alwaysLeftOut: Set<Tag> = [
        Tag(0x0028, 0x0000), Tag(0x0028, 0x0006), iconImageSequence, Tag(0x7FE0, 0x0000), Tag(0x7FE0, 0x0001),
        Tag(0x7FE0, 0x0002), Tag(0x7FE0, 0x0003), .pixelData,
    ]

    /// - Parameters:
    ///   - source: a whole file in a transfer syntax of compressed pixels.
    ///   - pixels: what replaces its pixels.
    ///   - isSelection: whether `pixels` describes only some of its frames; Number of Frames is then replaced too.
    /// - Throws: if its structure is damaged or it has no pixels, or other compressed ones besides.
    package init(
        ofFile source: inout ScanSource, as pixels: ImagePixelDescription, isSelection: Bool = false
    ) throws(HeaderScanError) {
        replacements = Self.attributes(of: pixels, isSelection: isSelection)
        leftOut = Self.alwaysLeftOut.union(replacements.map(\.tag))
        let offset = try FileMetaInformation.Location(in: &source).dataSetOffset
        var walk = try DataSetWalk(
            &source, from: offset, encoding: .explicitLittleEndian, following: .every, resumes: false)
        guard walk.encoding == .explicitLittleEndian else { throw .noElement(offset: offset) }
        var (sopClass, instance): (UID?, UID?)
        var (depth, isIcon) = (0, false)
        while let step = try walk.next(&source) {
            switch step {
            case .value(let element):
                if depth == 0 { begin(element.tag, at: element.start) }
                if depth == 0, element.tag == .sopClassUID { sopClass = try Self.uid(element, in: &source) }
                if depth == 0, element.tag == .sopInstanceUID { instance = try Self.uid(element, in: &source) }
                guard isIcon && depth > 0 || !element.holdsFragments else {
                    throw .unexpected(element.tag, offset: element.start, within: nil)
                }
            case .sequence(let element):
                if depth == 0 {
                    begin(element.tag, at: element.start)
                    isIcon = element.tag == Self.iconImageSequence
                }
                depth += 1
            case .sequenceEnd: depth -= 1
            case .item, .itemEnd, .abandoned: break
            case .pixelData(let location):
                // The header of a long value has twelve bytes in Explicit VR.
                begin(.pixelData, at: location.range.lowerBound - 12)
                let vr = pixels.bitsAllocated == 8 ? VR.otherByte : .otherWord
                let length = UInt32(pixels.byteCount + pixels.byteCount % 2)
                segments.append(
                    .bytes([0xE0, 0x7F, 0x10, 0x00] + vr.letters.utf8 + [0, 0] + length.littleEndianBytes))
                guard let sopClass else { throw .missing(.sopClassUID) }
                guard let instance else { throw .missing(.sopInstanceUID) }
                let meta = FileMetaInformation(
                    sopClassUID: sopClass, sopInstanceUID: instance, transferSyntax: .explicitVRLittleEndian)
                segments.insert(.bytes(meta.encoded), at: 0)
                return
            }
        }
        throw .truncated(offset: source.count, tag: .pixelData)
    }

    /// An element of the data set begins: what replaces elements before it, or it, goes first.
    private mutating func begin(_ tag: Tag, at offset: Int) {
        while let next = replacements.first, next.tag <= tag {
            flush(to: offset)
            segments.append(.bytes(next.bytes))
            replacements.removeFirst()
        }
        if leftOut.contains(tag) {
            flush(to: offset)
        } else if copied == nil {
            copied = offset
        }
    }

    private static func uid(_ element: ElementHeader, in source: inout ScanSource) throws(HeaderScanError) -> UID? {
        guard let length = element.length, length <= 64,
            let bytes = try source.bytes(at: element.valueStart, length: length)
        else { return nil }
        return UID(String(decoding: bytes, as: UTF8.self).trimmingSpaces)
    }

    private mutating func flush(to end: Int) {
        if let start = copied, start < end { segments.append(.stored(start..<end)) }
        copied = nil
    }
}
