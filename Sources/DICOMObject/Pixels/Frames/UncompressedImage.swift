package import DICOMCore

/// Frames of an image as uncompressed samples, read and decoded one at a time.
///
/// The description says what the samples in fact are, where the code stream and the data set differ (`DecodedFrame`).
package struct UncompressedImage {
    /// A frame: little endian bytes, and what they mean.
    package struct Frame {
        package let description: ImagePixelDescription
        package let bytes: [UInt8]
    }

    private let file: DICOMFile
    private let layout: PixelLayout
    private let syntax: TransferSyntax
    private let first: StoredFrame
    private let fragments: Fragments?
    /// The fragments of each frame of the image.
    private let places: [Range<Int>]
    /// The numbers of the frames, from 1 on; nil for all.
    private let wanted: [Int]?

    package var frameCount: Int { wanted?.count ?? layout.frames }

    /// Finds the frames; throws any case of `DICOMObjectError` that concerns pixels.
    ///
    /// - Parameter wanted: numbers of the frames, ascending from 1; nil for all.
    package init(_ file: DICOMFile, frames wanted: [Int]? = nil) throws(DICOMObjectError) {
        let syntax = try file.readableSyntax()
        layout = try PixelLayout(file.dataSet)
        let (start, end) = (wanted?.first ?? 1, wanted?.last ?? layout.frames)
        guard wanted?.isEmpty != true, start > 0, end <= layout.frames else {
            throw .inconsistent(reason: "a frame outside 1 to \(layout.frames) (Number of Frames) was requested")
        }
        let count = wanted?.count ?? layout.frames
        let (samples, overflow) = layout.sampleCount.multipliedReportingOverflow(by: count)
        let limit = ImagePixelDescription.byteLimit * 8 / layout.bitsAllocated
        guard !overflow, samples <= limit else { throw .tooLarge(samples: overflow ? .max : samples, limit: limit) }
        let overlays = NamedBits(file.dataSet, layout: layout, width: layout.bitsAllocated).overlays
        guard overlays == 0 else {
            throw .unsupportedPixels(reason: "overlays are embedded in the pixels (60xx,0102); they would be lost")
        }
        first = try StoredFrame(file, layout: layout, number: start, syntax: syntax)
        fragments = layout.frames > 1 ? first.fragments : nil
        places = try fragments?.frames(layout.frames) ?? []
        (self.file, self.syntax, self.wanted) = (file, syntax, wanted)
    }

    /// The number of the frame at an index, from 1 on.
    package func number(_ index: Int) -> Int { wanted?[index] ?? index + 1 }

    /// Decodes the frame at an index.
    package func frame(_ index: Int, threads: Int) throws(DICOMObjectError) -> Frame {
        let decoded = try DecodedFrame(
            stored(index), of: file, layout: layout, syntax: syntax, threads: threads)
        let words = decoded.native.isEmpty ? decoded.samples : try pixelByPixel(decoded)
        let settled = decoded.layout
        var description = ImagePixelDescription(rows: settled.rows, columns: settled.columns)
        description.numberOfFrames = frameCount
        description.samplesPerPixel = settled.samplesPerPixel
        description.photometricInterpretation = try photometricInterpretation(decoded)
        description.bitsAllocated = max(layout.bitsAllocated, settled.bitsAllocated)
        description.bitsStored = settled.bitsStored
        description.isSigned = settled.isSigned
        description.isLossy = decoded.process?.isAlwaysLossy ?? false
        return Frame(description: description, bytes: Self.bytes(of: words, settled, in: description.bitsAllocated))
    }

    private func stored(_ index: Int) throws(DICOMObjectError) -> StoredFrame {
        if let fragments { return StoredFrame(try fragments.joined(places[number(index) - 1]), isCoded: true) }
        if index == 0 { return first }
        guard !first.isCoded else {
            throw .inconsistent(reason: "Pixel Data has no frame \(number(index)) of \(layout.frames)")
        }
        return try StoredFrame(file, layout: layout, number: number(index), syntax: syntax)
    }

    /// The words of uncompressed colour, the samples of each pixel together.
    private func pixelByPixel(_ decoded: DecodedFrame) throws(DICOMObjectError) -> [UInt16] {
        guard !decoded.layout.isSubsampled else {
            throw .unsupportedPixels(reason: "uncompressed \(decoded.layout.photometricInterpretation)")
        }
        let words = SampleWords(native: decoded.native, layout: decoded.layout).words
        guard decoded.layout.isPlanar else { return words }
        let pixels = decoded.layout.rows * decoded.layout.columns
        return (0..<words.count).map { words[$0 % 3 * pixels + $0 / 3] }
    }

    private func photometricInterpretation(_ decoded: DecodedFrame) throws(DICOMObjectError) -> String {
        let named = decoded.layout.photometricInterpretation
        guard decoded.layout.samplesPerPixel == 3 else { return named }
        switch named {
        case "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT": break
        default: throw .unsupportedPixels(reason: "Photometric Interpretation \(named)")
        }
        guard decoded.process != nil else { return named }
        return decoded.colour == .redGreenBlue ? "RGB" : "YBR_FULL"
    }

    /// Numbers as little endian bytes, of which the sign fills the bits above the stored ones.
    private static func bytes(of words: [UInt16], _ layout: PixelLayout, in bitsAllocated: Int) -> [UInt8] {
        var words = SampleWords(words, step: 1)
        if layout.isSigned, layout.bitsStored < bitsAllocated {
            let reading = WordReading(bits: layout.bitsStored, isSigned: true)
            words.replace { UInt16(truncatingIfNeeded: reading.number($0)) }
        }
        if bitsAllocated == 8 { return words.words.map { UInt8(truncatingIfNeeded: $0) } }
        // As this machine has them.
        return words.words.withUnsafeBytes { Array($0) }
    }
}

extension CodingProcess {
    /// Whether no code stream of this process gives back the samples that were coded: JPEG but for its lossless processes,
    /// which have every fourth number (ISO/IEC 10918-1, table B.1).
    var isAlwaysLossy: Bool { if case .jpeg(let frame) = self { frame % 4 != 3 } else { false } }
}
