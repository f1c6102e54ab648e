package import DICOMCore

/// Where the frames of a stored image are: ranges of its data set's source, so that a frame is sent without being held in
/// memory.
package struct FrameLayout: Sendable {
    /// Limit on the frames of one object.
    static let frameLimit = 1 << 16

    /// The ranges of each frame, in order; a frame in fragments has several.
    package let frames: [[Range<Int>]]
    package let isEncapsulated: Bool
    /// Bytes of one word whose order is to be turned, for big-endian objects; 1 for none.
    package let unit: Int

    private static let size: Set<Tag> = [
        .rows, .columns, .numberOfFrames, samplesPerPixel, bitsAllocated, .photometricInterpretation,
    ]
    private static let samplesPerPixel = Tag(0x0028, 0x0002)
    private static let bitsAllocated = Tag(0x0028, 0x0100)

    package init(of file: inout FileDataSet) throws(FrameError) {
        do throws(HeaderScanError) {
            let scan = try HeaderScan(
                &file.source, from: file.offset, encoding: file.encoding,
                selecting: .tags(FrameLayout.size, sequences: []))
            guard let location = scan.pixelData else { throw .missing(.pixelData) }
            let count = max(scan.integer(.numberOfFrames) ?? 1, 1)
            guard count <= FrameLayout.frameLimit else { throw .tooManyElements(offset: location.range.lowerBound) }
            isEncapsulated = location.isEncapsulated
            if location.isEncapsulated {
                unit = 1
                let fragments = try location.fragments(in: &file.source, encoding: scan.encoding)
                frames = try FragmentedFrames(fragments, count: count).ranges(in: &file.source) ?? []
            } else {
                let isWide = location.vr != .otherByte && (scan.unsignedShort(FrameLayout.bitsAllocated) ?? 16) > 8
                unit = scan.encoding == .explicitBigEndian && isWide ? 2 : 1
                frames = FrameLayout.frames(count, in: location.range, of: scan) ?? []
            }
        } catch {
            if error == .missing(.pixelData) { throw .noPixelData }
            throw .unreadable(error)
        }
        guard !frames.isEmpty else { throw .notSeparable }
    }

    /// The frames of uncompressed pixels; `nil` if they do not begin at bytes or there are fewer than stated.
    private static func frames(_ count: Int, in range: Range<Int>, of scan: HeaderScan) -> [[Range<Int>]]? {
        guard let rows = scan.unsignedShort(.rows), let columns = scan.unsignedShort(.columns), rows > 0, columns > 0
        else { return nil }
        let samples = scan.unsignedShort(samplesPerPixel) ?? 1
        let bits = scan.unsignedShort(bitsAllocated) ?? 16
        // PS3.5 has no other values, and their product must not overflow.
        guard (1...4).contains(samples), (1...64).contains(bits) else { return nil }
        // Two chrominance samples for each pair of pixels (PS3.3 C.7.6.3.1.2).
        let isHalved = scan.text(.photometricInterpretation)?.uppercased() == "YBR_FULL_422" && samples == 3
        let frameBits = rows * columns * (isHalved ? 2 : samples) * bits
        guard frameBits > 0, frameBits % 8 == 0 || count == 1 else { return nil }
        let size = (frameBits + 7) / 8
        guard size <= range.count / count else { return nil }
        return (0..<count).map { frame in
            let start = range.lowerBound + frame * size
            return [start..<start + size]
        }
    }

    /// The ranges of some frames by number, from 1.
    package func ranges(of numbers: [Int]) throws(FrameError) -> [[Range<Int>]] {
        var ranges: [[Range<Int>]] = []
        for number in numbers {
            guard frames.indices.contains(number - 1) else { throw .noFrame(number, of: frames.count) }
            ranges.append(frames[number - 1])
        }
        return ranges
    }

    /// Reads a list of frame numbers: ascending, separated by commas; `nil` if the text is not such a list.
    package static func numbers(_ text: String) -> [Int]? {
        let numbers = text.replacing("%2C", with: ",").replacing("%2c", with: ",")
            .split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.utf8.count <= 9 && $0.allSatisfy(\.isASCIIDigit) ? Int($0) : nil }
        guard numbers.count <= frameLimit else { return nil }
        let known = numbers.compactMap { $0 }
        let isAscending = zip(known, known.dropFirst()).allSatisfy { $0 < $1 }
        return known.count == numbers.count && isAscending && known.first ?? 0 > 0 ? known : nil
    }
}
