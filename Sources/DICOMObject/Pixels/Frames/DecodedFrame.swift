import CDCMTK
import DICOMCore

/// One frame of an object, decoded, with the layout that its pixels in fact have.
struct DecodedFrame {
    /// The data set's layout, corrected by what the code stream says.
    private(set) var layout: PixelLayout
    /// Grayscale and palettes: rows × columns stored values, right-aligned and not sign-extended. Compressed colour:
    /// three samples for each pixel.
    private(set) var samples: [UInt16] = []
    /// What was met that the standard does not allow and how it was resolved, one sentence each.
    private(set) var notices: [String]
    /// Uncompressed colour and its palettes: the frame in little endian bytes, as the layout says.
    private(set) var native: [UInt8] = []
    /// What three samples are.
    private(set) var colour = CodedFrameHeader.Colour.redGreenBlue
    /// How the samples were coded; nil if they were not.
    private(set) var process: CodingProcess?

    /// Reads and decodes; throws any case of `DICOMObjectError` that concerns pixels.
    ///
    /// - Parameter number: from 1 on, at most `layout.frames`.
    init(_ file: DICOMFile, layout: PixelLayout, number: Int = 1, threads: Int) throws(DICOMObjectError) {
        let syntax = try file.readableSyntax()
        try self.init(
            StoredFrame(file, layout: layout, number: number, syntax: syntax), of: file, layout: layout, syntax: syntax,
            threads: threads)
    }

    /// Decodes a frame that has been read.
    init(
        _ frame: StoredFrame, of file: DICOMFile, layout: PixelLayout, syntax: TransferSyntax, threads: Int
    ) throws(DICOMObjectError) {
        self.layout = layout
        notices = frame.notices
        if frame.isCoded {
            let coded = try CodedFrame(frame.bytes, layout: layout, syntax: syntax)
            notices += coded.notices
            process = coded.header.process
            try takeComponents(coded.header)
            var words = SampleWords(try coded.samples(threads: threads), step: coded.header.components)
            let named = NamedBits(file.dataSet, layout: self.layout, width: coded.header.precision)
            notices += try self.layout.settle(&words, coded: coded.header, beside: named)
            samples = words.words
            if coded.header.components == 3 { takeColour(coded.header) }
        } else {
            try takeNative(frame.bytes, of: file)
        }
    }

    private mutating func takeNative(_ bytes: [UInt8], of file: DICOMFile) throws(DICOMObjectError) {
        let named = NamedBits(file.dataSet, layout: layout, width: layout.bitsAllocated)
        let isGrayscale = layout.isGrayscale && layout.samplesPerPixel == 1
        guard isGrayscale || layout.bitsStored < layout.bitsAllocated || named.overlays != 0 else {
            native = bytes
            return
        }
        var words = SampleWords(native: bytes, layout: layout)
        notices += try layout.takeStoredBits(of: &words, width: layout.bitsAllocated, beside: named)
        if isGrayscale {
            samples = words.words
        } else {
            native = DecodedFrame.bytes(words.words)
            layout.bitsAllocated = 16
        }
    }

    /// Words as little endian bytes, which are the machine's.
    private static func bytes(_ words: [UInt16]) -> [UInt8] { words.withUnsafeBytes { Array($0) } }

    /// Compares the number of components; one component is grey whatever its name, unless it is an index of a palette.
    private mutating func takeComponents(_ header: CodedFrameHeader) throws(DICOMObjectError) {
        let isGray = header.components == 1
        guard header.components == layout.samplesPerPixel || (isGray && layout.samplesPerPixel == 3) else {
            throw .inconsistent(
                reason: "the code stream, \(header.process), has \(header.components) components; Samples per Pixel is "
                    + "\(layout.samplesPerPixel)")
        }
        if header.components != layout.samplesPerPixel {
            notices.append("The code stream has one component, Samples per Pixel says \(layout.samplesPerPixel).")
            layout.samplesPerPixel = 1
        }
        let named = layout.photometricInterpretation
        if isGray, !layout.isGrayscale, named != "PALETTE COLOR" {
            layout.photometricInterpretation = layout.namedBrightness ?? "MONOCHROME2"
            notices.append(
                layout.namedBrightness.map { "The pixels have one sample; \($0) was used." }
                    ?? "The pixels have one sample, Photometric Interpretation says \(named).")
        } else if !isGray, !named.hasPrefix("RGB"), !named.hasPrefix("YBR") {
            notices.append("The pixels have three samples, Photometric Interpretation says \(named).")
            layout.photometricInterpretation = "RGB"
        }
    }

    /// Decides what three components are: by the stream; else, and only without a component transform, by the data set.
    private mutating func takeColour(_ header: CodedFrameHeader) {
        let named = layout.photometricInterpretation
        let isNamedLuminance = named.hasPrefix("YBR") && named != "YBR_RCT" && named != "YBR_ICT"
        colour = header.colour ?? (isNamedLuminance ? .luminanceFirst : .redGreenBlue)
        // A grey picture in luminance and differences is known by its differences, which are all about zero.
        if colour == .redGreenBlue, ColourSamples(samples, precision: layout.bitsStored).hasNeutralDifferences {
            colour = .luminanceFirst
        }
        if (colour == .luminanceFirst) != isNamedLuminance {
            let met = colour == .luminanceFirst ? "luminance and colour differences" : "red, green and blue"
            notices.append("The components are \(met), Photometric Interpretation says \(named).")
        }
    }

    /// Luminance in 0...1 (BT.601) of a colour frame.
    func luminance(of file: DICOMFile) throws(DICOMObjectError) -> [Float] {
        if native.isEmpty, layout.samplesPerPixel == 3 {
            return ColourSamples(samples, precision: layout.bitsStored).luminance(colour)
        }
        var bytes = native
        var cLayout = layout.cLayout
        if native.isEmpty {
            // Indices of a palette, as words.
            cLayout.bits_allocated = 16
            bytes = DecodedFrame.bytes(samples)
        }
        var status = CD_OBJECT_OK
        let luminance = [Float](unsafeUninitializedCapacity: layout.rows * layout.columns) { buffer, count in
            status = cd_object_luminance(file.handle, &cLayout, bytes, bytes.count, buffer.baseAddress)
            count = status == CD_OBJECT_OK ? layout.rows * layout.columns : 0
        }
        try DICOMObjectError.check(status)
        return luminance
    }
}
