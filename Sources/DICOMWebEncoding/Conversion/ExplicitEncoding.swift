package import DICOMCore

/// A stored data set as Explicit VR Little Endian, in which DICOMweb has what is stored in Implicit VR or Big Endian
/// (PS3.18 8.7.3): new headers of elements, and values where they are.
///
/// Every value keeps its bytes, or their order is turned. Sequences and items get an undefined length. Group lengths are
/// left out (PS3.5 7.2), and so is what follows the pixel data. An object with a damaged sequence is not converted: part of
/// it would be missing.
package struct ExplicitEncoding: Sendable {
    package enum Segment: Sendable, Equatable {
        case bytes([UInt8])
        /// A value in the source; of words of so many bytes whose order is turned, 1 for none.
        case value(Range<Int>, unit: Int)
    }

    /// Bytes of headers in one object.
    private static let headerLimit = 16 << 20

    package private(set) var segments: [Segment] = []
    package private(set) var byteCount = 0
    private var pending: [UInt8] = []
    private var headerCount = 0
    private var isSigned = false

    package init(of file: inout FileDataSet) throws(HeaderScanError) {
        var walk = try DataSetWalk(
            &file.source, from: file.offset, encoding: file.encoding, following: .every, resumes: false)
        while let step = try walk.next(&file.source) {
            switch step {
            case .value(let element): try append(element, from: &file.source)
            case .sequence(let element): append(element.tag, .sequence, length: nil)
            case .item: append(mark: .item, .max)
            case .itemEnd: append(mark: .itemDelimitation, 0)
            case .sequenceEnd: append(mark: .sequenceDelimitation, 0)
            case .abandoned: break
            case .pixelData(let location):
                let vr = location.vr == .otherByte ? VR.otherByte : .otherWord
                append(.pixelData, vr, length: location.range.count)
                append(location.range, unit: walk.encoding == .explicitBigEndian ? vr.unitSize : 1)
            }
            guard headerCount <= ExplicitEncoding.headerLimit else {
                throw .attributesTooLarge(bytes: ExplicitEncoding.headerLimit)
            }
        }
        flush()
    }

    private mutating func append(
        _ element: ElementHeader, from source: inout ScanSource
    ) throws(HeaderScanError) {
        let tag = element.tag
        guard tag.element != 0 else { return }
        guard let length = element.length else { throw .badLength(tag, offset: element.valueStart) }
        var vr = element.shownRepresentation(isSigned: isSigned)
        // A short length field holds at most 65534, and an empty value is not a sequence (PS3.5 6.2.2).
        if (!vr.hasLongLength && length > 0xFFFE) || (vr == .sequence && length > 0) { vr = .unknown }
        if tag == Tag(0x0028, 0x0103), length == 2 {
            isSigned = try source.bytes(at: element.valueStart, length: 2)?.contains(1) ?? false
        }
        append(tag, vr, length: length + length % 2)
        let unit = element.encoding == .explicitBigEndian ? vr.unitSize : 1
        append(element.valueStart..<element.valueStart + length, unit: length % unit == 0 ? unit : 1)
        if length % 2 == 1 { append([vr.padding]) }
    }

    private mutating func append(_ tag: Tag, _ vr: VR, length: Int?) {
        let count = length.map { UInt32($0) } ?? .max
        append(
            tag.group.littleEndianBytes + tag.element.littleEndianBytes + vr.letters.utf8
                + (vr.hasLongLength ? [0, 0] + count.littleEndianBytes : UInt16(count).littleEndianBytes))
    }

    private mutating func append(mark tag: Tag, _ length: UInt32) {
        append(tag.group.littleEndianBytes + tag.element.littleEndianBytes + length.littleEndianBytes)
    }

    private mutating func append(_ bytes: [UInt8]) {
        pending += bytes
        byteCount += bytes.count
        headerCount += bytes.count
    }

    private mutating func append(_ value: Range<Int>, unit: Int) {
        guard !value.isEmpty else { return }
        flush()
        segments.append(.value(value, unit: unit))
        byteCount += value.count
    }

    private mutating func flush() {
        if !pending.isEmpty { segments.append(.bytes(pending)) }
        pending = []
    }
}
