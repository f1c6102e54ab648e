import CDCMTK
import DICOMCore

/// The Image Pixel attributes (PS3.3 C.7.6.3), checked against each other before any pixel is read.
struct PixelLayout {
    /// Limit on the samples of all frames of an object together: ten times those of a large detector.
    static let maximumSamples = 100_000_000

    let rows: Int
    let columns: Int
    let samplesPerPixel: Int
    let frames: Int
    let bitsAllocated: Int
    let bitsStored: Int
    let highBit: Int
    let isSigned: Bool
    let photometricInterpretation: String

    /// Reads the attributes; throws `noPixelData`, `tooLarge`, `inconsistent` or `unsupportedPixels`.
    init(_ item: DICOMItem) throws(DICOMObjectError) {
        // Larger numbers make no sense here and would overflow the computations.
        func integer(_ element: UInt16) -> Int? {
            item.integer(Tag(0x0028, element)).map { min(max($0, -1), Int(Int32.max)) }
        }
        guard let rows = integer(0x0010), let columns = integer(0x0011) else { throw .noPixelData }
        samplesPerPixel = integer(0x0002) ?? 1
        bitsAllocated = integer(0x0100) ?? 16
        bitsStored = integer(0x0101) ?? bitsAllocated
        highBit = integer(0x0102) ?? bitsStored - 1
        isSigned = integer(0x0103) == 1
        frames = max(integer(0x0008) ?? 1, 1)
        photometricInterpretation = item.string(Tag(0x0028, 0x0004)) ?? "MONOCHROME2"
        self.rows = rows
        self.columns = columns

        guard rows > 0, columns > 0 else { throw .inconsistent(reason: "the image has \(rows) x \(columns) pixels") }
        guard samplesPerPixel == 1 || samplesPerPixel == 3 else {
            throw .unsupportedPixels(reason: "\(samplesPerPixel) samples per pixel")
        }
        let (samples, overflow) = (rows * columns).multipliedReportingOverflow(by: samplesPerPixel * frames)
        guard !overflow, samples <= PixelLayout.maximumSamples else {
            throw .tooLarge(samples: overflow ? .max : samples, limit: PixelLayout.maximumSamples)
        }
        guard bitsAllocated == 8 || bitsAllocated == 16 else {
            throw .unsupportedPixels(reason: "\(bitsAllocated) bits allocated")
        }
        guard (1...bitsAllocated).contains(bitsStored), (bitsStored - 1..<bitsAllocated).contains(highBit) else {
            throw .inconsistent(
                reason: "\(bitsStored) bits stored below bit \(highBit) of \(bitsAllocated) allocated")
        }
    }

    /// Whether the one sample is a brightness rather than a colour or palette index.
    var isGrayscale: Bool { photometricInterpretation.hasPrefix("MONOCHROME") }

    /// The number of different stored values.
    var valueCount: Int { 1 << bitsStored }

    /// The number that a stored value represents: two's complement of `bitsStored` bits if signed (PS3.5 8.1.1).
    func number(storedValue: Int) -> Int {
        isSigned && storedValue >= valueCount / 2 ? storedValue - valueCount : storedValue
    }

    var cLayout: cd_pixel_layout {
        cd_pixel_layout(
            rows: UInt32(rows), columns: UInt32(columns), samples_per_pixel: UInt16(samplesPerPixel),
            bits_allocated: UInt16(bitsAllocated), bits_stored: UInt16(bitsStored), high_bit: UInt16(highBit))
    }
}
