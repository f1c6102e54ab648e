/// What the bytes of uncompressed pixels mean: the Image Pixel Description Macro (PS3.3 Table C.7-11c) and the number of
/// frames.
///
/// The samples of a pixel are together (Planar Configuration 0), the stored bits are the lowest (High Bit is Bits Stored - 1),
/// and the sign of a number fills the bits above them.
package struct ImagePixelDescription: Sendable, Equatable, Codable {
    package var rows: Int
    package var columns: Int
    package var numberOfFrames: Int
    package var samplesPerPixel: Int
    package var photometricInterpretation: String
    package var bitsAllocated: Int
    package var bitsStored: Int
    package var isSigned: Bool
    /// Whether the code stream was of a process that always loses something; false if that is not certain.
    package var isLossy: Bool

    package init(
        rows: Int, columns: Int, numberOfFrames: Int = 1, samplesPerPixel: Int = 1,
        photometricInterpretation: String = "MONOCHROME2", bitsAllocated: Int = 16, bitsStored: Int = 16,
        isSigned: Bool = false, isLossy: Bool = false
    ) {
        (self.rows, self.columns, self.numberOfFrames) = (rows, columns, numberOfFrames)
        (self.samplesPerPixel, self.photometricInterpretation) = (samplesPerPixel, photometricInterpretation)
        (self.bitsAllocated, self.bitsStored, self.isSigned) = (bitsAllocated, bitsStored, isSigned)
        self.isLossy = isLossy
    }

    /// Limit on the bytes of all frames of one image.
    package static let byteLimit = 512 << 20

    package var bytesPerFrame: Int { rows * columns * samplesPerPixel * bitsAllocated / 8 }
    /// Bytes of all frames, without padding.
    package var byteCount: Int { bytesPerFrame * numberOfFrames }

    /// Why no image is like this or has more bytes than the limit; nil if one can be. Read it before anything is computed
    /// from a description of unknown origin.
    package var fault: String? {
        let named = samplesPerPixel == 1 ? ["MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"] : ["RGB", "YBR_FULL"]
        guard (1...65535).contains(rows), (1...65535).contains(columns), (1...1 << 20).contains(numberOfFrames),
            samplesPerPixel == 1 || samplesPerPixel == 3, bitsAllocated == 8 || bitsAllocated == 16,
            (1...bitsAllocated).contains(bitsStored), named.contains(photometricInterpretation)
        else { return "an image of \(rows) x \(columns) pixels that cannot be" }
        return byteCount <= Self.byteLimit ? nil : "an image of \(byteCount) bytes"
    }
}
