import CDCMTK
import DICOMCore

/// The Image Pixel attributes (PS3.3 C.7.6.3), checked against each other before any pixel is read.
///
/// Only Rows, Columns, Samples per Pixel and Bits Allocated are indispensable. What else cannot be meant is replaced by
/// what the indispensable ones say, with a notice.
package struct PixelLayout {
    /// Limit on the samples of a frame: ten times those of a large detector. Only the first frame is ever decoded.
    package static let maximumSamples = 100_000_000

    /// Pixels other than Pixel Data: Float Pixel Data and Double Float Pixel Data.
    static let floatingPixels = [
        Tag(0x7FE0, 0x0008): "Float Pixel Data", Tag(0x7FE0, 0x0009): "Double Float Pixel Data",
    ]

    let rows: Int
    let columns: Int
    var samplesPerPixel: Int
    let frames: Int
    var bitsAllocated: Int
    var bitsStored: Int
    var highBit: Int
    var isSigned: Bool
    var photometricInterpretation: String
    /// The brightness that Photometric Interpretation names although Samples per Pixel says three: for a code stream that
    /// has only one component after all.
    let namedBrightness: String?
    /// Whether the samples of a colour come in planes rather than pixel by pixel.
    let isPlanar: Bool
    /// How 32-bit samples are stored in the object; nil for 8 and 16 bits. The other properties describe the 16-bit samples
    /// into which they are narrowed.
    let wide: WideSamples?
    /// What was passed over or assumed; see `DisplayTransformation`.
    let notices: [String]

    /// Reads the attributes; throws `noPixelData`, `tooLarge`, `inconsistent` or `unsupportedPixels`.
    init(_ item: DICOMItem) throws(DICOMObjectError) {
        var attributes = DisplayAttributes(item)
        if let tag = item.file.floatingPixels {
            throw .unsupportedPixels(
                reason: "the pixels are in \(Self.floatingPixels[tag] ?? "") \(tag), which is not read")
        }
        // Larger numbers make no sense here and would overflow the computations.
        func integer(_ element: UInt16) -> Int? {
            item.integer(Tag(0x0028, element)).map { min(max($0, -1), Int(Int32.max)) }
        }
        guard let rows = integer(0x0010), let columns = integer(0x0011) else { throw .noPixelData }
        guard rows > 0, columns > 0 else { throw .inconsistent(reason: "the image has \(rows) x \(columns) pixels") }
        (self.rows, self.columns) = (rows, columns)

        samplesPerPixel = try Self.indispensable(.samplesPerPixel, of: &attributes, among: [1, 3], otherwise: 1)
        let (samples, overflow) = (rows * columns).multipliedReportingOverflow(by: samplesPerPixel)
        guard !overflow, samples <= PixelLayout.maximumSamples else {
            throw .tooLarge(samples: overflow ? .max : samples, limit: PixelLayout.maximumSamples)
        }
        let allocated = try Self.indispensable(
            .bitsAllocated, of: &attributes, among: [8, 16, 32], otherwise: 16)
        let (stored, highest) = Self.storedBits(of: &attributes, allocated: allocated)
        isSigned = attributes.integer(.pixelRepresentation, in: 0...1, otherwise: 0) == 1
        guard !isSigned || !item.file.repeated.contains(DisplayAttribute.bitsStored.tag) else {
            throw .inconsistent(
                reason: "\(DisplayAttribute.bitsStored) occurs twice with different values, and the pixels are signed")
        }
        bitsAllocated = min(allocated, 16)
        bitsStored = min(stored, bitsAllocated)
        highBit = allocated == 32 ? bitsStored - 1 : highest
        wide = allocated == 32 ? WideSamples(bitsStored: stored, highBit: highest, isSigned: isSigned) : nil
        frames = Self.frames(of: &attributes)
        namedBrightness = Self.namedBrightness(of: attributes)
        photometricInterpretation = try Self.photometricInterpretation(of: &attributes, samples: samplesPerPixel)
        isPlanar = samplesPerPixel > 1 && attributes.integer(.planarConfiguration, in: 0...1, otherwise: 0) == 1
        notices = attributes.notices
        guard wide == nil || (isGrayscale && samplesPerPixel == 1) else {
            throw .unsupportedPixels(
                reason: "\(DisplayAttribute.bitsAllocated) is 32 with \(photometricInterpretation)")
        }
    }

    /// Bytes of a sample in the object, if it is not compressed.
    var bytesPerSample: Int { wide == nil ? bitsAllocated / 8 : WideSamples.bytesPerSample }

    /// Whether the one sample is a brightness rather than a colour or palette index.
    var isGrayscale: Bool { photometricInterpretation.hasPrefix("MONOCHROME") }

    /// The number of different stored values.
    var valueCount: Int { 1 << bitsStored }

    /// The number that a stored value represents: two's complement of `bitsStored` bits if signed (PS3.5 8.1.1).
    func number(storedValue: Int) -> Int {
        WordReading(bits: bitsStored, isSigned: isSigned).number(UInt16(storedValue))
    }

    /// Whether the samples of a colour have half as many differences as luminances (PS3.3 C.7.6.3.1.2).
    var isSubsampled: Bool { samplesPerPixel == 3 && photometricInterpretation.hasSuffix("_422") }

    /// The number of samples of one uncompressed frame.
    var sampleCount: Int { rows * columns * (isSubsampled ? 2 : samplesPerPixel) }

    var cLayout: cd_pixel_layout {
        cd_pixel_layout(
            rows: UInt32(rows), columns: UInt32(columns), samples_per_pixel: UInt16(samplesPerPixel),
            bits_allocated: UInt16(bitsAllocated), bits_stored: UInt16(bitsStored), high_bit: UInt16(highBit))
    }
}
