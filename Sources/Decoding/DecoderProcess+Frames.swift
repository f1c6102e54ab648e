package import DICOMCore

extension DecoderProcess {
    /// Decodes frames of an image to uncompressed samples, one frame after the other and in pieces.
    ///
    /// - Parameters:
    ///   - wanted: numbers of the frames, ascending from 1; nil for all.
    ///   - begin: called once, before the first piece, with the number of frames that follow.
    ///   - piece: receives the samples in order, piece by piece; valid during the call.
    /// - Throws: as `picture`, and the errors of the closures.
    package func frames(
        of path: String, _ wanted: [Int]? = nil, begin: (ImagePixelDescription) throws -> Void,
        piece: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var known: ImagePixelDescription?
        for ranges in Self.requests(wanted) {
            try ask(DecoderRequest(.frames(ranges), threads: 2), about: path)
            var description = try frameHead(nil)
            let count = description.numberOfFrames
            if let ranges { try require(count == ranges.reduce(0) { $0 + $1.count } ? nil : "\(count) frames") }
            if let wanted { description.numberOfFrames = wanted.count }
            try require(description.fault ?? (description == known ?? description ? nil : Self.unlike))
            if known == nil { try begin(description) }
            known = description
            description.numberOfFrames = count
            for frame in 0..<count {
                if frame > 0 { _ = try frameHead(description) }
                try receive(description.bytesPerFrame, piece: piece)
            }
            try require(excess)
        }
    }

    /// Groups frame numbers into ranges, and the ranges into requests; a single nil for all frames.
    static func requests(_ wanted: [Int]?) -> [[ClosedRange<Int>]?] {
        guard let wanted else { return [nil] }
        var ranges: [ClosedRange<Int>] = []
        for number in wanted {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return stride(from: 0, to: ranges.count, by: DecoderRequest.rangeLimit).map { start in
            Array(ranges[start..<min(start + DecoderRequest.rangeLimit, ranges.count)])
        }
    }

    private static let unlike = "frames with different descriptions"

    /// Reads the description of a frame, and checks that it equals that of the others.
    private func frameHead(_ others: ImagePixelDescription?) throws -> ImagePixelDescription {
        guard case .frame(let description) = try answer(upTo: AnswerBounds.pictureBytes) else {
            throw DecoderError.implausible(reason: "no frame")
        }
        try require(description.fault ?? (description == others ?? description ? nil : Self.unlike))
        return description
    }
}
