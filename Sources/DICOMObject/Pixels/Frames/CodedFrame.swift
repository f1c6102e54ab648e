import CDCMTK
import CImageCodecs
import DICOMCore

/// A frame's code stream, with its header compared with the data set; decodes by the codec that the stream begins with.
struct CodedFrame {
    let header: CodedFrameHeader
    let notices: [String]
    /// The code stream as its decoder wants it, complete with end marker.
    private let stream: [UInt8]
    private let pixels: (rows: Int, columns: Int)

    /// Throws `undecodable`, `unsupportedPixels`, or `inconsistent` if the frame has not the size that the data set says.
    init(_ bytes: [UInt8], layout: PixelLayout, syntax: TransferSyntax) throws(DICOMObjectError) {
        let unwrapped = JPEG2000Markers.unwrapped(bytes)
        header = try CodedFrameHeader(unwrapped, layout: layout, syntax: syntax)
        pixels = (layout.rows, layout.columns)
        let (rows, columns) = (header.rows ?? layout.rows, header.columns ?? layout.columns)
        guard rows == layout.rows, columns == layout.columns else {
            throw .inconsistent(
                reason: "the code stream, \(header.process), has \(rows) x \(columns) pixels; Rows and Columns are "
                    + "\(layout.rows) x \(layout.columns)")
        }
        var notices: [String] = []
        if unwrapped.count != bytes.count { notices.append("The code stream is in a JP2 file.") }
        if !header.process.fits(syntax) {
            notices.append("The code stream is \(header.process), the transfer syntax says \(syntax.name).")
        }
        switch header.process {
        case .jpeg, .jpegLS:
            let markers = try JPEGMarkers(unwrapped)
            stream = markers.repaired
            if !markers.hasEnd { notices.append("The JPEG code stream has no end marker (EOI).") }
        case .jpeg2000, .highThroughputJPEG2000:
            let markers = try JPEG2000Markers(unwrapped)
            stream = markers.repaired
            if !markers.hasEnd { notices.append("The JPEG 2000 code stream has no end marker (EOC).") }
        case .runLengths: stream = unwrapped
        }
        self.notices = notices
    }

    /// Rows × columns × components samples as the stream has them, right-aligned and not sign-extended.
    func samples(threads: Int) throws(DICOMObjectError) -> [UInt16] {
        let count = pixels.rows * pixels.columns
        if header.process == .runLengths {
            return try RunLengths(stream).samples(pixels: count, components: header.components)
        }
        var failure: DICOMObjectError?
        let samples = [UInt16](unsafeUninitializedCapacity: count * header.components) { buffer, filled in
            do throws(DICOMObjectError) {
                try decode(into: buffer.baseAddress, threads: threads)
                filled = count * header.components
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return samples
    }

    private func decode(into samples: UnsafeMutablePointer<UInt16>?, threads: Int) throws(DICOMObjectError) {
        var frame = cd_coded_frame(
            rows: UInt32(pixels.rows), columns: UInt32(pixels.columns), components: UInt16(header.components),
            precision: UInt16(header.precision))
        switch header.process {
        case .jpeg: try DICOMObjectError.check(cd_jpeg_decode(stream, stream.count, &frame, samples))
        case .jpegLS: try DICOMObjectError.check(cd_jpeg_ls_decode(stream, stream.count, &frame, samples))
        case .jpeg2000, .highThroughputJPEG2000, .runLengths:
            var layout = CIJPEG2000Layout(
                rows: frame.rows, columns: frame.columns, components: frame.components, precision: frame.precision)
            var message = [CChar](repeating: 0, count: Int(CI_MESSAGE_LENGTH))
            let status = ci_jpeg2000_decode(stream, stream.count, &layout, Int32(threads), samples, &message)
            try DICOMObjectError.check(codec: status, message)
        }
    }
}

extension DICOMObjectError {
    /// Throws the error for a status of `CImageCodecs`.
    fileprivate static func check(codec status: Int32, _ message: [CChar]) throws(DICOMObjectError) {
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
