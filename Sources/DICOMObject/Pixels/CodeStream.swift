import CDCMTK
import CImageCodecs

/// The JPEG 2000 code stream of an object's first frame (PS3.5 A.4.4), decoded by OpenJPEG.
struct CodeStream {
    /// Owns the bytes.
    private let file: DICOMFile
    private let bytes: UnsafeBufferPointer<UInt8>
    private let layout: PixelLayout

    /// Joins the frame's fragments; throws `noPixelData`, `inconsistent` or `unreadable`.
    init(_ file: DICOMFile, layout: PixelLayout) throws(DICOMObjectError) {
        var start: UnsafePointer<UInt8>?
        var count = 0
        try DICOMObjectError.check(cd_object_code_stream(file.handle, layout.frames, &start, &count))
        self.file = file
        bytes = UnsafeBufferPointer(start: start, count: count)
        self.layout = layout
    }

    /// Writes rows × columns stored values, right-aligned and not sign-extended.
    func read(storedValues: UnsafeMutablePointer<UInt16>?, threads: Int) throws(DICOMObjectError) {
        try withMessage { message in
            var expected = expected
            return ci_jpeg2000_stored_values(
                bytes.baseAddress, bytes.count, &expected, Int32(threads), storedValues, message)
        }
    }

    /// Writes rows × columns luminances in 0...1. OpenJPEG undoes its own colour transforms, YBR_RCT and YBR_ICT;
    /// YBR_FULL is in the stream unchanged.
    func read(luminance: UnsafeMutablePointer<Float>?, threads: Int) throws(DICOMObjectError) {
        guard layout.samplesPerPixel == 3 else {
            throw .unsupportedPixels(reason: "\(layout.photometricInterpretation) is not supported in JPEG 2000")
        }
        try withMessage { message in
            var expected = expected
            return ci_jpeg2000_luminance(
                bytes.baseAddress, bytes.count, &expected, layout.photometricInterpretation == "YBR_FULL",
                Int32(threads), luminance, message)
        }
    }

    private var expected: CIJPEG2000Layout {
        CIJPEG2000Layout(
            rows: UInt32(layout.rows), columns: UInt32(layout.columns), components: UInt16(layout.samplesPerPixel),
            bitsAllocated: UInt16(layout.bitsAllocated), bitsStored: UInt16(layout.bitsStored),
            highBit: UInt16(layout.highBit), isSigned: layout.isSigned)
    }

    private func withMessage(
        _ body: (UnsafeMutablePointer<CChar>?) -> Int32
    ) throws(DICOMObjectError) {
        var message = [CChar](repeating: 0, count: Int(CI_MESSAGE_LENGTH))
        let status = body(&message)
        let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        switch Int(status) {
        case CI_OK: return
        case CI_INCONSISTENT: throw .inconsistent(reason: reason)
        case CI_UNSUPPORTED: throw .unsupportedPixels(reason: reason)
        case CI_NO_MEMORY: throw .outOfMemory
        default: throw .undecodable(reason: reason)
        }
    }
}
