import CDCMTK
import DICOMCore

/// The first frame of an object, decoded, with the layout that its pixels in fact have.
struct DecodedFrame {
    /// The data set's layout, corrected by what the code stream says.
    private(set) var layout: PixelLayout
    /// Grayscale and palettes: rows × columns stored values, right-aligned and not sign-extended. Compressed colour:
    /// three samples for each pixel.
    private(set) var samples: [UInt16] = []
    /// What was met that the standard does not allow and how it was resolved, one sentence each.
    private(set) var notices: [String]
    /// Uncompressed colour and its palettes: the frame in little endian bytes.
    private var native: [UInt8] = []
    /// What three samples are.
    private var colour = CodedFrameHeader.Colour.redGreenBlue

    /// Reads and decodes; throws any case of `DICOMObjectError` that concerns pixels.
    init(_ file: DICOMFile, layout: PixelLayout, threads: Int) throws(DICOMObjectError) {
        guard let syntax = TransferSyntax(uid: file.transferSyntaxUID), syntax.isDecodable else {
            throw .unsupportedTransferSyntax(uid: file.transferSyntaxUID)
        }
        let frame = try FirstFrame(file, layout: layout, syntax: syntax)
        self.layout = layout
        notices = frame.notices
        if frame.isCoded {
            let coded = try CodedFrame(frame.bytes, layout: layout, syntax: syntax)
            notices += coded.notices
            try takeComponents(coded.header)
            samples = try coded.samples(threads: threads)
            if layout.samplesPerPixel == 1 || self.layout.isGrayscale {
                notices += try self.layout.settle(
                    &samples, coded: coded.header, overlaid: file.dataSet.hasOverlaidPixels)
            } else {
                takeColour(coded.header)
            }
        } else if layout.isGrayscale, layout.samplesPerPixel == 1 {
            samples = [UInt16](unsafeUninitializedCapacity: layout.rows * layout.columns) { buffer, count in
                var cLayout = layout.cLayout
                cd_stored_values(frame.bytes, &cLayout, buffer.baseAddress)
                count = layout.rows * layout.columns
            }
        } else {
            native = frame.bytes
        }
    }

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
        layout.bitsStored = header.precision
        let isNamedLuminance = named.hasPrefix("YBR") && named != "YBR_RCT" && named != "YBR_ICT"
        colour = header.colour ?? (isNamedLuminance ? .luminanceFirst : .redGreenBlue)
        // A grey picture in luminance and differences is known by its differences, which are all about zero.
        if colour == .redGreenBlue, ColourSamples(samples, precision: header.precision).hasNeutralDifferences {
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
            (cLayout.bits_allocated, cLayout.high_bit) = (16, cLayout.bits_stored - 1)
            bytes = samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
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
