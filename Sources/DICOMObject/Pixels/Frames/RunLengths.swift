/// An RLE frame (PS3.5 Annex G): a header of 64 bytes, then one segment of PackBits for each byte of each sample, the most
/// significant first.
struct RunLengths {
    private let stream: [UInt8]
    private let segments: [Range<Int>]

    /// Whether these bytes can only be an RLE header: a sound number of segments, the first directly after the header.
    static func begins(_ bytes: [UInt8]) -> Bool {
        bytes.count > 64 && (1...15).contains(number(bytes, 0)) && number(bytes, 4) == 64
            && (number(bytes, 0) + 1..<16).allSatisfy { number(bytes, 4 * $0) == 0 }
    }

    /// Reads the header; throws `undecodable` if the segments are not in order and within the frame.
    init(_ stream: [UInt8]) throws(DICOMObjectError) {
        guard stream.count >= 64 else {
            throw .undecodable(reason: "the RLE frame has \(stream.count) bytes, its header needs 64")
        }
        let count = RunLengths.number(stream, 0)
        guard (1...15).contains(count) else {
            throw .undecodable(reason: "the RLE header names \(count) segments, it may name 1 to 15")
        }
        var starts: [Int] = []
        for segment in 1...count {
            let start = RunLengths.number(stream, 4 * segment)
            guard start > (starts.last ?? 63), start < stream.count else {
                throw .undecodable(
                    reason: "RLE segment \(segment) begins at byte \(start) of a frame of \(stream.count), "
                        + "after one at \(starts.last ?? 0)")
            }
            starts.append(start)
        }
        self.stream = stream
        segments = zip(starts, starts.dropFirst() + [stream.count]).map { $0..<$1 }
    }

    /// What the number of segments means: it is the number of components times the bytes of each sample. Where that
    /// leaves a choice, the data set's components are taken, else one.
    func header(_ layout: PixelLayout) throws(DICOMObjectError) -> CodedFrameHeader {
        var meant: (components: Int, width: Int)?
        for components in [1, layout.samplesPerPixel] {
            for width in [1, 2] where components * width == segments.count { meant = (components, width) }
        }
        guard let (components, width) = meant else {
            throw .inconsistent(
                reason:
                    "the RLE header names \(segments.count) segments; Samples per Pixel \(layout.samplesPerPixel) and "
                    + "Bits Allocated \(8 * layout.bytesPerSample) need \(layout.samplesPerPixel * layout.bytesPerSample)"
            )
        }
        return CodedFrameHeader(
            process: .runLengths, rows: nil, columns: nil, components: components, precision: 8 * width)
    }

    /// Decodes `pixels` samples of each component; throws `undecodable` if a segment ends before.
    func samples(pixels: Int, components: Int) throws(DICOMObjectError) -> [UInt16] {
        var samples = [UInt16](repeating: 0, count: pixels * components)
        let width = segments.count / components
        for (index, segment) in segments.enumerated() {
            let written = samples.withUnsafeMutableBufferPointer { samples in
                stream.withUnsafeBufferPointer { stream in
                    RunLengths.expand(
                        UnsafeBufferPointer(rebasing: stream[segment]), into: samples, from: index / width,
                        every: components)
                }
            }
            guard written == pixels else {
                throw .undecodable(reason: "RLE segment \(index + 1) ends after \(written) of \(pixels) pixels")
            }
        }
        return samples
    }

    /// Shifts the bytes of one segment (PS3.5 G.3.2) into every n-th sample; returns how many there were.
    private static func expand(
        _ segment: UnsafeBufferPointer<UInt8>, into samples: UnsafeMutableBufferPointer<UInt16>, from first: Int,
        every step: Int
    ) -> Int {
        let pixels = samples.count / step
        var written = 0
        var at = 0
        while at + 1 < segment.count, written < pixels {
            let code = Int(Int8(bitPattern: segment[at]))
            at += 1
            if code == -128 { continue }
            let isRun = code < 0
            let length = min(isRun ? 1 - code : min(code + 1, segment.count - at), pixels - written)
            for offset in 0..<length {
                let place = (written + offset) * step + first
                samples[place] = samples[place] << 8 | UInt16(segment[isRun ? at : at + offset])
            }
            at += isRun ? 1 : code + 1
            written += length
        }
        return written
    }

    private static func number(_ bytes: [UInt8], _ offset: Int) -> Int {
        bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
