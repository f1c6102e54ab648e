/// The main header and the tile-parts of a JPEG 2000 code stream (ISO/IEC 15444-1 Annex A).
struct JPEG2000Markers {
    let header: CodedFrameHeader
    private let stream: [UInt8]
    /// Offset after the last tile-part.
    private let end: Int

    /// Throws `undecodable` if there is no image size (SIZ), the first segment of every code stream.
    init(_ stream: [UInt8]) throws(DICOMObjectError) {
        guard stream.count >= 45 else {
            throw .undecodable(reason: "the JPEG 2000 code stream ends in its header, after \(stream.count) bytes")
        }
        func number(_ offset: Int, _ count: Int) -> Int {
            stream[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
        }
        let (right, bottom, left, top) = (number(8, 4), number(12, 4), number(16, 4), number(20, 4))
        var at = 4 + number(4, 2)
        var isTransformed = false
        var isHighThroughput = false
        // The main header, then each tile-part by its length (A.4.2); a length of zero reaches to the end.
        var end = stream.count
        while at + 4 <= stream.count, stream[at] == 0xFF {
            let marker = stream[at + 1]
            if marker == 0xD9 { end = at }
            guard marker >= 0x50, marker != 0xD9 else { break }
            if marker == 0x50 { isHighThroughput = true }
            if marker == 0x52, at + 9 <= stream.count { isTransformed = stream[at + 8] != 0 }
            guard marker == 0x90 else {
                at += 2 + number(at + 2, 2)
                continue
            }
            let length = at + 10 <= stream.count ? number(at + 6, 4) : 0
            if length == 0 {
                end = stream.count
                break
            }
            guard length >= 12, length <= stream.count - at else {
                throw .undecodable(
                    reason: "the JPEG 2000 tile-part (SOT) at byte \(at) has a length of \(length), "
                        + "\(stream.count - at) bytes follow")
            }
            at += length
            end = at
        }
        self.stream = stream
        self.end = end
        let components = number(40, 2)
        header = CodedFrameHeader(
            process: isHighThroughput ? .highThroughputJPEG2000 : .jpeg2000,
            rows: bottom - top, columns: right - left, components: components, precision: Int(stream[42] & 0x7F) + 1,
            isSigned: stream[42] & 0x80 != 0,
            colour: components == 3 && isTransformed ? .redGreenBlue : nil)
    }

    /// Whether the end marker EOC is there, before padding.
    var hasEnd: Bool { stream[..<(endOfMarker ?? 0)].suffix(2) == [0xFF, 0xD9] }

    /// The code stream up to its end marker, which is added if it is missing after the last tile-part.
    var repaired: [UInt8] { hasEnd ? Array(stream[..<(endOfMarker ?? 0)]) : stream[..<end] + [0xFF, 0xD9] }

    /// Where the end marker ends if there is one: after the last tile-part, or before the padding if that reaches to the
    /// end.
    private var endOfMarker: Int? {
        end + 2 <= stream.count ? end + 2 : stream.lastIndex { $0 != 0 }.map { $0 + 1 }
    }

    /// The code stream in a JP2 file (I.4), which some devices send although PS3.5 A.4.4 does not allow it; other bytes
    /// unchanged.
    static func unwrapped(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) else { return bytes }
        var at = 0
        while at + 8 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            if bytes[at + 4..<at + 8].elementsEqual(Array("jp2c".utf8)) {
                return Array(bytes[min(at + (length == 1 ? 16 : 8), bytes.count)...])
            }
            guard length >= 8 else { break }
            at += length
        }
        return bytes
    }
}
