/// The markers of a JPEG or JPEG-LS code stream (ISO/IEC 10918-1 B.1.1, ISO/IEC 14495-1 C) up to its first scan.
///
/// DCMTK's decoders follow them too, but loop forever at a segment of length zero and believe each length.
struct JPEGMarkers {
    /// Limit on the scans. Progressive JPEG has about ten; libjpeg goes through the whole picture for each, even if it has
    /// but one byte.
    private static let scanLimit = 100

    let header: CodedFrameHeader
    /// Offset of the marker SOS.
    private let scan: Int
    /// Where the segments for applications (APPn) and comments (COM) are.
    private let applicationRanges: [Range<Int>]
    /// SOF0 or SOF1: each scan holds all coefficients.
    private let isSequential: Bool
    /// Where the frame header says its number of lines.
    private let height: Int
    /// The segment DNL that says it in its place.
    private let lines: Range<Int>?
    private let stream: [UInt8]

    /// Throws `undecodable` if the markers do not lead to a frame header and a scan.
    init(_ stream: [UInt8]) throws(DICOMObjectError) {
        var at = 2
        var frame: (marker: UInt8, segment: ArraySlice<UInt8>, start: Int)?
        var applications: [(marker: UInt8, segment: ArraySlice<UInt8>)] = []
        var ranges: [Range<Int>] = []
        while true {
            guard at + 4 <= stream.count else { throw Self.broken("has no scan (SOS) in its \(stream.count) bytes") }
            let marker = stream[at + 1]
            guard stream[at] == 0xFF else { throw Self.broken("has \(hexadecimal([stream[at]])) for a marker", at) }
            if marker == 0xFF {
                at += 1  // a fill byte
                continue
            }
            if marker == 0xDE {
                throw .unsupportedPixels(reason: "the code stream is JPEG Hierarchical (DHP, FF DE at byte \(at))")
            }
            if marker < 0xC0 || (0xD0...0xD9).contains(marker) {
                throw Self.broken("has the marker \(hexadecimal([0xFF, marker])) before its scan", at)
            }
            let length = Int(stream[at + 2]) << 8 | Int(stream[at + 3])
            guard length >= 2 else {
                throw Self.broken("has a segment \(hexadecimal([0xFF, marker])) of length \(length)", at)
            }
            if marker == 0xDA { break }
            let segment = stream[min(at + 4, stream.count)..<min(at + 2 + length, stream.count)]
            if marker == 0xE0 || marker == 0xEE { applications.append((marker, segment)) }
            if (0xE0...0xEF).contains(marker) || marker == 0xFE {
                ranges.append(at..<min(at + 2 + length, stream.count))
            }
            if Self.isFrame(marker), frame == nil { frame = (marker, segment, at) }
            at += 2 + length
        }
        guard let frame else { throw Self.broken("has a scan but no frame header (SOF)", at) }
        let scans = Self.scans(in: stream, from: at)
        guard scans <= Self.scanLimit else {
            throw Self.broken("has \(scans) scans (SOS), at most \(Self.scanLimit) are decoded", at)
        }
        self.stream = stream
        scan = at
        applicationRanges = ranges
        isSequential = frame.marker <= 0xC1
        height = frame.start + 5
        var segment = Array(frame.segment)
        lines = try Self.lines(of: segment, in: stream, from: at)
        if let lines, segment.count > 2 { segment.replaceSubrange(1...2, with: stream[lines].suffix(2)) }
        header = try Self.header(frame.marker, segment, applications)
        try requireDecodable(segment)
    }

    /// Refuses a process that is not decoded, and a frame whose scans do not code the whole picture.
    private func requireDecodable(_ frame: [UInt8]) throws(DICOMObjectError) {
        let process = header.process
        guard process.isDecodable else { throw .unsupportedPixels(reason: "the code stream is \(process)") }
        guard case .jpeg(let number) = process, number == 2 || header.components > 1 else { return }
        let components = (0..<header.components).map { frame[6 + 3 * $0] }
        let missing = JPEGScans(stream, from: scan).missing(of: components, isProgressive: number == 2)
        if let missing { throw Self.broken("is \(process) and has no scan (SOS) for \(missing)") }
    }

    /// The code stream as the decoders need it: with an end marker, and with the number of lines in the frame header. In
    /// JPEG, segments for applications are left out, because libjpeg warns of their version as it warns of missing pixels;
    /// and the last three bytes of a sequential scan header have their only valid value, which some devices leave zero
    /// (B.2.3).
    var repaired: [UInt8] {
        var bytes = stream
        if let lines {
            bytes.replaceSubrange(height..<height + 2, with: stream[lines].suffix(2))
            bytes.removeSubrange(lines)
        }
        let spectral = scan + 5 + 2 * (scan + 4 < bytes.count ? Int(bytes[scan + 4]) : 0)
        if isSequential, spectral + 3 <= bytes.count {
            bytes.replaceSubrange(spectral..<spectral + 3, with: [0, 63, 0])
        }
        if !hasEnd { bytes += [0xFF, 0xD9] }
        guard header.process != .jpegLS else { return bytes }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var start = 0
        for range in applicationRanges {
            kept += bytes[start..<range.lowerBound]
            start = range.upperBound
        }
        return kept + bytes[start...]
    }

    /// Whether the end marker EOI is there, before padding.
    var hasEnd: Bool {
        guard let last = stream.lastIndex(where: { $0 != 0 }) else { return false }
        return last > scan && stream[last] == 0xD9 && stream[last - 1] == 0xFF
    }

    /// The segment DNL (B.2.5) after the first scan, if the frame header says 0 lines and so leaves it to that. In a scan FF
    /// is followed by 00, by a byte below 80 (JPEG-LS) or by a marker of restart (RSTn); before a marker more FF may come.
    private static func lines(
        of frame: [UInt8], in stream: [UInt8], from scan: Int
    ) throws(DICOMObjectError) -> Range<Int>? {
        guard frame.count > 2, frame[1] == 0, frame[2] == 0 else { return nil }
        var at = scan + 2
        while at + 1 < stream.count {
            let (first, second) = (stream[at], stream[at + 1])
            if first == 0xFF, second >= 0x80, second != 0xFF, !(0xD0...0xD7).contains(second) { break }
            at += 1
        }
        guard at + 6 <= stream.count, stream[at + 1] == 0xDC, stream[at + 2] == 0, stream[at + 3] == 4 else {
            throw broken("has 0 lines in its frame header (SOF), and no number of lines (DNL) after its first scan", at)
        }
        return at..<at + 6
    }

    /// Counts SOS, which entropy-coded bytes cannot contain (B.1.1.5).
    private static func scans(in stream: [UInt8], from start: Int) -> Int {
        stream.withUnsafeBufferPointer { bytes in
            var count = 0
            for at in start..<bytes.count - 1 where bytes[at] == 0xFF && bytes[at + 1] == 0xDA { count += 1 }
            return count
        }
    }

    private static func broken(_ what: String, _ offset: Int? = nil) -> DICOMObjectError {
        .undecodable(reason: "the JPEG code stream \(what)" + (offset.map { " at byte \($0)" } ?? ""))
    }

    /// SOF0 to SOF15, which share their numbers with DHT, JPG and DAC; SOF55 of JPEG-LS.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker) || marker == 0xF7
    }

    private static func header(
        _ marker: UInt8, _ segment: [UInt8], _ applications: [(marker: UInt8, segment: ArraySlice<UInt8>)]
    ) throws(DICOMObjectError) -> CodedFrameHeader {
        guard segment.count >= 6, segment.count >= 6 + 3 * Int(segment[5]) else {
            throw broken("has a frame header \(hexadecimal([0xFF, marker])) of only \(segment.count) bytes")
        }
        func word(_ offset: Int) -> Int { Int(segment[offset]) << 8 | Int(segment[offset + 1]) }
        return CodedFrameHeader(
            process: marker == 0xF7 ? .jpegLS : .jpeg(frame: marker - 0xC0), rows: word(1), columns: word(3),
            components: Int(segment[5]), precision: Int(segment[0]),
            colour: colour(marker, segment, applications))
    }

    /// What the components are, by their identifiers, JFIF, Adobe's segment and the subsampling, in this order.
    private static func colour(
        _ marker: UInt8, _ segment: [UInt8], _ applications: [(marker: UInt8, segment: ArraySlice<UInt8>)]
    ) -> CodedFrameHeader.Colour? {
        guard segment[5] == 3 else { return nil }
        let components = stride(from: 6, to: 15, by: 3).map { segment[$0] }
        if components == Array("RGB".utf8) { return .redGreenBlue }
        // Only the discrete cosine transform is used with colour differences as a matter of course.
        guard marker <= 0xC2 else { return nil }
        if applications.contains(where: { $0.marker == 0xE0 && $0.segment.starts(with: Array("JFIF".utf8)) }) {
            return .luminanceFirst
        }
        let adobe = applications.first { $0.marker == 0xEE && $0.segment.starts(with: Array("Adobe".utf8)) }
        if let transform = adobe?.segment.dropFirst(11).first {
            return transform == 0 ? .redGreenBlue : .luminanceFirst
        }
        return Set(stride(from: 7, to: 15, by: 3).map { segment[$0] }).count > 1 ? .luminanceFirst : nil
    }
}
